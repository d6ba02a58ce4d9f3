package org.postern.pipeline.safe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.host.ProcNet;
import org.postern.pipeline.Consent;
import org.postern.pipeline.Lab;
import org.postern.pipeline.Objection;
import org.postern.pipeline.Outcome;
import org.postern.pipeline.Request;
import org.postern.pipeline.run.MailWatch;
import org.postern.source.MailRoute;
import org.postern.state.MxWatch;
import org.postern.state.PastFilter;
import org.postern.state.RunState;

/** What is asked between the plan and the change, and what consent does. */
class SafeguardsTest {
  private static final Duration TTL = Duration.ofHours(1);
  private static final Consent MX_CHECKED = new Consent(true, false);
  private static final Consent LOCK_ME_OUT = new Consent(false, true);

  private static final String MAIL =
      """
      sets: {filter: {sources: [192.0.2.0/24]}}
      rules: [{name: smtp, port: tcp/25, accept: [filter], otherwise: %s}]
      protects: {domains: [example.com], mx: [filter.example]}
      """;

  private static final String SSH =
      """
      sets: {admin: {sources: [%s]}}
      rules: [{name: ssh, port: tcp/22, accept: [admin], otherwise: drop}]
      """;

  private static final String OUT =
      """
      sets: {allowed: {sources: [%s]}}
      rules: [{name: out, hook: output, port: tcp/%d, accept: [allowed], otherwise: reject}]
      """;

  private final Path folder;

  private final Lab lab;

  SafeguardsTest(@TempDir Path folder) {
    this.folder = folder;
    this.lab = new Lab(folder);
  }

  private Outcome apply(Consent consent) throws IOException {
    List<Outcome> outcomes = lab.pipeline().apply(Request.of(lab.file()).withConsent(consent));
    assertEquals(1, outcomes.size());
    return outcomes.getFirst();
  }

  private void goes(Consent consent) throws IOException {
    assertInstanceOf(Outcome.Proven.class, apply(consent));
  }

  private List<Objection> objects(Consent consent) throws IOException {
    List<String> before = lab.system().lines();
    List<Integer> generations = lab.pipeline().store().numbers();
    Outcome.Objected objected = assertInstanceOf(Outcome.Objected.class, apply(consent));
    assertEquals(before, lab.system().lines(), "nothing was changed");
    assertEquals(0, lab.target().applied() - (before.isEmpty() ? 0 : 1));
    assertEquals(generations, lab.pipeline().store().numbers());
    return objected.objections();
  }

  private Outcome.Planned planned() throws IOException {
    return assertInstanceOf(
        Outcome.Planned.class, lab.pipeline().plan(Request.of(lab.file())).getFirst());
  }

  private static <T> T only(Class<T> type, List<Objection> objections) {
    assertEquals(1, objections.size(), objections::toString);
    return assertInstanceOf(type, objections.getFirst());
  }

  @Test
  void mailPastTheFilterStopsTheFirstRefusal() throws IOException {
    lab.policy(MAIL.formatted("observe"));
    lab.neighbourhood().mail("example.com", "mail.example.com", TTL, "203.0.113.1");
    goes(Consent.NONE);
    lab.policy(MAIL.formatted("drop"));
    only(Objection.PastTheFilter.class, objects(Consent.NONE));
    only(Objection.PastTheFilter.class, objects(LOCK_ME_OUT));
    only(Objection.PastTheFilter.class, planned().objections());
    goes(MX_CHECKED);
  }

  @Test
  void mailByTheFilterStopsNothing() throws IOException {
    lab.policy(MAIL.formatted("drop").replace("mx:", "clean-since: 2000-01-01, mx:"));
    lab.neighbourhood().mail("example.com", "mx.filter.example", TTL, "203.0.113.1");
    goes(Consent.NONE);
    lab.neighbourhood().mail("example.com", "mail.example.com", TTL, "203.0.113.1");
    goes(Consent.NONE);
    assertEquals(List.of("example.com"), lab.neighbourhood().asked(), "it is refused already");
  }

