package org.postern.target.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.address.AddressSet;
import org.postern.host.CommandRunner;
import org.postern.plan.AccessRule;
import org.postern.plan.Observation;
import org.postern.plan.Peers;
import org.postern.plan.Recipients;
import org.postern.plan.Ruleset;
import org.postern.plan.Scope;
import org.postern.plan.SeenPeer;
import org.postern.policy.Refusal;
import org.postern.target.TargetException;

/** Whom rules refused or observed, as the log of a mail server tells it. */
class MailLogTest {
  private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");
  private static final String DEFAULT = "deliver to the MX of this domain";

  @TempDir private Path folder;
  private Path file;
  private final Deque<CommandRunner.Result> journal = new ArrayDeque<>();
  private final List<List<String>> asked = new ArrayList<>();
  private MailLog log;

  @BeforeEach
  void begin() {
    file = folder.resolve("mail.log");
    log = log(MailLog.Writer.postfix("postfix"), file);
  }

  private MailLog log(MailLog.Writer writer, Path... candidates) {
    return new MailLog(List.of(candidates), Optional.of(this::run), writer, () -> NOW);
  }

  private CommandRunner.Result run(List<String> command, String input, Duration deadline) {
    asked.add(command);
    return journal.removeFirst();
  }

  private static AccessRule rule(String name, Refusal otherwise, String reply, String... domains) {
    Recipients recipients =
        domains.length == 0
            ? new Recipients.All()
            : new Recipients.Domains(new TreeSet<>(List.of(domains)), false, new TreeSet<>());
    return new AccessRule(
        name,
        new Scope.Mail(recipients, Optional.empty(), true, reply),
        new Peers.Only(AddressSet.none()),
        Optional.of(otherwise),
        Optional.empty(),
        Optional.empty());
  }

  private static Ruleset one() {
    return new Ruleset(List.of(rule("mta", Refusal.DEFER, "")));
  }

