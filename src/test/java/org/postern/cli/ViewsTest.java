package org.postern.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.host.JsonTree;
import org.postern.pipeline.Lab;

/** What is shown of a policy, and of what is in force. */
class ViewsTest {
  private static final String POLICY =
      """
      sets:
        own:
          sources:
            - 10.0.0.5
            - {net: 198.18.0.7, label: "monitoring, CHG-812", until: 2027-06-30}
          never: [10.0.0.9]
        filter:
          sources: [{dns: mx1.example}, {dns: mx2.example, family: ip}, {file: list.txt}]
          widen: {prefix: 24}
          guard: {shrink: 90%, special: allow}
        all: {sources: [{set: own}, {set: filter}]}
      rules:
        - {name: smtp, port: tcp/25, accept: [all], otherwise: drop, log: {rate: 5/m}}
        - {name: gate, hook: forward, in: [eth0], to: [198.18.1.10], port: tcp/25,
           accept: [own], otherwise: reject, review: 2027-12-06}
        - {name: dns, hook: output, port: tcp/53, accept: any}
      """;

  private final Path folder;

  private final Lab lab;
  private final Terminal terminal;

  ViewsTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    this.lab = new Lab(folder).policy(POLICY);
    this.terminal = new Terminal(lab);
    Files.writeString(folder.resolve("list.txt"), "192.88.99.1 first\n");
    lab.answers("mx1.example", "185.1.2.5", "2a00:1:1::5").answers("mx2.example", "185.1.2.77");
    terminal.type(0, "apply", lab.file().toString());
  }

  private static void assertLines(Terminal.Seen seen, String... lines) {
    for (String line : lines) {
      assertTrue(seen.out().lines().anyMatch(line::equals), () -> line + "\n" + seen);
    }
  }

  /** One answer is gone, one address has moved. */
  private void later() {
    lab.later(Duration.ofHours(1)).silence().answers("mx1.example", "185.1.2.6", "2a00:1:1::5");
  }

  @Test
  void setsAreShownWithWhatTheyAmountTo() {
    later();
    Terminal.Seen sets = terminal.type(0, "sets", lab.file().toString());
    assertLines(
        sets,
        "SET     IPv4 PREFIXES  IPv6 PREFIXES",
        "own                 2              0",
        "  from 2 literals",
        "  in rule gate, set all",
        "  never 10.0.0.9",
        "filter              2              1",
        "  from dns mx1.example, dns mx2.example, file list.txt",
        "  1 entry fading, 1 entry stale",
        "  widened IPv4 to /24: covers 253 addresses that no source named",
        "  shrink 90%, special-purpose addresses allowed",
        "all                 4              1");
  }

  @Test
  void whatIsInForceIsToldWithoutAskingAnybody() {
    later();
    int asked = lab.asked().values().stream().mapToInt(Integer::intValue).sum();
    for (String command : List.of("sets", "rules", "sources")) {
      Terminal.Seen seen = terminal.type(0, command, "--running");
      assertTrue(
          seen.out().startsWith("in force: generation 1 of " + lab.file() + ", accepted 60 min"),
          seen::toString);
      assertEquals("", seen.err());
    }
    terminal.type(1, "why", "185.1.2.5", "25", "--running");
    assertEquals(asked, lab.asked().values().stream().mapToInt(Integer::intValue).sum());
  }

  @Test
  void whatIsInForceStaysWhenTheFileIsEdited() throws IOException {
    lab.policy(POLICY.replace("10.0.0.5", "10.0.0.6").replace("smtp", "mail"));
    assertLines(
        terminal.type(0, "rules", "--running"), "smtp  tcp/25              4              1  drop");
    assertLines(terminal.type(0, "sources", "--running"), "  10.0.0.5 (line 4)");
    assertTrue(
        terminal
            .type(0, "why", "10.0.0.5", "25", "--running")
            .out()
            .contains("accepted at port 25"));
    terminal.type(1, "why", "10.0.0.6", "25", "--running");
  }

  @Test
  void rulesAreShownWithWhatTheyCover() {
    terminal.type(0, "open", "smtp", "--for", "1h", "--reason", "CHG-1");
    assertLines(
        terminal.type(0, "rules", "--running"),
        "RULE  PORT    IPv4 PREFIXES  IPv6 PREFIXES  OTHERWISE",
        "smtp  tcp/25              4              1  drop",
        "  on input",
        "  accepts all",
        "  open for 60 min more: it refuses no peer (uid 0: CHG-1)",
        "  logs 5 a minute",
        "  on forward by eth0 to 198.18.1.10",
        "  to be reviewed on 2027-12-06",
        "dns   tcp/53            any            any  -");
  }

  @Test
  void sourcesAreShownWithTheirLastAnswers() {
    later();
    assertLines(
        terminal.type(0, "sources", lab.file().toString()),
        "set own",
        "  198.18.0.7 \"monitoring, CHG-812\" until 2027-06-30 (line 5)",
        "  dns mx1.example (line 8)",
        "    IPv4 1 entry, 0 s ago, good for 5 min, by test, 1 fading",
        "  dns mx2.example (line 8)",
        "    IPv4 stale: 1 entry, 60 min ago, by test, no answer within 5 s",
        "  file list.txt (line 8)");
  }

  @Test
  void programsGetAllOfIt() throws IOException {
    JsonTree sets = terminal.type(0, "sets", "--running", "--format", "json").json();
    assertEquals(1, sets.object("running").number("number"));
    JsonTree filter = sets.objects("sets").get(1);
    assertEquals("filter", filter.string("set"));
    assertEquals(List.of("all"), filter.strings("sets"));
    JsonTree ip = filter.object("families").object("ip");
    assertEquals(3, ip.number("entries"));
    assertEquals("257", ip.string("addresses"));
    JsonTree rules = terminal.type(0, "rules", "--running", "--format", "json").json();
    assertEquals(List.of("198.18.1.10"), rules.objects("rules").get(1).strings("to"));
    JsonTree sources = terminal.type(0, "sources", "--running", "--format", "json").json();
    JsonTree half = sources.objects("sources").get(2).objects("halves").getFirst();
    assertEquals("test", half.string("server"));
    assertEquals(300, half.number("ttlLeft"));
  }

  @Test
  void nothingInForceIsSaidAndIsNo() throws IOException {
    terminal.type(0, "remove");
    assertTrue(terminal.type(1, "sets", "--running").err().contains("it was removed"));
    Lab fresh = new Lab(Files.createDirectory(folder.resolve("fresh")));
    Terminal.Seen seen = new Terminal(fresh).type("rules", "--running");
    assertEquals(1, seen.exit(), seen::toString);
    assertTrue(seen.err().contains("no policy was applied yet"), seen::toString);
  }

  @Test
  void aPolicyBesideWhatIsInForceIsAMisunderstanding() {
    terminal.type(64, "sets", lab.file().toString(), "--running");
    terminal.type(64, "sources", "--running", "--lock", "x.lock");
    terminal.type(64, "why", "10.0.0.5", "--running", "--policy", "x.yaml");
    terminal.type(64, "simulate", "10.0.0.5", "25", "x.yaml", "--running");
    terminal.type(66, "sets", folder.resolve("none.yaml").toString());
  }
}