  private List<MxWatch> watched() throws IOException {
    return lab.pipeline().store().runState().watched();
  }

  @Test
  void anMxThatWasFirstSeenAMinuteAgoStopsTheFirstRefusal() throws IOException {
    lab.policy(MAIL.formatted("drop"));
    lab.neighbourhood().mail("example.com", "mx.filter.example", TTL, "203.0.113.1");
    Instant first = lab.now();
    Instant enough = first.plus(Duration.ofDays(7));
    Objection tooShort = new Objection.WatchedTooShort("example.com", first, enough);
    assertEquals(List.of(tooShort), planned().objections());
    assertEquals(List.of(), watched(), "a plan writes nothing");
    assertEquals(List.of(tooShort), objects(Consent.NONE));
    assertEquals(List.of(new MxWatch("example.com", first)), watched(), "the look counts");
    lab.later(Duration.ofDays(7).minusSeconds(1));
    assertEquals(List.of(tooShort), objects(Consent.NONE));
    assertTrue(
        planned().unseen().stream().anyMatch(note -> note.contains("is watched for 167 hours")),
        planned().unseen()::toString);
    lab.later(Duration.ofSeconds(1));
    goes(Consent.NONE);
  }

  @Test
  void whoSaysThatItIsCheckedNeedsNoTimeOfWatching() throws IOException {
    lab.policy(MAIL.formatted("drop"));
    lab.neighbourhood().mail("example.com", "mx.filter.example", TTL, "203.0.113.1");
    objects(Consent.NONE);
    goes(MX_CHECKED);
  }

  @Test
  void observingWatchesAndIsNotStopped() throws IOException {
    lab.policy(MAIL.formatted("observe"));
    lab.neighbourhood().mail("example.com", "mx.filter.example", TTL, "203.0.113.1");
    goes(Consent.NONE);
    lab.policy(MAIL.formatted("drop")).later(Duration.ofDays(7));
    goes(Consent.NONE);
  }

  @Test
  void aTtlThatIsLongerThanAWeekTakesThatLong() throws IOException {
    lab.policy(MAIL.formatted("observe"));
    lab.neighbourhood()
        .mail("example.com", "mx.filter.example", Duration.ofDays(10), "203.0.113.1");
    goes(Consent.NONE);
    lab.policy(MAIL.formatted("drop")).later(Duration.ofDays(10).minusSeconds(1));
    only(Objection.WatchedTooShort.class, planned().objections());
    lab.later(Duration.ofSeconds(1));
    goes(Consent.NONE);
  }

  @Test
  void aDayThatIsNotAWeekAgoIsTooShortAndOneToComeCountsForNothing() throws IOException {
    lab.neighbourhood().mail("example.com", "mx.filter.example", TTL, "203.0.113.1");
    LocalDate today = LocalDate.ofInstant(lab.now(), ZoneOffset.UTC);
    for (LocalDate day : List.of(today.minusDays(6), today, today.plusDays(1))) {
      lab.policy(MAIL.formatted("drop").replace("mx:", "clean-since: %s, mx:".formatted(day)));
      only(Objection.WatchedTooShort.class, planned().objections());
    }
    lab.policy(
        MAIL.formatted("drop")
            .replace("mx:", "clean-since: %s, mx:".formatted(today.minusDays(7))));
    goes(Consent.NONE);
  }

  @Test
  void noAnswerIsNoLook() throws IOException {
    lab.policy(MAIL.formatted("observe"));
    goes(Consent.NONE);
    assertEquals(List.of(), watched());
    lab.later(Duration.ofDays(8)).policy(MAIL.formatted("drop"));
    lab.neighbourhood().mail("example.com", "mx.filter.example", TTL, "203.0.113.1");
    only(Objection.WatchedTooShort.class, objects(Consent.NONE));
  }

