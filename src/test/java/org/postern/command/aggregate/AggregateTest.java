package org.postern.command.aggregate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.host.JsonTree;

/** What the filter prints, and how it ends. */
class AggregateTest {
  private static final String LIST =
      """
      # ours
      192.0.2.0/25 relay, CHG-812
      192.0.2.128-192.0.2.255
      10.0.0.0/255.255.255.0 # internal
      2001:db8::1
      ; more
      10.0.0.255
      2001:db8:: label of it
      """;

  @TempDir private Path folder;

  private Filter filter = new Filter(Path.of("unset"));
  private String list = "";

  @BeforeEach
  void write() {
    filter = new Filter(folder);
    list = filter.list("list.txt", LIST);
  }

  private Filter.Seen done(int exit, String... words) {
    Filter.Seen seen = filter.run(words);
    assertEquals(exit, seen.exit(), seen::toString);
    return seen;
  }

  private void assertPrints(List<String> lines, String... words) {
    Filter.Seen seen = done(0, words);
    assertEquals(lines, seen.lines());
    assertEquals("", seen.err());
  }

  @Test
  void theFewestPrefixesArePrinted() {
    assertPrints(List.of("10.0.0.0/24", "192.0.2.0/24", "2001:db8::/127"), list);
  }

  @Test
  void listsAreJoinedAndStandardInputIsOne() {
    String other = filter.list("other.txt", "192.0.3.0/24\n");
    List<String> joined = List.of("10.0.0.0/24", "192.0.2.0/23", "2001:db8::/127");
    assertPrints(joined, list, other);
    filter.input("192.0.3.0/24\n");
    assertPrints(joined, list, "-");
    assertPrints(List.of("192.0.3.0/24"));
    assertPrints(List.of("192.0.3.0/24"), "-");
    assertPrints(List.of("10.0.0.0/24", "192.0.2.0/24", "2001:db8::/127"), list, "--except", "-");
    Filter.Seen twice = done(64, "-", "--except", "-");
    assertTrue(twice.err().contains("only once"), twice::toString);
  }

  @Test
  void rangesAndAddressesToo() {
    assertPrints(
        List.of("10.0.0.0-10.0.0.255", "192.0.2.0-192.0.2.255", "2001:db8::-2001:db8::1"),
        list,
        "--print",
        "ranges");
    assertPrints(
        List.of("2001:db8::", "2001:db8::1"), list, "--family", "ip6", "--print", "addresses");
    assertEquals(512, done(0, list, "--family", "ip", "--print", "addresses").lines().size());
    Filter.Seen all = done(64, list, "--complement", "--print", "addresses");
    assertTrue(all.err().contains("4,294,967,296 at most"), all::toString);
    assertEquals("", all.out());
  }

  @Test
  void listsAreSubtractedIntersectedAndComplemented() {
    String never = filter.list("never.txt", "10.0.0.0/25\n2001:db8::1\n");
    String more = filter.list("more.txt", "192.0.2.0/26\n");
    assertPrints(
        List.of("10.0.0.128/25", "192.0.2.64/26", "192.0.2.128/25", "2001:db8::"),
        list,
        "--except",
        never,
        "--except",
        more);
    assertPrints(List.of("10.0.0.0/25", "2001:db8::1"), list, "--intersect", never);
    assertPrints(List.of(), list, "--intersect", never, "--intersect", more);
    assertPrints(
        List.of("10.0.0.128/25"),
        list,
        "--intersect",
        filter.list("wide", "10.0.0.0/8"),
        "--except",
        never);
    String half = filter.list("half.txt", "128.0.0.0/1\n8000::/1\n");
    assertPrints(List.of("0.0.0.0/1", "::/1"), half, "--complement");
    assertPrints(List.of("0.0.0.0/0"), filter.list("six", "::/0\n"), "--complement");
  }

