package org.postern.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedWriter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.host.JsonTree;
import org.postern.pipeline.Lab;
import org.postern.target.TargetException;

/** What becomes of connections, by a policy and by what the target holds. */
class SimulateTest {
  private static final String POLICY =
      """
      sets:
        own: {sources: [10.0.0.5, "2001:db8::/64"]}
        partner: {sources: [192.0.2.0/24], never: [192.0.2.9]}
      rules:
        - {name: smtp, port: tcp/25, accept: [own], otherwise: drop}
        - {name: gate, hook: forward, to: [198.51.100.10], port: tcp/25, accept: [own],
           otherwise: reject}
        - {name: inner, in: [eth1], port: tcp/587, accept: [own], otherwise: drop}
        - {name: outer, in: [eth0], port: tcp/587, accept: [partner], otherwise: observe}
        - {name: dns, hook: output, port: tcp/53, accept: any}
      """;

  private final Path folder;

  private final Lab lab;
  private final Terminal terminal;

  SimulateTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    this.lab = new Lab(folder).policy(POLICY);
    this.terminal = new Terminal(lab);
    terminal.type(0, "apply", lab.file().toString());
  }

  private String policy() {
    return lab.file().toString();
  }

  private static void assertLines(Terminal.Seen seen, String... lines) {
    for (String line : lines) {
      assertTrue(seen.out().lines().anyMatch(line::equals), () -> line + "\n" + seen);
    }
  }

  @Test
  void bothSidesAreHeldBesideEachOther() throws IOException {
    assertLines(
        terminal.type(0, "simulate", "10.0.0.5", "25", policy()),
        "10.0.0.5 tcp/25",
        "  policy: accepted by rule smtp",
        "  live:   accepted by rule smtp",
        "the policy and the live rules agree",
        "not asked: --hook forward (rule gate)");
    lab.policy(POLICY.replace("10.0.0.5", "10.0.0.6"));
    assertLines(
        terminal.type(2, "simulate", "10.0.0.5", "25", policy()),
        "  policy: dropped by rule smtp",
        "  live:   accepted by rule smtp  <- differs",
        "the policy and the live rules differ");
    assertLines(
        terminal.type(0, "simulate", "10.0.0.5", "25", "--running"),
        "  policy: accepted by rule smtp",
        "  live:   accepted by rule smtp");
  }

  @Test
  void aRuleThatJudgesMailIsNotLeftOutSilently() throws IOException {
    lab.policy(POLICY + "  - {name: mta, hook: smtp, accept: [own], otherwise: defer}\n");
    String told = terminal.type(0, "simulate", "10.0.0.5", "25", policy()).err();
    assertTrue(
        told.contains("rule mta is on smtp and judges deliveries: it is not simulated"), told);
  }

  @Test
  void dropAndRejectAreNotTheSame() throws IOException {
    lab.policy(POLICY.replace("[own], otherwise: drop}", "[own], otherwise: reject}"));
    assertLines(
        terminal.type(2, "simulate", "203.0.113.1", "25", policy()),
        "  policy: rejected by rule smtp",
        "  live:   dropped by rule smtp  <- differs");
  }

  @Test
  void hookInterfaceAndServerCount() {
    assertLines(
        terminal.type(0, "simulate", "192.0.2.1", "587", policy()),
        "192.0.2.1 tcp/587 (input by eth0 to 0.0.0.0)",
        "  policy: accepted by rule outer",
        "192.0.2.1 tcp/587 (input by eth1 to 0.0.0.0)",
        "  policy: dropped by rule inner");
    assertLines(
        terminal.type(0, "simulate", "192.0.2.1", "587", policy(), "--in", "eth1"),
        "192.0.2.1 tcp/587",
        "  policy: dropped by rule inner");
    assertLines(
        terminal.type(0, "simulate", "10.0.0.6", "25", policy(), "--hook", "forward"),
        "10.0.0.6 tcp/25",
        "  policy: rejected by rule gate");
    assertLines(
        terminal.type(
            0,
            "simulate",
            "10.0.0.6",
            "25",
            policy(),
            "--hook",
            "forward",
            "--to",
            "198.51.100.11"),
        "  policy: not judged");
    assertLines(
        terminal.type(0, "simulate", "10.0.0.6", "53", policy()), "  policy: accepted by rule dns");
  }

  @Test
  void everyPortOfTheRulesUnlessOneIsNamed() {
    Terminal.Seen seen = terminal.type(0, "simulate", "2001:db8::7", policy());
    assertLines(seen, "2001:db8::7 tcp/25", "2001:db8::7 tcp/53");
    assertTrue(seen.out().contains("2001:db8::7 tcp/587 (input by eth1 to ::)"), seen::toString);
    assertLines(
        terminal.type(0, "simulate", "2001:db8::7", "110", policy()), "  policy: not judged");
  }

  @Test
  void exceptionsAndTheirReasonAreTold() {
    Terminal.Seen seen = terminal.type(0, "simulate", "192.0.2.9", "587", policy(), "--in", "eth0");
    assertLines(seen, "  policy: observed by rule outer");
    String words = seen.out().replaceAll("\\s+", " ");
    assertTrue(words.contains("Set partner holds 192.0.2.0/24 from literal"), seen::toString);
    assertTrue(words.contains("But never of its set takes it out."), seen::toString);
  }

  @Test
  void anOpenRuleLetsInAndSaysUntilWhen() throws IOException {
    terminal.type(0, "open", "smtp", "--for", "1h");
    assertLines(
        terminal.type(0, "simulate", "203.0.113.1", "25", policy()),
        "  policy: let in by rule smtp, open until 2026-03-01T13:00:00Z, then dropped");
    lab.policy(POLICY.replace("[own], otherwise: drop}", "[own], otherwise: observe}"));
    assertLines(
        terminal.type(2, "simulate", "203.0.113.1", "25", policy()),
        "  policy: observed by rule smtp");
  }

  @Test
  void loopbackIsNeverJudged() {
    assertLines(terminal.type(0, "simulate", "127.0.0.1", "25", policy()), "  policy: not judged");
  }

  @Test
  void aListIsReadLineByLineAndWrongLinesAreNamed() throws IOException {
    lab.policy(POLICY.replace("10.0.0.5", "10.0.0.6"));
    Path list =
        Files.writeString(
            folder.resolve("list.txt"),
            """
            # who calls
            10.0.0.5 25   # ours
            10.0.0.6\ttcp/25
            203.0.113.1 25\r
            2001:db8::1 25

            nobody
            10.0.0.7 99999
            10.0.0.8 25 26
            10.0.0.0/8 25
            """);
    Terminal.Seen seen = terminal.type(65, "simulate", "--from", list.toString(), policy());
    assertLines(
        seen,
        "  ADDRESS      PORT  POLICY    LIVE      RULE",
        "! 10.0.0.5       25  dropped   accepted  smtp",
        "! 10.0.0.6       25  accepted  dropped   smtp",
        "  203.0.113.1    25  dropped   dropped   smtp",
        "  2001:db8::1    25  accepted  accepted  smtp",
        "dropped by the policy, accepted live: 1",
        "2 of 4 differ");
    for (int line : List.of(7, 8, 9, 10)) {
      assertTrue(seen.err().contains("list.txt:" + line + ": \""), seen::toString);
    }
  }

  @Test
  void aLargeListIsCountedAndOnlyWhatDiffersIsListed() throws IOException {
    lab.policy(POLICY.replace("10.0.0.5", "10.0.0.0/24"));
    Path list = folder.resolve("large.txt");
    RandomGenerator random = new SplittableRandom(1);
    int differ = 0;
    try (BufferedWriter out = Files.newBufferedWriter(list)) {
      for (int i = 0; i < 50_000; i++) {
        int last = random.nextInt(256);
        boolean near = i % 100 == 0;
        differ += near && last != 5 ? 1 : 0;
        out.write((near ? "10.0.0." : "10.0.1.") + last + " 25\n");
      }
    }
    Terminal.Seen seen = terminal.type(2, "simulate", "--from", list.toString(), policy());
    assertLines(seen, "accepted by the policy, dropped live: " + differ);
    assertEquals(differ, seen.out().lines().filter(line -> line.startsWith("! ")).count());
    assertFalse(seen.out().contains("10.0.1."), seen::toString);
    JsonTree json =
        terminal
            .type(2, "simulate", "--from", list.toString(), policy(), "--format", "json")
            .json();
    assertEquals(50_000, json.number("count"));
    assertEquals(differ, json.number("different"));
    assertEquals(50_000, json.objects("connections").size());
  }

  @Test
  void aListComesFromStandardInput() {
    InputStream before = System.in;
    try {
      System.setIn(new ByteArrayInputStream("10.0.0.5 25\n".getBytes(StandardCharsets.UTF_8)));
      assertLines(
          terminal.type(0, "simulate", "--from", "-", policy()),
          "  10.0.0.5    25  accepted  accepted  smtp");
    } finally {
      System.setIn(before);
    }
  }

  @Test
  void whatCannotBeSeenIsSaidAndIsNoAgreement() {
    lab.target()
        .thenObserve(
            () -> {
              throw new TargetException(TargetException.Kind.PERMISSION, "no right to look");
            });
    Terminal.Seen seen = terminal.type(77, "simulate", "10.0.0.5", "25", policy());
    assertLines(seen, "  policy: accepted by rule smtp", "  live:   unknown");
    assertTrue(seen.err().contains("no right to look"), seen::toString);
    assertTrue(seen.err().contains("group postern"), seen::toString);
    assertFalse(seen.out().contains("agree"), seen::toString);
  }

  @Test
  void programsGetBothSides() throws IOException {
    JsonTree json =
        terminal.type(0, "simulate", "10.0.0.5", "25", policy(), "--format", "json").json();
    JsonTree one = json.objects("connections").getFirst();
    assertEquals("smtp", one.object("meant").string("rule"));
    assertEquals("accepted", one.object("live").string("verdict"));
    assertFalse(one.truth("differs"));
  }

  @Test
  void whatMakesNoSenseIsSaid() {
    terminal.type(64, "simulate");
    terminal.type(64, "simulate", "10.0.0.0/8", "25", policy());
    terminal.type(64, "simulate", "10.0.0.5", "99999");
    terminal.type(64, "simulate", "10.0.0.5", "25", policy(), "--hook", "outside");
    terminal.type(64, "simulate", "10.0.0.5", "53", policy(), "--hook", "output", "--in", "eth0");
    terminal.type(64, "simulate", "--from", folder.toString(), policy());
    terminal.type(66, "simulate", "--from", folder.resolve("none.txt").toString(), policy());
    terminal.type(66, "simulate", "10.0.0.5", "25", folder.resolve("none.yaml").toString());
  }

  private static final List<String> PEERS =
      List.of(
          "10.0.0.4",
          "10.0.0.5",
          "10.0.0.6",
          "192.0.2.1",
          "192.0.2.9",
          "192.0.2.255",
          "192.0.3.0",
          "203.0.113.1",
          "127.0.0.1",
          "::1",
          "2001:db8::",
          "2001:db8::ffff:0:0:1",
          "2001:db8:0:1::",
          "255.255.255.255");

  /** Peers of one class are judged once; that is right only if nothing else of a peer matters. */
  @Test
  void aListIsJudgedLikeEachOfItsLines() throws IOException {
    lab.policy(
        POLICY.replace("10.0.0.5", "10.0.0.6")
            + "  - {name: out, hook: output, to: [192.0.2.0/28, 10.0.0.6], port: tcp/26,"
            + " accept: [own], otherwise: drop}\n");
    StringBuilder list = new StringBuilder();
    StringBuilder singly = new StringBuilder();
    for (String port : List.of("25", "26", "587", "53", "80")) {
      for (String peer : PEERS) {
        list.append(peer).append(' ').append(port).append('\n');
        singly.append(connections(new Terminal(lab), "simulate", peer, port, policy()));
      }
    }
    Path file = Files.writeString(folder.resolve("list.txt"), list);
    assertEquals(
        singly.toString(),
        connections(new Terminal(lab), "simulate", "--from", file.toString(), policy()));
  }

  private static String connections(Terminal terminal, String... words) throws IOException {
    String[] json = Arrays.copyOf(words, words.length + 2);
    json[words.length] = "--format";
    json[words.length + 1] = "json";
    StringBuilder text = new StringBuilder();
    for (JsonTree one : terminal.type(json).json().objects("connections")) {
      text.append(one.members()).append('\n');
    }
    return text.toString();
  }

  /** A remark keeps a line from being read as bytes; what it means stays the same. */
  @Test
  void linesAreReadFromBytesAsFromText() throws IOException {
    List<String> ports =
        List.of(
            "", " ", " 25", "  587  ", "\t25", " tcp/25", " 0", " 025", " 65535", " 65536",
            " 99999", " 100000", " 25 25", " x", "25", "\u00a0", " 25\r", "/32 25", "/24 25", "-x");
    StringBuilder lines = new StringBuilder();
    for (String peer : PEERS) {
      ports.forEach(port -> lines.append(peer).append(port).append('\n'));
    }
    lines.append("\n \n1.2.3\n::ffff:192.0.2.1 25\n ").append(" ".repeat(70_000)).append("25\n");
    Path plain = Files.writeString(folder.resolve("a.txt"), "\ufeff" + lines + "10.0.0.5 25");
    Path remarked =
        Files.writeString(
            folder.resolve("b.txt"),
            "\ufeff" + lines.toString().replace("\n", "#\n") + "10.0.0.5 25#");
    Terminal.Seen scanned = terminal.type(65, "simulate", "--from", plain.toString(), policy());
    Terminal.Seen read = terminal.type(65, "simulate", "--from", remarked.toString(), policy());
    assertEquals(read.out(), scanned.out());
    assertEquals(read.err(), scanned.err().replace("a.txt", "b.txt"));
  }
}