  @Test
  void aDaemonWatchesAllAlongAndWritesOnlyNews() throws IOException {
    lab.policy(MAIL.formatted("observe"));
    goes(Consent.NONE);
    MailWatch watch = lab.pipeline().mailWatch();
    lab.neighbourhood().mail("example.com", "mail.example.com", TTL, "203.0.113.1");
    Instant first = lab.now();
    assertTrue(watch.look());
    assertEquals(List.of(new MxWatch("example.com", first)), watched());

    lab.later(Duration.ofDays(6));
    assertTrue(watch.look());
    RunState seen = lab.pipeline().store().runState();
    assertEquals(lab.now(), seen.pastFilter().getFirst().lastSeen());
    lab.neighbourhood().mail("example.com", "mx.filter.example", TTL, "203.0.113.1");
    assertTrue(watch.look());
    assertEquals(seen, lab.pipeline().store().runState());

    lab.policy(MAIL.formatted("drop")).later(Duration.ofMinutes(59));
    only(Objection.PastTheFilter.class, objects(Consent.NONE));
    lab.later(Duration.ofMinutes(1));
    only(Objection.WatchedTooShort.class, objects(Consent.NONE));
    lab.later(Duration.ofDays(1));
    goes(Consent.NONE);
  }

  @Test
  void aDaemonWatchesNothingWithoutProtectedDomains() throws IOException {
    lab.policy(SSH.formatted("192.0.2.7"));
    goes(Consent.NONE);
    assertFalse(lab.pipeline().mailWatch().look());
    assertEquals(List.of(), lab.neighbourhood().asked());
  }

  @Test
  void whoSaysThatItIsCheckedNeedsNoNameServer() throws IOException {
    lab.policy(MAIL.formatted("drop"));
    only(Objection.Untold.class, objects(Consent.NONE));
    goes(MX_CHECKED);
    assertEquals(List.of("example.com"), lab.neighbourhood().asked());
  }

  @Test
  void aDeadNameServerDoesNotStopObserving() throws IOException {
    lab.policy(MAIL.formatted("observe"));
    goes(Consent.NONE);
    assertEquals(List.of("example.com"), lab.neighbourhood().asked());
  }

  @Test
  void theAddressesOfThisHostAreOurs() throws IOException {
    lab.policy(MAIL.formatted("drop"));
    lab.neighbourhood()
        .addresses("192.0.2.77")
        .mail("example.com", "mail.example.com", TTL, "192.0.2.77");
    assertEquals(
        Objection.Whose.OURS, only(Objection.PastTheFilter.class, objects(Consent.NONE)).whose());
  }

  @Test
  void whatWasSeenIsHandedOnAndCounts() throws IOException {
    lab.policy(MAIL.formatted("observe"));
    lab.neighbourhood().mail("example.com", "mail.example.com", TTL, "203.0.113.1");
    Outcome.Planned observing = planned();
    Safeguards watching = safeguards(List.of());
    assertEquals(List.of(), watching.ask(observing.plan()));
    List<PastFilter> seen = watching.remembered();
    assertEquals(List.of("mail.example.com"), seen.stream().map(PastFilter::exchanger).toList());

    lab.policy(MAIL.formatted("drop")).later(Duration.ofMinutes(59));
    lab.neighbourhood().mail("example.com", new MailRoute.Nowhere());
    Outcome.Planned refusing = planned();
    only(Objection.PastTheFilter.class, safeguards(seen).ask(refusing.plan()));
    lab.later(Duration.ofMinutes(1));
    assertEquals(List.of(), safeguards(seen).ask(refusing.plan()));
  }

  private Safeguards safeguards(List<PastFilter> remembered) throws IOException {
    return new Safeguards(
        lab.pipeline().targets(),
        lab.pipeline().surroundings(),
        planned().prepared().policy(),
        Consent.NONE,
        RunState.empty().withPastFilter(remembered),
        lab.pipeline().actor().now());
  }

  private void sshFrom(String peer) throws IOException {
    net().listening(22).established("198.51.100.10", 22, peer, 50_000, 20);
  }

  private ProcNet net() {
    return new ProcNet(folder.resolve("proc"));
  }