  private void write(String... lines) throws IOException {
    Files.writeString(
        file,
        String.join("\n", lines) + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
    Files.setLastModifiedTime(file, FileTime.from(NOW));
  }

  private static String rejected(String time, String peer, String reply, String domain) {
    return smtpd(
        time,
        "NOQUEUE: reject: RCPT from unknown[%1$s]: 450 4.7.1 <unknown[%1$s]>: Client host rejected: %2$s; from=<a@b.example> to=<u@%3$s> proto=ESMTP helo=<x>"
            .formatted(peer, reply, domain));
  }

  private static String smtpd(String time, String message) {
    return "2026-11-29T%sZ mx postfix/smtpd[9]: %s".formatted(time, message);
  }

  private static String observed(String time, String peer, String rule, String domain) {
    return smtpd(
        time,
        "NOQUEUE: warn: RCPT from unknown[%s]: postern %s observed; from=<a> to=<u@%s> proto=SMTP helo=<x>"
            .formatted(peer, rule, domain));
  }

  private static String text(List<SeenPeer> seen) {
    return seen.stream()
        .sorted(Comparator.comparing(SeenPeer::rule).thenComparing(SeenPeer::peer))
        .map(
            one ->
                "%s %s %s %ds %dx"
                    .formatted(
                        one.rule(),
                        one.peer(),
                        one.domain().orElse("-"),
                        one.ago().toSeconds(),
                        one.packets()))
        .collect(Collectors.joining(", "));
  }

  @Test
  void countsPeersByDomainAndRemembersThemFromLookToLook() throws IOException {
    write(
        rejected("11:59:00", "192.0.2.9", DEFAULT, "example.com"),
        rejected("11:59:30", "192.0.2.9", DEFAULT, "example.com"));
    assertEquals("mta 192.0.2.9 example.com 30s 2x", text(log.read(one())));
    write(
        observed("11:59:50", "192.0.2.9", "mta", "example.net"),
        rejected("11:59:55", "2001:db8::1", DEFAULT, "example.com"));
    assertEquals(
        "mta 192.0.2.9 example.com 30s 2x, mta 192.0.2.9 example.net 10s 1x, mta 2001:db8::1"
            + " example.com 5s 1x",
        text(log.read(one())));
    assertEquals(Map.of("mta", new Observation.Counters(0, 4)), log.counters(one()));
  }

  @Test
  void tellsRulesApartByReplyDomainAndCode() throws IOException {
    Ruleset held =
        new Ruleset(
            List.of(
                rule("one", Refusal.DEFER, "", "example.com"),
                rule("two", Refusal.REJECT, "", "example.net"),
                rule("three", Refusal.DEFER, "use mx.example", "example.org")));
    write(
        rejected("11:59:00", "192.0.2.1", DEFAULT, "example.com"),
        rejected("11:59:00", "192.0.2.2", DEFAULT, "example.net"),
        rejected("11:59:00", "192.0.2.3", "use mx.example", "gone.example"),
        rejected("11:59:00", "192.0.2.4", DEFAULT, "gone.example").replace("450 4.7.1", "554"),
        rejected("11:59:00", "192.0.2.5", "of an administrator", "example.com"),
        observed("11:59:00", "192.0.2.6", "three", "example.com"),
        observed("11:59:00", "192.0.2.7", "other", "example.com"));
    assertEquals(
        "one 192.0.2.1 example.com 60s 1x, three 192.0.2.3 gone.example 60s 1x,"
            + " three 192.0.2.6 example.com 60s 1x, two 192.0.2.2 example.net 60s 1x,"
            + " two 192.0.2.4 gone.example 60s 1x",
        text(log.read(held)));
    assertEquals("", text(log.read(one())));
  }

  @Test
  void readsEximByItsMarker() throws IOException {
    log = log(MailLog.Writer.exim(), file);
    Files.writeString(
        file,
        "2026-11-29 11:59:00 +0000 H=(x) [192.0.2.1] F=<a@b> temporarily rejected RCPT"
            + " <u@example.com>: postern: mta refused\n"
            + "2026-11-29 11:59:00 +0000 H=(x) [192.0.2.2] Warning: postern: mta observed\n"
            + rejected("11:59:00", "192.0.2.3", DEFAULT, "example.com")
            + "\n");
    Files.setLastModifiedTime(file, FileTime.from(NOW));
    assertEquals("mta 192.0.2.1 example.com 60s 1x, mta 192.0.2.2 - 60s 1x", text(log.read(one())));
  }

  @Test
  void twoTargetsOnOneLogHearTheirOwn() throws IOException {
    write(
        rejected("11:59:00", "192.0.2.1", DEFAULT, "example.com"),
        rejected("11:59:00", "192.0.2.2", DEFAULT, "example.com")
            .replace("postfix/", "postfix-mx2/"),
        rejected("11:59:00", "192.0.2.3", DEFAULT, "example.com").replace("postfix/", "mail/"));
    MailLog other = log(MailLog.Writer.postfix("postfix-mx2"), file);
    assertEquals(
        "mta 192.0.2.1 example.com 60s 1x, mta 192.0.2.3 example.com 60s 1x",
        text(log.read(one())));
    assertEquals("mta 192.0.2.2 example.com 60s 1x", text(other.read(one())));
    assertEquals(3, log(MailLog.Writer.postfix(""), file).read(one()).size());
  }

  @Test
  void readsOnAcrossARotationAndALongLine() throws IOException {
    write(rejected("11:59:00", "192.0.2.1", DEFAULT, "example.com"));
    assertEquals(1, log.read(one()).size());
    write(rejected("11:59:00", "192.0.2.2", DEFAULT, "example.com"));
    Files.move(file, folder.resolve("mail.log.1"));
    write(
        smtpd("11:59:10", "NOQUEUE: reject: " + "x".repeat(10_000_000)),
        rejected("11:59:20", "192.0.2.3", DEFAULT, "example.com"));
    assertEquals(3, log.read(one()).size());
  }

  @Test
  void noLineIsOfATimeToCome() throws IOException {
    write(
        rejected("11:59:00", "192.0.2.1", DEFAULT, "example.com").replace("2026", "2031"),
        rejected("11:58:00", "192.0.2.2", DEFAULT, "example.com").replace("2026-", "0000-"));
    Files.setLastModifiedTime(file, FileTime.from(NOW.minusSeconds(10)));
    List<SeenPeer> seen = log.read(one());
    assertEquals(Duration.ofSeconds(10), seen.getFirst().ago());
    assertTrue(seen.stream().noneMatch(one -> one.ago().isNegative()), seen.toString());
  }

  @Test
  void forgetsTheOldestPeersAndTellsAFewDomainsOfOneApart() throws IOException {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < Strangers.MOST_PEERS + 10; i++) {
      lines.add(
          rejected("11:59:00", "10.%d.%d.1".formatted(i / 250, i % 250), DEFAULT, "a.example"));
    }
    for (int i = 0; i < 100; i++) {
      lines.add(rejected("11:59:00", "192.0.2.1", DEFAULT, "d" + i + ".example"));
    }
    write(lines.toArray(String[]::new));
    List<SeenPeer> seen = log.read(one());
    List<SeenPeer> many =
        seen.stream().filter(one -> one.peer().toString().equals("192.0.2.1")).toList();
    assertEquals(Strangers.MOST_PEERS - 1, seen.size() - many.size());
    assertTrue(seen.stream().noneMatch(one -> one.peer().toString().equals("10.0.0.1")));
    assertEquals(Strangers.MOST_DOMAINS + 1, many.size());
    assertEquals(100, many.stream().mapToLong(SeenPeer::packets).sum());
    assertEquals(Strangers.MOST_PEERS + 110, refused(log.counters(one())));
  }

