package org.postern.plan.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.postern.plan.guard.DomainStory.inForce;
import static org.postern.plan.guard.DomainStory.many;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.postern.plan.EffectiveDomains;
import org.postern.plan.Settled;
import org.postern.plan.memory.ChangeSide;
import org.postern.plan.memory.GuardMemory;
import org.postern.plan.memory.MemberKind;
import org.postern.plan.memory.PendingChange;
import org.postern.policy.ProtectSpec;
import org.postern.source.Answer;
import org.postern.source.MailRoute;

class DomainSettlementTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration WEEK = Duration.ofDays(7);
  private static final MailRoute SILENCE =
      new MailRoute.NoInformation(Answer.Cause.TIMEOUT, "no answer within 5 s");

  private final DomainStory story = new DomainStory();

  @Test
  void allOfALiteralAndAListAreInForceButForNever() {
    Settled settled =
        story.names("a.example").list("f", "b.example", "c.example").never("c.example").apply();
    assertEquals(List.of("a.example", "b.example"), inForce(settled));
    assertEquals(List.of(), settled.pending());
  }

  @Test
  void aListThatIsGoneKeepsItsLastGoodNames() {
    story.list("f", "a.example", "b.example").list("g", "c.example").apply();
    Settled settled = story.silent("f").list("g", "d.example").later(HOUR).apply();
    assertEquals(List.of("a.example", "b.example", "d.example"), inForce(settled));
    EffectiveDomains.Failure failure = DomainStory.of(settled).failures().getFirst();
    assertEquals(Optional.of(DomainStory.START), failure.lastGood());
    assertEquals(
        Optional.of(DomainStory.START.plus(HOUR)),
        story.memory().domains().list("file f").orElseThrow().silence().map(one -> one.since()));
  }

  @Test
  void aListThatWasNeverReadLeavesTheSetUnknown() {
    Settled settled = story.names("a.example").silent("f").apply();
    assertEquals(List.of(), inForce(settled));
    assertTrue(DomainStory.of(settled).unknown().isPresent());
    story.list("f", "b.example");
    assertEquals(List.of("a.example", "b.example"), inForce(story.apply()));
  }

  @Test
  void aNewListThatIsMissingTakesNothingAway() {
    story.list("f", "a.example").apply();
    Settled settled = story.silent("g").apply();
    assertEquals(List.of("a.example"), inForce(settled));
    assertTrue(DomainStory.of(settled).unknown().isPresent());
  }

  @Test
  void manyThatJoinAreHeldAndThoseThatLeaveAreNot() {
    story.guarded(50, 0).list("f", many(0, 20)).apply();
    Settled settled = story.list("f", many(2, 40)).later(HOUR).apply();
    assertEquals(List.of(many(2, 20)), inForce(settled));
    PendingChange held = settled.pending().getFirst();
    assertEquals(ChangeSide.ADDITIONS, held.side());
    assertEquals(MemberKind.DOMAIN, held.kind());
    assertEquals(List.of("grow"), held.guards());
    assertEquals(20, held.what().size());
  }

  @Test
  void manyThatLeaveAreHeldAndThoseThatJoinAreNot() {
    story.guarded(30, 100).list("f", many(0, 10)).apply();
    Settled settled = story.list("f", many(8, 12)).apply();
    assertEquals(List.of(many(0, 12)), inForce(settled));
    assertEquals(ChangeSide.REMOVALS, settled.pending().getFirst().side());
    assertEquals(Set.of(many(0, 8)), Set.copyOf(DomainStory.of(settled).unlisted()));
  }

  @Test
  void aSeriesOfSmallStepsDoesNotWalkPastAGuard() {
    story.guarded(50, 0).list("f", many(0, 10));
    story.apply();
    for (int size = 12; size <= 26; size += 2) {
      story.list("f", many(0, size)).later(HOUR).apply();
    }
    assertEquals(26, inForce(story.look()).size());
    assertEquals(26, inForce(story.list("f", many(0, 28)).later(HOUR).apply()).size());
  }

  @Test
  void anEmptyListIsHeldWhateverTheGuardSays() {
    story.guarded(100, 100).list("f", "a.example").apply();
    Settled settled = story.list("f").apply();
    assertEquals(List.of("a.example"), inForce(settled));
    story.approve(settled.pending().getFirst().digest());
    assertEquals(List.of(), inForce(story.apply()));
    assertEquals(List.of(), story.look().pending());
  }

  @Test
  void anApprovalIsSpentNeitherByTimeNorByAnotherLook() {
    story.list("f", many(0, 10)).apply();
    String digest = story.list("f", many(0, 4)).apply().pending().getFirst().digest();
    assertEquals(digest, story.later(HOUR).apply().pending().getFirst().digest());
    story.approve(digest).list("f", many(0, 10)).later(WEEK).apply();
    assertEquals(10, inForce(story.apply()).size());
    Settled settled = story.list("f", many(0, 4)).later(WEEK).apply();
    assertEquals(4, inForce(settled).size());
    assertEquals(List.of(), settled.pending());
  }

  @Test
  void anApprovalLetsOnlyItsOwnContentThrough() {
    story.list("f", many(0, 10)).apply();
    String digest = story.list("f", many(0, 4)).apply().pending().getFirst().digest();
    story.approve(digest);
    Settled settled = story.list("f", many(1, 5)).apply();
    assertEquals(10, inForce(settled).size());
    assertNotEquals(digest, settled.pending().getFirst().digest());
  }

  @Test
  void oneDomainForAnotherIsNoLoss() {
    story.names("a.example").apply();
    DomainStory edited = new DomainStory().names("b.example").remembering(story.memory());
    assertEquals(List.of("b.example"), inForce(edited.apply()));
  }

  @Test
  void onlyThoseAreTakenWhoseMxAllAreTheFilters() {
    story.filtered().names("all.example", "some.example", "none.example", "no.example");
    story.mx("all.example", HOUR, "filter.example", "b.filter.example");
    story.mx("some.example", HOUR, "filter.example", "mail.some.example");
    story.mx("none.example", HOUR, "none.example");
    story.route("no.example", new MailRoute.Nowhere());
    Settled settled = story.apply();
    assertEquals(List.of("all.example"), inForce(settled));
    assertEquals(
        Map.of(
            "some.example", "its MX mail.some.example is not the filter's",
            "none.example", "it has no MX",
            "no.example", "it takes no mail"),
        DomainStory.of(settled).leftOut());
  }

  @Test
  void aNameThatOnlyEndsLikeTheFilterIsAnother() {
    story.filtered().names("a.example").mx("a.example", HOUR, "notfilter.example");
    assertEquals(List.of(), inForce(story.apply()));
  }

  @Test
  void aDomainJoinsWhenCachesHaveForgottenItsOldMx() {
    story.filtered().names("a.example").mx("a.example", Duration.ofHours(6), "old.example").apply();
    story.later(HOUR).mx("a.example", HOUR, "filter.example");
    Settled waiting = story.apply();
    Instant until = DomainStory.START.plus(Duration.ofHours(6));
    assertEquals(List.of(), inForce(waiting));
    assertEquals(Map.of("a.example", until), DomainStory.of(waiting).waiting());
    assertEquals(Optional.of(until), waiting.nextEnd(DomainStory.START.plus(HOUR)));
    Settled joined = story.later(Duration.ofHours(5)).apply();
    assertEquals(List.of("a.example"), inForce(joined));
    assertEquals(Map.of(), DomainStory.of(joined).unseen());
  }

  @Test
  void theLongestTtlOfAllOldMxCounts() {
    story.filtered().names("a.example");
    story.mx("a.example", Duration.ofHours(9), "old.example").apply();
    story.later(HOUR).mx("a.example", Duration.ofHours(2), "other.example").apply();
    story.later(HOUR).mx("a.example", HOUR, "filter.example").apply();
    assertEquals(List.of(), inForce(story.later(Duration.ofHours(6)).apply()));
    assertEquals(List.of("a.example"), inForce(story.later(HOUR).apply()));
  }

  @Test
  void aTtlBeyondWhatCachesKeepIsCut() {
    story.filtered().names("a.example");
    story.mx("a.example", Duration.ofDays(20_000), "old.example").apply();
    story.mx("a.example", HOUR, "filter.example");
    assertEquals(List.of("a.example"), inForce(story.later(WEEK).apply()));
  }

  @Test
  void ofAnOldMxThatWasNeverSeenRulesThatRejectWaitAWeek() {
    story.filtered().names("a.example").mx("a.example", HOUR, "filter.example");
    EffectiveDomains first = DomainStory.of(story.apply());
    assertEquals(Set.of("a.example"), first.judged(false));
    assertEquals(Set.of(), first.judged(true));
    assertEquals(Map.of("a.example", DomainStory.START.plus(WEEK)), first.unseen());
    EffectiveDomains then = DomainStory.of(story.later(WEEK).apply());
    assertEquals(Set.of("a.example"), then.judged(true));
  }

  @Test
  void cleanSinceIsBelievedForProtectedDomainsAlone() {
    story.filtered().names("a.example", "b.example");
    story.mx("a.example", HOUR, "filter.example").mx("b.example", HOUR, "filter.example");
    story.protecting(
        new ProtectSpec(
            List.of("a.example"),
            List.of("filter.example"),
            Optional.of(LocalDate.parse("2026-02-01"))));
    assertEquals(Set.of("a.example"), DomainStory.of(story.apply()).judged(true));
  }

  @Test
  void noInformationChangesNothing() {
    story.filtered().names("a.example", "b.example");
    story.mx("a.example", HOUR, "filter.example").mx("b.example", HOUR, "old.example").apply();
    story.route("a.example", SILENCE).route("b.example", SILENCE);
    assertEquals(List.of("a.example"), inForce(story.later(WEEK).apply()));
  }

  @Test
  void aDomainWhoseMxLeavesTheFilterLeavesAtOnce() {
    story.filtered().names("a.example", "b.example", "c.example");
    story.mx("a.example", HOUR, "filter.example").mx("b.example", HOUR, "filter.example");
    story.mx("c.example", HOUR, "filter.example").apply();
    story.mx("a.example", HOUR, "elsewhere.example");
    assertEquals(List.of("b.example", "c.example"), inForce(story.apply()));
    story.mx("a.example", HOUR, "filter.example");
    assertEquals(List.of("b.example", "c.example"), inForce(story.apply()));
    assertEquals(3, inForce(story.later(HOUR).apply()).size());
  }

  @Test
  void aBeginningOfWhichMostIsUnknownIsNotUsed() {
    story.filtered().names("a.example", "b.example", "c.example");
    story.mx("a.example", HOUR, "filter.example");
    story.route("b.example", SILENCE).route("c.example", SILENCE);
    assertTrue(DomainStory.of(story.apply()).unknown().isPresent());
    story.mx("b.example", HOUR, "filter.example");
    Settled settled = story.apply();
    assertFalse(DomainStory.of(settled).unknown().isPresent());
    assertEquals(List.of("a.example", "b.example"), inForce(settled));
  }

  @Test
  void aClockSetBackOrForthKeepsAges() {
    story.filtered().names("a.example").mx("a.example", Duration.ofHours(6), "old.example").apply();
    Duration year = Duration.ofDays(365);
    story.later(year).remembering(story.memory().shifted(year));
    story.mx("a.example", HOUR, "filter.example");
    assertEquals(List.of(), inForce(story.apply()));
    assertEquals(List.of("a.example"), inForce(story.later(Duration.ofHours(6)).apply()));
  }

  @Test
  void datesOfAClockThatWasAheadDoNotLast() {
    story.filtered().names("a.example").later(Duration.ofDays(3_650));
    story.mx("a.example", Duration.ofHours(6), "old.example").apply();
    story.later(Duration.ofDays(-3_650));
    story.remembering(story.memory().notAfter(DomainStory.START));
    story.mx("a.example", HOUR, "filter.example").apply();
    assertEquals(List.of("a.example"), inForce(story.later(WEEK).apply()));
  }

  @Test
  void thatNothingChangedIsNoNewsForAnHour() {
    GuardMemory first = story.list("f", "a.example").apply().memory();
    GuardMemory soon = story.later(Duration.ofMinutes(1)).apply().memory();
    assertFalse(soon.isNews(first));
    assertTrue(story.later(HOUR).apply().memory().isNews(first));
    assertTrue(story.list("f", "b.example").apply().memory().isNews(soon));
  }
}
