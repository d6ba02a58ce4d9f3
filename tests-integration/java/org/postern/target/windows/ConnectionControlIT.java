package org.postern.target.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.Sizes;

/** The scripts for Exchange 2000 and 2003, run by Wine with each of their codes. */
class ConnectionControlIT {
  private static final String LOOPBACK = "grant 127.0.0.0, 255.0.0.0";

  @TempDir private static Path prefix;
  @TempDir private Path folder;
  private WineScripts wine;

  @BeforeAll
  static void startWine() throws IOException, InterruptedException {
    WineScripts.start(prefix);
  }

  @AfterAll
  static void stopWine() throws IOException, InterruptedException {
    WineScripts.stop(prefix);
  }

  @BeforeEach
  void makeVirtualServer() throws IOException {
    wine = new WineScripts(folder, prefix);
  }

  private static CompiledPolicy compiled(String sources) {
    return CompiledPolicy.of(
        """
        sets: {filter: {sources: [%s]}}
        rules: [{name: mta, hook: smtp, port: tcp/25, accept: [filter], otherwise: reject, spare: []}]
        targets: [{exchange2003: {server: SRV1, dc: DC1}}]
        """
            .formatted(sources),
        Map.of());
  }

  private int run(String sources, String... switches) throws IOException {
    return wine.run(compiled(sources).script(), switches).exit();
  }

  private static String removal() {
    return compiled("192.0.2.1").planned().artifact().companions().getFirst().text();
  }

  private static String single(String address) {
    return "grant " + address + ", 255.255.255.255";
  }

  @Test
  void holdsTheListAndGivesItBack() throws IOException {
    String sources = "192.0.2.1, 198.51.100.0/23, 203.0.113.4-203.0.113.6";
    assertEquals(2, run(sources, "/whatif"));
    assertEquals(List.of("all"), wine.list());
    assertFalse(Files.exists(wine.mark()), "/whatif writes nothing");
    assertEquals(0, run(sources));
    assertEquals(
        List.of(
            "list",
            LOOPBACK,
            single("192.0.2.1"),
            "grant 198.51.100.0, 255.255.254.0",
            "grant 203.0.113.4, 255.255.255.254",
            single("203.0.113.6")),
        wine.list());
    assertEquals(0, run(sources));
    assertEquals(0, run(sources, "/whatif"), "a second run has nothing to do");
    String read = wine.run(compiled(sources).script(), "/readback").output();
    assertTrue(read.contains("held mta 25 reject"), read);
    assertTrue(read.contains("range c6336400-c63365ff"), read);
    assertEquals(0, run("192.0.2.9"));
    assertEquals(List.of("list", LOOPBACK, single("192.0.2.9")), wine.list());
    assertEquals(0, wine.run(removal()).exit());
    assertEquals(List.of("all"), wine.list());
    assertFalse(Files.exists(wine.mark()), "nothing is left");
    assertEquals(0, wine.run(removal()).exit(), "there is nothing to take away");
  }

  @Test
  void whatOthersEnteredStaysUntilItIsTakenOver() throws IOException {
    List<String> theirs =
        List.of(
            "list",
            "grant 10.0.0.0, 255.0.0.0",
            single("192.0.2.1"),
            "domain *.example.com",
            "deny 192.0.2.66, 255.255.255.255",
            "nodomain *.example.org");
    wine.list(theirs.toArray(String[]::new));
    String said = wine.run(compiled("192.0.2.1, 192.0.2.2").script()).output();
    assertTrue(said.contains("10.0.0.0, 255.0.0.0, which others entered, stays"), said);
    assertTrue(said.contains("the domain *.example.com, which others entered, stays"), said);
    assertTrue(said.contains("2 denied computers or domains stay"), said);
    List<String> both = new ArrayList<>(theirs);
    both.addAll(3, List.of(LOOPBACK, single("192.0.2.2")));
    assertEquals(both, wine.list());
    assertEquals(0, run("192.0.2.1, 192.0.2.2", "/whatif"));
    String read = wine.run(compiled("192.0.2.1").script(), "/readback").output();
    assertTrue(read.contains("granted 10.0.0.0,255.0.0.0"), read);
    assertTrue(read.contains("granted *.example.com"), read);
    assertTrue(read.contains("range c0000201-c0000201"), read);
    assertEquals(0, wine.run(removal()).exit());
    assertEquals(theirs, wine.list(), "removal leaves what others entered");

    assertEquals(0, run("192.0.2.2", "/adopt"));
    assertEquals(
        List.of("list", LOOPBACK, single("192.0.2.2")),
        wine.list().stream().filter(line -> !line.contains("de") && !line.contains("do")).toList());
    assertEquals(1, wine.run(removal(), "/adopt").exit());
    assertEquals(0, wine.run(removal()).exit());
    assertEquals("all", wine.list().getFirst(), "an empty list would refuse all");
  }

