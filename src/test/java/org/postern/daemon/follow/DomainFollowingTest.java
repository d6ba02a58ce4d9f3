package org.postern.daemon.follow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.daemon.Reconciler;
import org.postern.daemon.journal.Event;
import org.postern.daemon.journal.EventKind;
import org.postern.daemon.loop.SteadyClock;
import org.postern.diagnostic.Report;
import org.postern.pipeline.Lab;
import org.postern.pipeline.Pipeline;
import org.postern.pipeline.Request;
import org.postern.source.Answer;
import org.postern.source.MailRoute;
import org.postern.target.MailServerKind;

/** The daemon follows lists of mail domains and their MX records by itself. */
class DomainFollowingTest {
  private static final String NAME = MailServerKind.NAME;
  private static final Duration HOUR = Duration.ofHours(1);

  private final Path folder;
  private final Lab lab;
  private final MailServerKind server;
  private Pipeline pipeline;
  private final List<Event> events = new ArrayList<>();
  private long nanos;

  DomainFollowingTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    lab = new Lab(folder);
    server = new MailServerKind(folder.resolve("mail"));
    lab.kind(server);
    list("a.example", "b.example");
    mx("a.example", "filter.example");
    mx("b.example", "filter.example");
    pipeline = lab.pipeline();
  }

  private void list(String... domains) throws IOException {
    Files.writeString(folder.resolve("domains"), String.join("\n", domains) + "\n");
  }

  private void mx(String domain, String host) {
    lab.neighbourhood().mail(domain, host, HOUR, "192.0.2.9");
  }

  private Reconciler started(String otherwise, String options) throws IOException {
    lab.policy(
        """
        sets: {filter: {sources: [192.0.2.1]}}
        domains: {hosted: {sources: [{file: domains}], mx: filter%s}}
        protects: {mx: [filter.example]}
        rules:
          - {name: mta, hook: smtp, for: [hosted], accept: [filter], otherwise: %s}
        targets: [%s]
        """
            .formatted(options, otherwise, NAME));
    pipeline.apply(Request.of(lab.file()));
    Reconciler reconciler =
        new Reconciler(
            pipeline,
            (accepted, questions, then) ->
                then.accept(pipeline.asker().ask(accepted, questions, new Report())),
            events::add,
            new SteadyClock(() -> nanos, lab.now()),
            new SplittableRandom(1));
    reconciler.start();
    pass(reconciler, Duration.ofMinutes(2));
    return reconciler;
  }

  /** Time passes: the daemon steps often at first, and then less and less. */
  private void pass(Reconciler reconciler, Duration time) {
    long end = nanos + time.toNanos();
    long begin = nanos;
    while (nanos < end) {
      Duration passed = Duration.ofNanos(nanos - begin);
      Duration step =
          passed.compareTo(Duration.ofMinutes(5)) < 0
              ? Duration.ofSeconds(10)
              : Duration.ofMinutes(passed.compareTo(HOUR.multipliedBy(3)) < 0 ? 5 : 60);
      nanos += step.toNanos();
      lab.later(step);
      reconciler.step();
    }
  }

  private String judged() {
    String text = server.text(NAME).orElse("");
    int begin = text.indexOf("for=") + "for=".length();
    return text.substring(begin, text.indexOf('/', begin));
  }

  @Test
  void aDomainMoreInTheListIsJudgedAndOneLessIsNot() throws IOException {
    Reconciler daemon = started("defer", "");
    assertEquals("a.example,b.example", judged());
    mx("c.example", "filter.example");
    list("a.example", "b.example", "c.example");
    pass(daemon, Duration.ofMinutes(2));
    assertEquals("a.example,b.example,c.example", judged());
    list("a.example", "c.example");
    pass(daemon, Duration.ofMinutes(2));
    assertEquals("a.example,c.example", judged());
    assertTrue(daemon.isSound());
  }

  /** Lists of domains are watched as lists of addresses are. */
  @Test
  void aListThatIsTouchedIsReadAtOnce() throws IOException {
    Reconciler daemon = started("defer", "");
    Path watched = folder.resolve("domains");
    assertEquals(Set.of(watched), daemon.following().lists());
    mx("c.example", "filter.example");
    list("a.example", "b.example", "c.example");
    daemon.following().changed(Set.of(folder.resolve("other")));
    daemon.step();
    assertEquals("a.example,b.example", judged(), "not its turn yet");
    daemon.following().changed(Set.of(watched));
    for (int seconds = 0; seconds < 8; seconds++) {
      nanos += Duration.ofSeconds(1).toNanos();
      lab.later(Duration.ofSeconds(1));
      daemon.step();
    }
    assertEquals("a.example,b.example,c.example", judged());
  }

  @Test
  void anMxThatLeavesTheFilterIsSeenWithinItsTtlAndOneThatComesBackWaits() throws IOException {
    Reconciler daemon = started("defer", "");
    mx("b.example", "elsewhere.example");
    pass(daemon, Duration.ofMinutes(20));
    assertEquals("a.example", judged());
    mx("b.example", "filter.example");
    pass(daemon, Duration.ofMinutes(20));
    assertEquals("a.example", judged());
    pass(daemon, Duration.ofMinutes(90));
    assertEquals("a.example,b.example", judged());
  }

  @Test
  void aRuleThatRejectsBeginsByItselfAfterAWeek() throws IOException {
    Reconciler daemon = started("reject", "");
    assertEquals("", judged());
    pass(daemon, Duration.ofDays(6));
    assertEquals("", judged());
    pass(daemon, Duration.ofDays(2));
    assertEquals("a.example,b.example", judged());
  }

  @Test
  void nameServersThatAreSilentChangeNothing() throws IOException {
    Reconciler daemon = started("defer", "");
    for (String domain : List.of("a.example", "b.example")) {
      lab.neighbourhood()
          .mail(domain, new MailRoute.NoInformation(Answer.Cause.SERVFAIL, "SERVFAIL"));
    }
    pass(daemon, Duration.ofDays(3));
    assertEquals("a.example,b.example", judged());
  }

  @Test
  void aListThatIsGoneKeepsItsNamesAndAlarmsInTheEnd() throws IOException {
    Reconciler daemon = started("defer", "");
    Files.delete(folder.resolve("domains"));
    pass(daemon, Duration.ofMinutes(2));
    assertEquals("a.example,b.example", judged());
    assertTrue(told(daemon, EventKind.SOURCE_SILENT), () -> daemon.status().alarms().toString());
    pass(daemon, Duration.ofDays(8));
    assertEquals("a.example,b.example", judged());
    assertTrue(told(daemon, EventKind.SOURCE_FAILING), () -> daemon.status().alarms().toString());
    list("a.example", "b.example");
    pass(daemon, Duration.ofMinutes(2));
    assertFalse(told(daemon, EventKind.SOURCE_FAILING), () -> daemon.status().alarms().toString());
  }

  private static boolean told(Reconciler daemon, EventKind kind) {
    return daemon.status().alarms().stream().anyMatch(alarm -> alarm.kind() == kind);
  }

  @Test
  void aDamagedListIsNoInformation() throws IOException {
    Reconciler daemon = started("defer", "");
    Files.write(folder.resolve("domains"), new byte[] {'a', 0, (byte) 0xFF, '\n'});
    pass(daemon, Duration.ofMinutes(2));
    assertEquals("a.example,b.example", judged());
  }

  @Test
  void whatIsHeldGoesThroughOnceApproved() throws IOException {
    Reconciler daemon = started("defer", ", guard: {shrink: 10%}");
    list("a.example");
    pass(daemon, Duration.ofMinutes(2));
    assertEquals("a.example,b.example", judged());
    String digest = daemon.status().held().getFirst().digest();
    assertTrue(pipeline.approving().approve(digest, "CHG-2").isPresent());
    pass(daemon, Duration.ofMinutes(2));
    assertEquals("a.example", judged());
    assertEquals(List.of(), daemon.status().held());
  }

  @Test
  void driftIsRepaired() throws IOException {
    Reconciler daemon = started("defer", "");
    Files.writeString(server.file(NAME), MailServerKind.OPEN);
    pass(daemon, Duration.ofMinutes(2));
    assertEquals("a.example,b.example", judged());
  }

  @Test
  void aClockThatIsSetChangesNoAge() throws IOException {
    Reconciler daemon = started("reject", "");
    lab.later(Duration.ofDays(30));
    pass(daemon, Duration.ofMinutes(30));
    assertEquals("", judged());
    lab.later(Duration.ofDays(-60));
    pass(daemon, Duration.ofDays(5));
    assertEquals("", judged());
    pass(daemon, Duration.ofDays(3));
    assertEquals("a.example,b.example", judged());
  }

  @Test
  void aRestartGoesOnFromWhatWasKnown() throws IOException {
    started("reject", "");
    lab.later(Duration.ofDays(4));
    nanos += Duration.ofDays(4).toNanos();
    pipeline = lab.pipeline();
    Reconciler again = started("reject", "");
    pass(again, Duration.ofDays(2));
    assertEquals("", judged());
    pass(again, Duration.ofDays(2));
    assertEquals("a.example,b.example", judged());
  }
}