  @Test
  void takesTheFileThatWasWrittenLast() throws IOException {
    Path stale = folder.resolve("maillog");
    Files.writeString(stale, rejected("11:59:00", "192.0.2.66", DEFAULT, "example.com") + "\n");
    Files.setLastModifiedTime(stale, FileTime.from(NOW.minus(Duration.ofDays(99))));
    write(rejected("11:59:00", "192.0.2.1", DEFAULT, "example.com"));
    assertEquals(
        "mta 192.0.2.1 example.com 60s 1x",
        text(log(MailLog.Writer.postfix("postfix"), stale, file).read(one())));
  }

  private static CommandRunner.Result printed(String output) {
    return new CommandRunner.Result(0, output, "");
  }

  private static String entry(String peer, String cursor) {
    return "{\"__CURSOR\":\"%s\",\"__REALTIME_TIMESTAMP\":\"1795953540000000\",\"SYSLOG_IDENTIFIER\":\"postfix/smtpd\",\"MESSAGE\":\"NOQUEUE: warn: RCPT from unknown[%s]: postern mta observed; from=<a> to=<u@example.com> proto=SMTP\"}\n"
        .formatted(cursor, peer);
  }

  @Test
  void readsTheJournalWhereThereIsNoFile() throws IOException {
    journal.add(printed(entry("192.0.2.1", "s=1") + entry("192.0.2.2", "s=2") + "{\"cut"));
    assertEquals(
        "mta 192.0.2.1 example.com 60s 1x, mta 192.0.2.2 example.com 60s 1x",
        text(log.read(one())));
    journal.add(printed(entry("192.0.2.1", "s=3")));
    assertEquals(2, log.read(one()).size());
    assertEquals(Map.of("mta", 3L), count());
    assertTrue(asked.getFirst().stream().noneMatch(word -> word.contains("cursor")));
    assertTrue(asked.get(1).contains("--after-cursor=s=2"), asked.toString());
    assertTrue(asked.get(2).contains("--after-cursor=s=3"), asked.toString());
  }

  private Map<String, Long> count() throws TargetException {
    journal.add(printed(""));
    return log.counters(one()).entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, one -> one.getValue().refused()));
  }

  @Test
  void passesOverWhatIsTooFarBehindInTheJournal() throws IOException {
    String full = entry("192.0.2.1", "s=1").repeat(MailJournal.MOST);
    for (int i = 0; i < 4; i++) {
      journal.add(printed(full));
    }
    journal.add(printed(entry("192.0.2.2", "s=9")));
    assertEquals(2, log.read(one()).size());
    assertTrue(asked.getLast().stream().noneMatch(word -> word.contains("cursor")));
  }

  @Test
  void saysThatARightIsMissing() throws IOException {
    for (String error :
        List.of(
            "No journal files were opened due to insufficient permissions.\n",
            "Hint: You are currently not seeing messages from other users and the system.\n",
            "Failed to open /var/log/journal: Permission denied\n")) {
      journal.add(new CommandRunner.Result(error.startsWith("Hint") ? 0 : 1, "", error));
      TargetException e = assertThrows(TargetException.class, () -> log.read(one()));
      assertEquals(TargetException.Kind.PERMISSION, e.kind());
      assertTrue(e.sentence().contains("SupplementaryGroups=adm systemd-journal"), e.sentence());
    }
  }

  @Test
  void saysThatThereIsNoLog() {
    journal.add(new CommandRunner.Result(0, "", "No journal files were found.\n"));
    TargetException e = assertThrows(TargetException.class, () -> log.read(one()));
    assertEquals(TargetException.Kind.UNAVAILABLE, e.kind());
    assertTrue(e.sentence().contains(file.toString()), e.sentence());
    assertTrue(e.sentence().contains("option log"), e.sentence());
  }

  /** Another log does not stand in for the one that a policy names. */
  @Test
  void saysThatANamedLogIsMissing() {
    log = MailLog.of(Optional.of(file), List.of(), this::run, MailLog.Writer.postfix("postfix"));
    TargetException e = assertThrows(TargetException.class, () -> log.read(one()));
    assertEquals(TargetException.Kind.UNAVAILABLE, e.kind());
    assertTrue(e.sentence().contains("there is no " + file), e.sentence());
    assertEquals(List.of(), asked);
  }

  @Test
  void saysThatAFolderIsNoLog() throws IOException {
    Files.createDirectory(file);
    TargetException e = assertThrows(TargetException.class, () -> log.read(one()));
    assertEquals(TargetException.Kind.UNAVAILABLE, e.kind());
  }

  private static long refused(Map<String, Observation.Counters> counters) {
    return Objects.requireNonNull(counters.get("mta")).refused();
  }
}