  @Test
  void theConnectionByWhichOneCameIsNotRefused() throws IOException {
    sshFrom("192.0.2.7");
    lab.policy(SSH.formatted("192.0.2.8"));
    Objection.LockedOut lockedOut = only(Objection.LockedOut.class, objects(Consent.NONE));
    assertTrue(lockedOut.invoker());
    assertEquals("ssh", lockedOut.connection().rule());
    only(Objection.LockedOut.class, objects(MX_CHECKED));
    only(Objection.LockedOut.class, planned().objections());
    goes(LOCK_ME_OUT);
  }

  @Test
  void whoIsAcceptedIsNotLockedOut() throws IOException {
    sshFrom("192.0.2.7");
    lab.policy(SSH.formatted("192.0.2.7"));
    goes(Consent.NONE);
  }

  @Test
  void theLoginOfSomebodyElseIsNotOnesOwn() throws IOException {
    net()
        .listening(22)
        .established("198.51.100.10", 22, "192.0.2.7", 50_000, 20)
        .established("198.51.100.10", 22, "192.0.2.9", 50_000, 21);
    lab.policy(SSH.formatted("192.0.2.7"));
    goes(Consent.NONE);
  }

  @Test
  void anotherConnectionFromWhereOneCameIsNotRefusedEither() throws IOException {
    net()
        .listening(22)
        .listening(25)
        .established("198.51.100.10", 22, "192.0.2.7", 50_000, 20)
        .established("198.51.100.10", 25, "192.0.2.7", 50_001, 30)
        .established("198.51.100.10", 25, "192.0.2.9", 50_001, 31);
    lab.policy(SSH.formatted("192.0.2.8").replace("tcp/22", "tcp/25"));
    Objection.LockedOut lockedOut = only(Objection.LockedOut.class, objects(Consent.NONE));
    assertEquals(false, lockedOut.invoker());
    goes(LOCK_ME_OUT);
  }

  @Test
  void whatIsRefusedAlreadyIsNotAskedAgain() throws IOException {
    sshFrom("192.0.2.7");
    lab.policy(SSH.formatted("192.0.2.8"));
    goes(LOCK_ME_OUT);
    goes(Consent.NONE);
    lab.policy(SSH.formatted("192.0.2.9"));
    goes(Consent.NONE);
  }

  @Test
  void observingLocksNobodyOut() throws IOException {
    sshFrom("192.0.2.7");
    lab.policy(SSH.formatted("192.0.2.8").replace("drop", "observe"));
    goes(Consent.NONE);
  }

  @Test
  void aNameServerIsNotRefused() throws IOException {
    lab.neighbourhood().resolvers("127.0.0.53", "198.51.100.10", "192.0.2.53", "2001:db8::53");
    lab.neighbourhood().addresses("198.51.100.10");
    lab.policy(OUT.formatted("192.0.2.53", 53));
    Objection.NoResolver resolver = only(Objection.NoResolver.class, objects(Consent.NONE));
    assertEquals("2001:db8::53", resolver.server().toString());
    goes(LOCK_ME_OUT);
    goes(Consent.NONE);
  }

  @Test
  void theWayToTheRelayIsNotRefused() throws IOException {
    net()
        .established("198.51.100.10", 50_000, "192.0.2.25", 25, 30)
        .established("198.51.100.10", 50_001, "192.0.2.26", 25, 31);
    lab.policy(OUT.formatted("192.0.2.26", 25));
    Objection.NoWayOut out = only(Objection.NoWayOut.class, objects(Consent.NONE));
    assertEquals("192.0.2.25", out.connection().connection().server().toString());
    goes(LOCK_ME_OUT);
  }

  @Test
  void whatCannotBeSeenIsANoteOfPlanAndOfApply() throws IOException {
    lab.neighbourhood().hidden();
    lab.policy(SSH.formatted("192.0.2.8"));
    String note = "process 200, from which this one descends, cannot be seen";
    assertTrue(planned().unseen().contains(note), planned().unseen()::toString);
    Outcome.Proven proven = assertInstanceOf(Outcome.Proven.class, apply(Consent.NONE));
    assertTrue(proven.prepared().notes().contains(note), proven.prepared().notes()::toString);
  }
}