  @Test
  void endsWithEachOfItsCodes() throws IOException {
    assertEquals(1, run("192.0.2.1", "/nonsense"));
    for (String word : List.of("bind", "read")) {
      wine.failing(word);
      assertEquals(1, run("192.0.2.1"), word);
      assertEquals(1, run("192.0.2.1", "/readback"), word);
    }
    wine.failing("");
    Files.createDirectory(wine.mark());
    assertEquals(1, run("192.0.2.1"), "what is ours cannot be remembered");
    Files.delete(wine.mark());
    wine.failing("write");
    assertEquals(3, run("192.0.2.1"));
    assertEquals(List.of("all"), wine.list());
    assertFalse(Files.exists(wine.mark()));
    for (String word : List.of("late", "half", "blind")) {
      wine.list("all");
      wine.failing(word);
      assertEquals(4, run("192.0.2.1"), word);
    }
    wine.failing("");
    assertEquals(0, run("192.0.2.1"));
  }

  /** The entries that were written are still ours, although the run did not confirm them. */
  @Test
  void aRunThatIsCutOffLeavesNothingBehind() throws IOException {
    assertEquals(0, run("192.0.2.1, 192.0.2.2"));
    wine.failing("late");
    assertEquals(4, run("192.0.2.2, 192.0.2.3"));
    wine.failing("");
    assertEquals(0, run("192.0.2.4"));
    assertEquals(List.of("list", LOOPBACK, single("192.0.2.4")), wine.list());
    wine.list("all");
    assertEquals(0, run("192.0.2.4"));
    assertEquals(List.of("list", LOOPBACK, single("192.0.2.4")), wine.list(), "mended");
    Path half = wine.mark().resolveSibling(wine.mark().getFileName() + ".new");
    Files.move(wine.mark(), half);
    assertEquals(0, run("192.0.2.5"));
    assertEquals(List.of("list", LOOPBACK, single("192.0.2.5")), wine.list());
    assertFalse(Files.exists(half), "one file is left");
    Files.move(wine.mark(), half);
    assertEquals(0, wine.run(removal()).exit());
    assertEquals(List.of("all"), wine.list());
    assertFalse(Files.exists(half) || Files.exists(wine.mark()), "none is left");
  }

  /** The shipped policy, in its variant: "Each IP should be added as a single computer." */
  @Test
  void theListOfTheManualIsFifteenSingleComputers() throws IOException {
    String text =
        Files.readString(Path.of("rulesets/appriver-exchange.yaml"))
            .replace("  - exchange: {", "  - exchange2003: {");
    assertEquals(0, wine.run(CompiledPolicy.of(text, Map.of()).script()).exit());
    List<String> singles =
        wine.list().stream().filter(line -> line.endsWith(", 255.255.255.255")).toList();
    assertEquals(15, singles.size());
    assertEquals(17, wine.list().size(), "beside them the word and the loopback");
  }

  /** What others wrote in another way is compared as it is meant, and stays as it was written. */
  @Test
  void entriesOfOthersInOtherFormsStay() throws IOException {
    List<String> theirs =
        List.of(
            "list",
            "grant 10.0.0.1",
            "grant 192.0.2.1,255.255.255.255",
            "grant 10.1.0.0 , 255.255.0.0");
    wine.list(theirs.toArray(String[]::new));
    assertEquals(0, run("192.0.2.1, 10.0.0.1"));
    List<String> both = new ArrayList<>(theirs);
    both.add(LOOPBACK);
    assertEquals(both, wine.list());
    Files.writeString(wine.mark(), Files.readString(wine.mark()) + "nonsense\r\n+ \r\n");
    assertEquals(0, run("192.0.2.1, 10.0.0.1"));
    assertEquals(0, wine.run(removal()).exit());
    assertEquals(theirs, wine.list());
  }

  /** Random lists of ours after random entries of others. */
  @Test
  void worldsOfOthersAreAsTheyWere() throws IOException {
    Random random = new Random(5);
    for (int world = 0; world < Sizes.pick(2, 60); world++) {
      Set<String> theirs = some(random);
      boolean all = random.nextBoolean();
      List<String> before = new ArrayList<>(List.of(all ? "all" : "list"));
      theirs.forEach(address -> before.add(single(address)));
      wine.list(before.toArray(String[]::new));
      Set<String> wanted = Set.of();
      for (int step = 0; step < 3; step++) {
        wanted = some(random);
        assertEquals(0, run(String.join(", ", wanted)));
        Set<String> expected = new TreeSet<>(Set.of("list", LOOPBACK));
        wanted.forEach(address -> expected.add(single(address)));
        theirs.forEach(address -> expected.add(single(address)));
        assertEquals(expected, new TreeSet<>(wine.list()), "world " + world);
      }
      assertEquals(0, wine.run(removal()).exit());
      assertEquals(theirs.isEmpty() ? List.of("all") : before, wine.list(), "world " + world);
    }
  }

  /** Addresses no two of which make a prefix. */
  private static Set<String> some(Random random) {
    Set<String> some = new LinkedHashSet<>();
    for (int i = random.nextInt(1, 5); i > 0; i--) {
      some.add("192.0.2." + (1 + 2 * random.nextInt(8)));
    }
    return some;
  }
}
