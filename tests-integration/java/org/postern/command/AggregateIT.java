package org.postern.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.Sizes;

/**
 * The filter as it is shipped, beside the real iprange, and what nft and ipset make of its text.
 */
class AggregateIT {
  private static final String IMAGE = System.getProperty("postern.image");

  /** Its files alone, as {@code src/build/install-test-tools} fetches them. */
  private static final Path IPRANGE = Path.of("target/iprange/usr/bin/iprange").toAbsolutePath();

  private static Path others = Path.of("");

  @TempDir private Path folder;

  /** What came of a line of shell. */
  private record Seen(int exit, String out, String err) {}

  private Seen run(String line) throws IOException, InterruptedException {
    return run(folder, line);
  }

  private static Seen run(Path folder, String line) throws IOException, InterruptedException {
    Path out = folder.resolve("out.txt");
    Path err = folder.resolve("err.txt");
    Process process =
        new ProcessBuilder("unshare", "-n", "sh", "-c", "alias postern='" + IMAGE + "'\n" + line)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    process.getOutputStream().close();
    int exit = process.waitFor();
    return new Seen(exit, Files.readString(out), Files.readString(err));
  }

  private String done(String line) throws IOException, InterruptedException {
    Seen seen = run(line);
    assertEquals(0, seen.exit(), () -> line + ": " + seen.err());
    return seen.out();
  }

  private void list(String name, List<String> lines) throws IOException {
    Files.write(folder.resolve(name), lines);
  }

  /** Lists of which iprange 1.0.4 takes no two lines that follow each other for one range. */
  private static List<String> random(Random random, int lines, int width) {
    List<String> list = new ArrayList<>();
    long base = random.nextLong(1L << 32);
    for (int line = 0; line < lines; line++) {
      long first = (base + random.nextLong(1L << width) & 0x7FFF_FFFFL) + (1L << 24);
      list.add(
          switch (random.nextInt(8)) {
            case 0 -> prefix(first, 16 + random.nextInt(17));
            case 1 -> prefix(first, 24);
            case 2 -> text(first) + "-" + text(first + random.nextInt(2_000));
            default -> text(first);
          });
    }
    return list;
  }

  private static String prefix(long address, int length) {
    return text(address & -1L << (32 - length)) + "/" + length;
  }

  private static String text(long address) {
    return "%d.%d.%d.%d"
        .formatted(address >> 24, address >> 16 & 255, address >> 8 & 255, address & 255);
  }

  static Stream<List<String>> structured() {
    List<String> hosts = IntStream.range(0, 256).mapToObj(i -> "192.0.2." + i).toList();
    List<String> shuffled = new ArrayList<>(hosts);
    Collections.shuffle(shuffled, new Random(1));
    List<String> even = hosts.stream().filter(one -> one.matches(".*[02468]")).toList();
    List<List<String>> all =
        List.of(
            hosts,
            shuffled,
            hosts.reversed(),
            even,
            List.of("0.0.0.0/0"),
            List.of("0.0.0.0"),
            List.of("255.255.255.255"),
            List.of("128.0.0.0/1"),
            List.of("0.0.0.0/1", "128.0.0.0/1"),
            List.of("255.255.255.254/31", "255.255.255.252/31"),
            List.of("10.0.0.0/8", "10.1.0.0/16", "10.1.2.3", "11.0.0.0/8"),
            List.of("10.0.0.0/255.255.0.0", "10.1.0.0/16"),
            List.of("10.0.0.1-10.0.0.254", "10.0.0.255", "10.0.0.0"),
            IntStream.range(0, 70_000).mapToObj(i -> text(0x0A00_0000L + 2L * i)).toList(),
            IntStream.range(0, 70_000)
                .mapToObj(i -> text(0x0A00_0000L + (i * 40_503L & 0xFFFF)))
                .toList());
    // By day each third.
    int step = Sizes.pick(3, 1);
    return IntStream.range(0, all.size()).filter(i -> i % step == 0).mapToObj(all::get);
  }

  @ParameterizedTest
  @MethodSource("structured")
  void structuredListsArePrintedAsIprangePrintsThem(List<String> lines) throws Exception {
    list("a", lines);
    assertAlike("a", "a");
    // By day those at random have their ranges compared.
    if (Sizes.pick(false, true)) {
      assertAlike("a -j", "a --print ranges");
    }
  }

