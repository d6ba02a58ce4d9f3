package org.postern.command.status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.command.Ages;
import org.postern.command.ExitCode;
import org.postern.command.Line;
import org.postern.command.Reply;
import org.postern.daemon.OfflineStatus;
import org.postern.daemon.Status;
import org.postern.daemon.Watched;
import org.postern.daemon.status.StatusDocument;
import org.postern.host.Json;
import org.postern.host.RecordTree;
import org.postern.pipeline.Pipeline;

/** A status is the same from this process and over a socket, for people and for programs. */
class StatusReportTest {
  /** Of figures: label=value[unit];warn;crit;min;max, the last ones at will. */
  private static final Pattern FIGURE = Pattern.compile("[a-z_]+=[0-9]+[cB]?(;[0-9]*){0,4}");

  @TempDir private Path folder;

  private static String text(Reply reply) {
    return reply.lines().stream().map(Line::text).collect(Collectors.joining("\n"));
  }

  /** As it comes over the socket. */
  private static StatusDocument sent(StatusDocument status) throws IOException {
    return read(Json.write(RecordTree.write(status)));
  }

  private static StatusDocument read(String text) throws IOException {
    return RecordTree.read(StatusDocument.class, Json.read(text).members());
  }

  private static String written(StatusDocument status) {
    return Json.write(RecordTree.write(status));
  }

  private static Reply nagios(StatusDocument status) {
    return StatusPlugin.reply(status);
  }

  private static void assertContains(String text, String part) {
    assertTrue(text.contains(part), () -> part + " is not in\n" + text);
  }

  @Test
  void allIsWell() throws IOException {
    Reply reply = StatusReport.of(Watched.well(folder).status());
    String text = text(reply);
    assertEquals(ExitCode.DONE, reply.exit(), text);
    assertContains(text, "enforces generation 1 (");
    assertContains(text, "all well");
    assertContains(text, "\"CHG-812\"; policy " + folder.resolve("policy.yaml") + " accepted");
    assertContains(text, "example: in sync, proof exact");
    assertContains(text, "  rule smtp: 120 accepted, 7 refused");
    assertContains(
        text, "  past the filter: 6 % of 127 connections at port 25 since its rules were made (");
    assertContains(text, "  rule pop: 3 accepted, 2 observed");
    assertContains(text, "source dns filter.example.com of set filter (IPv4): answered, 3 entries");
    assertContains(text, "set filter (IPv6): 1 entry, in force as 1 prefix");
    assertContains(text, "memory: 96.0 MiB of 256.0 MiB, 5.0 MiB of it in the kernel");
    assertFalse(text.contains("literal"), text);
    assertEquals(false, reply.tree().get("degraded"));
    assertEquals(0, reply.tree().get("exit"));
  }

  /** Where the daemon looked on, the time is told in which it was counted. */
  @Test
  void howMuchComesPastTheFilterIsToldWithItsTime() throws IOException {
    Status status = Watched.well(folder).status();
    String past = "\"past\":{";
    String tree = written(StatusDocument.of(status));
    assertContains(tree, past);
    String since = past + "\"since\":\"" + status.at().minus(Duration.ofDays(7)) + "\",";
    String text = text(StatusReport.of(read(tree.replace(past, since))));
    assertContains(text, "  past the filter: 6 % of 127 connections at port 25 in 7 d (");
  }

  @Test
  void whatIsWrongIsSaidWithWhatToDo() throws IOException {
    Reply reply = StatusReport.of(Watched.rich(folder).status());
    String text = text(reply);
    assertEquals(ExitCode.NO, reply.exit(), text);
    assertContains(text, "not all is well: ");
    assertContains(text, "edited, not applied: " + folder.resolve("policy.yaml"));
    assertContains(text, "rule smtp refuses no peer for ");
    assertContains(text, "\"a | b\"");
    assertContains(text, "gives no information, 1 entry 8 d ago, failed ");
    assertContains(text, ": no answer within 5 s");
    assertContains(text, "removals of set filter (IPv4), 2 entries: postern approve ");
    assertContains(text, "1 entry stale, 2 entries held");
    assertContains(text, "error, for ");
    assertEquals(true, reply.tree().get("degraded"));
  }

  @Test
  void overASocketItIsTheSame() throws IOException {
    StatusDocument status = StatusDocument.of(Watched.rich(folder).status());
    assertEquals(text(StatusReport.of(status)), text(StatusReport.of(sent(status))));
    assertEquals(text(nagios(status)), text(nagios(sent(status))));
    assertEquals(
        Json.write(StatusReport.of(status).tree()),
        Json.write(StatusReport.of(sent(status)).tree()));
    assertEquals(status, sent(status));
  }

  /** Of a daemon that is newer, what is not known here is passed over. */
  @Test
  void whatALaterVersionAddsIsPassedOver() throws IOException {
    StatusDocument status = StatusDocument.of(Watched.rich(folder).status());
    String later = written(status).replace("\"inSync\":", "\"later\":[{\"a\":1}],\"inSync\":");
    assertContains(later, "later");
    assertEquals(status, read(later));
  }

  @Test
  void nagiosIsToldInOneLine() throws IOException {
    Reply well = nagios(StatusDocument.of(Watched.well(folder).status()));
    String line = text(well);
    assertTrue(line.startsWith("POSTERN OK - enforces generation 1 | alarms=0;;;0 "), line);
    assertContains(
        line, " prefixes=6;;;0 accepted=173c refused=9c memory=100663296B;;;0;268435456");
    assertEquals(0, well.exit().number());
    assertFigures(line);
  }