  @Test
  void differencesArePrintedAndTold() {
    String other = filter.list("other.txt", "10.0.0.0/24\n192.0.2.0/25\n2001:db8::/126\n");
    Filter.Seen seen = done(2, "--diff", list, other);
    assertEquals(List.of("192.0.2.128/25", "2001:db8::2/127"), seen.lines());
    assertEquals(seen.lines(), done(2, "--diff", other, list).lines());
    assertEquals(
        List.of("192.0.2.128/25"), done(2, "--diff", list, other, "--family", "ip").lines());
    JsonTree json = done(2, "--diff", list, other, "--format", "json").json();
    assertEquals(List.of("2001:db8::2/127"), strings(json, "added"));
    assertEquals(List.of("192.0.2.128/25"), strings(json, "removed"));
    String same = filter.list("same.txt", "192.0.2.0/24\n10.0.0.0/24\n2001:db8::/127\n");
    assertPrints(List.of(), "--diff", list, same);
    assertTrue(done(64, "--diff", list).err().contains("two lists"));
    assertTrue(done(64, "--diff", list, other, "--complement").err().contains("--complement"));
  }

  private static List<String> strings(JsonTree tree, String name) {
    try {
      return tree.strings(name);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void whatIsThereIsCounted() {
    assertPrints(
        List.of("ip: 2 prefixes, 2 ranges, 512 addresses", "ip6: 1 prefix, 1 range, 2 addresses"),
        list,
        "--count");
    assertPrints(
        List.of("ip6: 1 prefix, 1 range, 340282366920938463463374607431768211456 addresses"),
        filter.list("all6", "::/0\n"),
        "--count",
        "--family",
        "ip6");
    assertPrints(
        List.of("ip: 1 prefix, 1 range, 1 address", "ip6: 0 prefixes, 0 ranges, 0 addresses"),
        filter.list("one", "255.255.255.255\n"),
        "--count");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n\n", "# nothing\n; here\n", "\uFEFF", "   \r\n"})
  void nothingInIsNothingOut(String text) {
    String nothing = filter.list("nothing.txt", text);
    assertPrints(List.of(), nothing);
    assertPrints(List.of(), nothing, "--print", "addresses");
    assertPrints(
        List.of("ip: 0 prefixes, 0 ranges, 0 addresses", "ip6: 0 prefixes, 0 ranges, 0 addresses"),
        nothing,
        "--count");
    assertEquals(List.of(), strings(done(0, nothing, "--format", "json").json(), "elements"));
  }

  @Test
  void programsGetOneObject() throws IOException {
    JsonTree json = done(0, list, "--print", "ranges", "--format", "json").json();
    assertEquals(
        List.of("10.0.0.0-10.0.0.255", "192.0.2.0-192.0.2.255", "2001:db8::-2001:db8::1"),
        json.strings("elements"));
    assertEquals(2, json.object("ip").number("prefixes"));
    assertEquals("512", json.object("ip").string("addresses"));
    assertEquals(1, json.object("ip6").number("ranges"));
    assertFalse(done(0, list, "--count", "--format", "json").json().has("elements"));
  }

  @Test
  void mistakesAreAllToldAndNothingIsPrinted() {
    String wrong = filter.list("wrong.txt", "192.0.2.1\n 010.0.0.1 x\n192.0.2.2\n10.1\n");
    String alsoWrong = filter.list("also.txt", "mx.example\n");
    Filter.Seen seen = done(65, list, wrong, "--except", alsoWrong);
    assertEquals("", seen.out());
    assertTrue(seen.err().contains(wrong + ":2:2: error P0505"), seen::toString);
    assertTrue(seen.err().contains("fix: write 10.0.0.1"), seen::toString);
    assertTrue(seen.err().contains(wrong + ":4:1: error"), seen::toString);
    assertTrue(seen.err().contains(alsoWrong + ":1:1: error"), seen::toString);
    Filter.Seen json = done(65, wrong, "--format", "json");
    assertEquals(2, diagnostics(json.json()));
    assertFalse(json.json().has("elements"));
    filter.input("x.example\n");
    assertTrue(done(65).err().startsWith("standard input:1:1: error"));
    assertEquals("", done(65, "--diff", list, wrong).out());
  }

  private static int diagnostics(JsonTree tree) {
    try {
      return tree.objects("diagnostics").size();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Labels are not printed, so that one that would be cut is no concern. */
  @Test
  void ofLongLabelsNothingIsSaid() {
    assertPrints(List.of("192.0.2.1"), filter.list("long.txt", "192.0.2.1 " + "x".repeat(400)));
  }

  @Test
  void filesThatAreNoneAreTold() throws IOException {
    Filter.Seen missing = done(66, folder.resolve("missing").toString());
    assertTrue(missing.err().contains("missing"), missing::toString);
    done(66, list, "--except", folder.resolve("missing").toString());
    assertTrue(done(64, list, "").err().contains("empty name"));
    Filter.Seen unreadable = done(69, "/proc/self/mem");
    assertTrue(unreadable.err().contains("/proc/self/mem cannot be read: "), unreadable::toString);
    Files.createDirectory(folder.resolve("lists"));
    assertTrue(done(64, folder.resolve("lists").toString()).err().contains("is a folder"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--print nets",
        "--family inet",
        "--name 9x",
        "--name a-b",
        "--name x;drop",
        "--name ",
        "--table postern",
        "--name abcdefghijklmnopqrstuvwx",
        "--nothing x"
      })
  void wordsWithoutMeaningAreTold(String words) {
    String[] parts = words.split(" ", -1);
    assertEquals("", done(64, list, parts[0], parts[1]).out());
  }

  @Test
  void setsOfNftablesAreReplacedInOneTransaction() {
    assertPrints(
        List.of(
            "add table inet mine",
            "add set inet mine bad_ip { type ipv4_addr; flags interval; }",
            "flush set inet mine bad_ip",
            "add element inet mine bad_ip {",
            "  10.0.0.0-10.0.0.255,",
            "  192.0.2.0-192.0.2.255,",
            "}",
            "add set inet mine bad_ip6 { type ipv6_addr; flags interval; }",
            "flush set inet mine bad_ip6",
            "add element inet mine bad_ip6 {",
            "  2001:db8::-2001:db8::1,",
            "}"),
        list,
        "--print",
        "nft",
        "--name",
        "bad",
        "--table",
        "mine");
    assertPrints(
        List.of(
            "add table inet aggregate",
            "add set inet aggregate aggregate_ip { type ipv4_addr; flags interval; }",
            "flush set inet aggregate aggregate_ip"),
        filter.list("none", ""),
        "--print",
        "nft",
        "--family",
        "ip");
  }

  @Test
  void setsOfIpsetAreSwapped() {
    assertPrints(
        List.of(
            "create bad_ip hash:net family inet maxelem 16777216 -exist",
            "create bad_ip_new hash:net family inet hashsize 1024 maxelem 16777216 -exist",
            "flush bad_ip_new",
            "add bad_ip_new 10.0.0.0/24",
            "add bad_ip_new 192.0.2.0/24",
            "swap bad_ip_new bad_ip",
            "destroy bad_ip_new"),
        list,
        "--print",
        "ipset",
        "--name",
        "bad",
        "--family",
        "ip");
    List<String> all = done(0, filter.list("all", "0.0.0.0/0\n::/0\n"), "--print", "ipset").lines();
    assertTrue(all.contains("add aggregate_ip_new 128.0.0.0/1"), all::toString);
    assertTrue(all.contains("add aggregate_ip6_new 8000::/1"), all::toString);
  }

  /** The union of one list is the same whatever path its size takes it. */
  @Test
  void largeListsInAnyOrderAreMerged() {
    String large =
        IntStream.range(0, 1 << 16)
            .map(index -> index * 40_503 & 0xFFFF)
            .mapToObj(
                i -> "10.9." + (i >> 8) + "." + (i & 255) + "\n2001:db8::" + Integer.toHexString(i))
            .collect(Collectors.joining("\n"));
    assertPrints(List.of("10.9.0.0/16", "2001:db8::/112"), filter.list("large.txt", large));
  }
}