  static LongStream seeds() {
    return Sizes.seeds(2, 60);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void randomListsArePrintedAsIprangePrintsThem(long seed) throws Exception {
    Random random = new Random(seed);
    int lines = 1 << random.nextInt(17);
    int width = 10 + random.nextInt(21);
    list("a", random(random, lines, width));
    list("b", random(random, lines, width));
    assertAlike("a b", "a b");
    assertAlike("a -j", "a --print ranges");
    assertAlike("a --except b", "a --except b");
    assertAlike("a --common b", "a --intersect b");
    Seen ours = run("postern aggregate --diff a b");
    assertEquals(run(IPRANGE + " a --diff b").out(), ours.out());
    assertEquals(ours.out().isEmpty() ? 0 : 2, ours.exit());
  }

  private void assertAlike(String theirs, String ours) throws Exception {
    String expected = done(IPRANGE + " " + theirs);
    String file = "postern aggregate " + ours;
    String pipe = "cat a | postern aggregate " + ours.replaceFirst("^a", "-");
    // By day what has options comes through a pipe and the rest from a file.
    List<String> one = List.of(ours.contains("--") ? pipe : file);
    for (String way : Sizes.pick(one, List.of(file, pipe))) {
      assertEquals(expected, done(way), way);
    }
  }

  /** What it does with lines that it must not be followed in. */
  @Test
  void iprangeTakesTheEndsOfTheSpaceForOneRange() throws Exception {
    list("a", List.of("240.0.0.0/4", "0.0.0.0/8"));
    assertTrue(done(IPRANGE + " a").contains("128.0.0.0/2"));
    assertEquals("0.0.0.0/8\n240.0.0.0/4\n", done("postern aggregate a"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "192.0.2.0/24 2001:db8::/32 192.0.2.9 10.0.0.1-10.0.0.9",
        "0.0.0.0/0 ::/0",
        "255.255.255.255 0.0.0.0 :: ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
        "240.0.0.0/4 8000::/1 0.0.0.0/8 ::/3",
        "::ffff:192.0.2.1-::ffff:192.0.2.9 2001:db8::1-2001:db8::1:0",
        ""
      })
  void nftAndIpsetLoadTheirTextAgainAndAgain(String lines) throws Exception {
    list("a", Arrays.asList(lines.split(" ", -1)));
    done("postern aggregate a --print nft --name s > a.nft");
    done("postern aggregate a --print ipset --name s > a.ipset");
    for (String other : List.of("b.nft", "b.ipset")) {
      Files.copy(others.resolve(other), folder.resolve(other));
    }
    String nft = "nft -f a.nft && nft -j list table inet aggregate";
    assertEquals(sets(done(nft)), sets(done("nft -f b.nft && nft -f a.nft && " + nft)));
    String ipset = "ipset restore < a.ipset && ipset save -sorted | sed 's/ initval .*//'";
    String loaded = done(ipset);
    assertEquals(loaded, done("ipset restore < b.ipset && ipset restore < a.ipset && " + ipset));
    assertTrue(!loaded.contains("_new"), loaded);
  }

  /** Other lists, for all that are loaded over them. */
  @BeforeAll
  static void others(@TempDir Path shared) throws IOException, InterruptedException {
    others = shared;
    String other = "printf '203.0.113.0/24\\n2001:db8:ffff::/48\\n' | postern aggregate --name s ";
    Seen seen = run(shared, other + "--print nft > b.nft && " + other + "--print ipset > b.ipset");
    assertEquals(0, seen.exit(), seen::toString);
  }

  /** Without the handles, which grow. */
  private static String sets(String json) {
    return json.replaceAll("\"handle\": [0-9]+", "");
  }

  /** The elements that the kernel names are read as a list again. */
  @Test
  void theKernelHoldsWhatTheListHolds() throws Exception {
    List<String> lines = random(new Random(7), 2_000, 16);
    IntStream.range(0, 250)
        .forEach(i -> lines.add("2001:db8::" + Integer.toHexString(i * i) + "/127"));
    lines.replaceAll(line -> line.matches(".*[13579bdf]/127") ? line.replace("/127", "") : line);
    list("a", lines);
    done(
        """
        postern aggregate a --print nft > a.nft && nft -f a.nft
        postern aggregate a --print ipset > a.ipset && ipset restore < a.ipset
        for set in aggregate_ip aggregate_ip6; do
          nft -j list set inet aggregate $set | jq -r '.nftables[1].set.elem[]
            | if type == "string" then . elif .range then .range | join("-")
              else .prefix | "\\(.addr)/\\(.len)" end'
        done > nft.txt
        ipset save | sed -n 's/^add [a-z_0-9]* //p' > ipset.txt
        postern aggregate --diff a nft.txt && postern aggregate --diff a ipset.txt
        """);
  }

  /** A reader that has seen enough ends the writing of four thousand million lines at once. */
  @Test
  void aReaderThatLeavesEndsIt() throws Exception {
    Seen seen =
        run("{ echo 0.0.0.0/0 | postern aggregate --print addresses; echo $? >&2; } | head -n 1");
    assertEquals("0.0.0.0\n", seen.out());
    assertEquals("74\n", seen.err());
  }

  @Test
  void aFullDiskIsTold() throws Exception {
    Seen seen = run("echo 0.0.0.0/0 | postern aggregate --print addresses > /dev/full");
    assertEquals(74, seen.exit());
    assertTrue(seen.err().contains("cannot be written: No space left"), seen::toString);
  }

  @Test
  void whatMayNotBeReadIsTold() throws Exception {
    list("secret", List.of("192.0.2.1"));
    Seen seen =
        run(
            "chmod 755 . && chmod 600 secret && setpriv --reuid=65534 --clear-groups "
                + IMAGE
                + " aggregate secret");
    assertEquals(77, seen.exit(), seen::toString);
    assertEquals("", seen.out());
  }

  /** More than the heap holds goes through it; lines that are there already take no memory. */
  @Test
  void inputsLargerThanTheHeapAreRead() throws Exception {
    list("a", IntStream.range(0, 1 << 12).mapToObj(i -> text(0x0A00_0000L + i)).toList());
    String times = "for i in $(seq 1500); do echo a; done";
    assertEquals(
        "10.0.0.0/20\n",
        done(times + " | xargs cat | POSTERN_JAVA_OPTIONS=-Xmx48m " + IMAGE + " aggregate"));
  }
}