  private static void assertFigures(String line) {
    List<String> halves = List.of(line.split(" \\| ", -1));
    assertEquals(2, halves.size(), line);
    for (String figure : halves.get(1).split(" ", -1)) {
      assertTrue(FIGURE.matcher(figure).matches(), figure);
    }
  }

  @Test
  void nagiosIsWarnedOfAlarms() throws IOException {
    Watched watched = Watched.rich(folder);
    Reply reply = nagios(StatusDocument.of(watched.status()));
    String line = text(reply);
    assertTrue(line.startsWith("POSTERN WARNING - "), line);
    assertEquals(1, reply.exit().number());
    assertEquals(1, reply.lines().size());
    assertContains(line, " held_changes=1;;;0 ");
    assertFigures(line);
  }

  @Test
  void nagiosSeesWhatIsNotEnforcedAsCritical() throws IOException {
    Watched watched = Watched.well(folder);
    String tree = written(StatusDocument.of(watched.status()));
    String well = "\"inSync\":true,\"why\":\"\"";
    assertContains(tree, well);
    StatusDocument status = read(tree.replace(well, "\"inSync\":false,\"why\":\"a | b\\nc\""));
    Reply reply = nagios(status);
    assertTrue(text(reply).startsWith("POSTERN CRITICAL - example: a / b\\x0Ac | "), text(reply));
    assertEquals(2, reply.exit().number());
    assertEquals(ExitCode.NO, StatusReport.of(status).exit());
    assertFigures(text(reply));
  }

  @Test
  void nagiosIsToldThatNobodyAnswers() {
    Reply reply = StatusPlugin.unknown("no daemon | at all");
    assertEquals("POSTERN UNKNOWN - no daemon / at all", text(reply));
    assertEquals(3, reply.exit().number());
  }

  @Test
  void aTreeThatIsNoneIsNotBelieved() throws IOException {
    assertThrows(IOException.class, () -> read("{}"));
    String tree = written(StatusDocument.of(Watched.well(folder).status()));
    String wrong = tree.replace("\"inSync\":true", "\"inSync\":7");
    IOException e = assertThrows(IOException.class, () -> read(wrong));
    assertEquals("member \"targets[0].inSync\" is not true or false", e.getMessage());
  }

  /** A held change may be of mail domains, which have no family. */
  @Test
  void heldDomainsAreTold() throws IOException {
    String tree = written(StatusDocument.of(Watched.rich(folder).status()));
    String held = "\"family\":\"ip\",\"half\":\"removals\"";
    assertContains(tree, held);
    StatusDocument status = read(tree.replace(held, held.replace("\"ip\"", "\"domain\"")));
    assertContains(text(StatusReport.of(status)), "of set filter (domains), 2 domains: postern");
  }

  @Test
  void thatNoDaemonRunsIsSaid() throws IOException {
    Pipeline pipeline = Watched.well(folder).lab().pipeline();
    Status offline = OfflineStatus.of(pipeline);
    assertContains(text(StatusReport.of(offline)), "no daemon runs");
    assertContains(text(StatusReport.of(offline)), "enforces generation 1");
    Reply nagios = nagios(StatusDocument.of(offline));
    assertTrue(text(nagios).startsWith("POSTERN WARNING - no daemon runs"), text(nagios));
    assertEquals(1, nagios.exit().number());
  }

  @Test
  void nothingInForceIsSaid() throws IOException {
    Map<String, Object> tree =
        new LinkedHashMap<>(RecordTree.write(StatusDocument.of(Watched.well(folder).status())));
    tree.remove("generation");
    tree.put("targets", List.of());
    StatusDocument status = read(Json.write(tree));
    assertContains(text(StatusReport.of(status)), "enforces nothing until a policy is applied");
    assertTrue(text(nagios(status)).startsWith("POSTERN WARNING - enforces nothing"));
  }

  @Test
  void agesAreCutDown() {
    assertEquals("0 s", Ages.text(Duration.ofSeconds(-5)));
    assertEquals("119 s", Ages.text(Duration.ofSeconds(119)));
    assertEquals("2 min", Ages.text(Duration.ofMinutes(2)));
    assertEquals("119 min", Ages.text(Duration.ofSeconds(7199)));
    assertEquals("47 h", Ages.text(Duration.ofHours(47)));
    assertEquals("2 d", Ages.text(Duration.ofHours(49)));
  }

  /** The page of the daemon names every member. */
  @Test
  void thePageHasEveryMember() throws IOException {
    Set<String> members = new TreeSet<>();
    collect(RecordTree.write(StatusDocument.of(Watched.rich(folder).status())), members);
    String page = Files.readString(Path.of("src/site/markdown/daemon.md"));
    String section = page.substring(page.indexOf("## Status and metrics"));
    Set<String> named =
        Pattern.compile("`([A-Za-z0-9]+)`")
            .matcher(section)
            .results()
            .map(found -> found.group(1))
            .collect(Collectors.toSet());
    members.removeAll(named);
    assertEquals(Set.of(), members);
  }

  private static void collect(Map<?, ?> tree, Set<String> members) {
    tree.forEach(
        (name, value) -> {
          members.add(String.valueOf(name));
          boolean namedByUs = !Set.of("counters", "events", "proofs").contains(name);
          if (namedByUs && value instanceof Map<?, ?> map) {
            collect(map, members);
          } else if (value instanceof List<?> list) {
            list.stream()
                .filter(Map.class::isInstance)
                .forEach(one -> collect((Map<?, ?>) one, members));
          }
        });
  }
}
