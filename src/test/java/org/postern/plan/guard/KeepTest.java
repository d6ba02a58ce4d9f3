package org.postern.plan.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postern.address.Family;
import org.postern.diagnostic.Span;
import org.postern.plan.EffectiveEntry;
import org.postern.plan.EntryState;
import org.postern.plan.Settled;
import org.postern.policy.GuardSpec;
import org.postern.policy.SetSource;
import org.postern.source.Absence;
import org.postern.source.Answer;
import org.postern.source.LastGood;

/** How long addresses outlive their source: after confirmed answers for a day, else for ever. */
class KeepTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration DAY = Duration.ofDays(1);
  private static final String[] FOUR = {"8.8.8.1", "8.8.8.2", "8.8.8.3", "8.8.8.4"};
  private static final String[] THREE = {"8.8.8.1", "8.8.8.2", "8.8.8.3"};

  @Test
  void anAddressFadesForADayAndIsGone() {
    Story story = started();
    Settled first = story.later(HOUR).answers(THREE).apply();
    EffectiveEntry fading = entry(first, "8.8.8.4");
    assertEquals(EntryState.FADING, fading.state());
    assertEquals(Optional.of(story.now().plus(DAY)), fading.until());
    Settled shortlyBefore = story.later(DAY.minusSeconds(1)).apply();
    assertEquals(fading.until(), entry(shortlyBefore, "8.8.8.4").until());
    assertEquals(Set.of(THREE), Story.inForce(story.later(Duration.ofSeconds(1)).apply()));
  }

  @Test
  void anAddressThatComesBackIsFreshAndKeepsItsFirstDate() {
    Story story = started();
    story.later(HOUR).answers(THREE).apply();
    EffectiveEntry back = entry(story.later(HOUR).answers(FOUR).apply(), "8.8.8.4");
    assertEquals(EntryState.FRESH, back.state());
    assertEquals(Story.START, back.entry().firstSeen());
    assertEquals(Optional.empty(), back.entry().missingSince());
    story.later(HOUR).answers(THREE).apply();
    assertTrue(Story.inForce(story.later(DAY.minus(HOUR)).apply()).contains("8.8.8.4"));
  }

  @Test
  void theDayBeginsWithTheFirstAnswerWithoutTheAddressHoweverLongNobodyAsked() {
    Story story = started();
    Settled settled = story.later(Duration.ofDays(30)).answers(THREE).apply();
    assertEquals(EntryState.FADING, entry(settled, "8.8.8.4").state());
  }

  @Test
  void theDayBeginsAfterTheSilenceOfTheSource() {
    Story story = started();
    story.says(Family.IP, Story.servfail());
    for (int day = 0; day < 5; day++) {
      assertEquals(Set.of(FOUR), Story.inForce(story.later(DAY).apply()));
    }
    assertEquals(Set.of(FOUR), Story.inForce(story.answers(THREE).apply()));
    assertEquals(Set.of(THREE), Story.inForce(story.later(DAY).apply()));
  }

  @Test
  void failureNeverRemoves() {
    Story story = started();
    story.says(Family.IP, Story.servfail()).says(Family.IP6, Story.servfail());
    Settled settled = story.later(Duration.ofDays(400)).apply();
    assertEquals(Set.of(FOUR), Story.inForce(settled));
    assertEquals(EntryState.STALE, entry(settled, "8.8.8.1").state());
    assertEquals(Optional.empty(), entry(settled, "8.8.8.1").until());
    assertEquals(List.of(), settled.pending());
  }

  @Test
  void afterAFailureTheSourceIsFreshAgain() {
    Story story = started();
    story.says(Family.IP, Story.servfail()).later(DAY).apply();
    Settled settled = story.answers(FOUR).later(DAY).apply();
    assertEquals(EntryState.FRESH, entry(settled, "8.8.8.1").state());
    assertEquals(Story.START, entry(settled, "8.8.8.1").entry().firstSeen());
  }

  @ParameterizedTest
  @EnumSource(Answer.Absence.class)
  void aConfirmedAbsenceFadesWhereTheGuardsAllowIt(Answer.Absence absence) {
    Story story =
        new Story()
            .guarded(old -> new GuardSpec(1, 100, 100, 100, 12, 32, false))
            .answers("8.8.8.8", "2001:4860::1");
    story.apply();
    story.says(Family.IP6, Story.gone(absence));
    Settled once = story.later(HOUR).apply();
    assertEquals(EntryState.STALE, entry(once, "2001:4860::1").state());
    story.later(Duration.ofMinutes(30)).apply();
    Settled settled = story.later(Duration.ofMinutes(30)).apply();
    assertEquals(EntryState.FADING, entry(settled, "2001:4860::1").state());
    assertEquals(Set.of("8.8.8.8"), Story.inForce(story.later(DAY).apply()));
  }

  @Test
  void anAbsenceFromACacheIsTheSameOne() {
    Story story = started().answers();
    for (int minute = 0; minute < 4; minute++) {
      story.later(Duration.ofMinutes(1)).apply();
    }
    assertEquals(
        List.of(1),
        story.memory().lastGood().stream().flatMap(KeepTest::times).distinct().toList());
  }

  private static Stream<Integer> times(LastGood good) {
    return good.absence().map(Absence::times).stream();
  }

  @Test
  void oneOtherAnswerEndsAnAbsence() {
    Story story = started().answers();
    story.later(HOUR).apply();
    story.later(HOUR).answers(FOUR).apply();
    Settled settled = story.later(HOUR).answers().apply();
    assertEquals(EntryState.STALE, entry(settled, "8.8.8.1").state());
  }

  @Test
  void anAbsenceOfEverythingIsHeld() {
    Story story = started().answers();
    story.later(HOUR).apply();
    story.later(HOUR).apply();
    Settled settled = story.later(HOUR).apply();
    assertEquals(Set.of(FOUR), Story.inForce(settled));
    assertEquals(EntryState.HELD, entry(settled, "8.8.8.1").state());
    assertEquals(Set.of(FOUR), Story.inForce(story.later(Duration.ofDays(400)).apply()));
  }

  @Test
  void aStaleHalfNeitherShrinksNorFreezesTheOther() {
    Story story = new Story().keeping(Duration.ZERO);
    story.answers("8.8.8.1", "8.8.8.2", "2001:4860::1").apply();
    story.answers("8.8.8.2", "8.8.8.3").says(Family.IP6, Story.servfail());
    Settled settled = story.later(HOUR).apply();
    assertEquals(Set.of("8.8.8.2", "8.8.8.3", "2001:4860::1"), Story.inForce(settled));
    assertEquals(EntryState.STALE, entry(settled, "2001:4860::1").state());
  }

  @Test
  void aHalfThatNeverAnsweredIsReportedAndTheOtherIsInForce() {
    Settled settled = new Story().answers("8.8.8.1").says(Family.IP6, Story.servfail()).apply();
    assertEquals(Set.of("8.8.8.1"), Story.inForce(settled));
    assertEquals(1, settled.unanswered().size());
  }

  @Test
  void aSourceThatThePolicyNoLongerNamesGoesThroughTheGuards() {
    Story story = new Story().from(Story.dns("a.example"), Story.dns("b.example"));
    story.answers("8.8.8.1").answers(Story.dns("b.example"), "8.8.4.1", "8.8.4.2").apply();
    story.from(Story.dns("a.example")).answers("8.8.8.1");
    Settled settled = story.later(HOUR).apply();
    assertEquals(Set.of("shrink removals"), Story.holding(settled));
    assertEquals(Set.of("8.8.8.1", "8.8.4.1", "8.8.4.2"), Story.inForce(settled));
    story.approve(settled.pending().getFirst().digest());
    assertEquals(Set.of("8.8.8.1"), Story.inForce(story.later(HOUR).apply()));
    assertEquals(Set.of("8.8.8.1"), Story.inForce(story.later(HOUR).apply()));
  }

  @Test
  void aSetThatIsMadeOfOthersFromNowOnGoesThroughTheGuards() {
    Story story = started();
    story.from(new SetSource(Span.wholeFile("p"), "other"));
    Settled settled = story.later(HOUR).apply();
    assertEquals(Set.of("at-least removals", "shrink removals"), Story.holding(settled));
    assertEquals(Set.of(FOUR), Story.inForce(settled));
  }

  @Test
  void aSmallSourceThatThePolicyNoLongerNamesLeavesAtOnce() {
    Story story = new Story().from(Story.dns("a.example"), Story.dns("b.example"));
    story.answers("8.8.8.1").answers(Story.dns("b.example"), "8.8.4.1").apply();
    story.from(Story.dns("a.example")).answers("8.8.8.1");
    assertEquals(Set.of("8.8.8.1"), Story.inForce(story.later(HOUR).apply()));
  }

  @Test
  void whatTwoSourcesNameStaysWhenOneDropsIt() {
    Story story = new Story().keeping(Duration.ZERO);
    story.from(Story.dns("a.example"), Story.dns("b.example"));
    story.answers("8.8.8.1", "8.8.8.2").answers(Story.dns("b.example"), "8.8.8.2").apply();
    Settled settled = story.answers("8.8.8.1").later(HOUR).apply();
    assertEquals(Set.of("8.8.8.1", "8.8.8.2"), Story.inForce(settled));
    assertFalse(Story.holding(settled).contains("shrink removals"));
  }

  @Test
  void aSourceNamedTwiceCountsOnce() {
    Story story = new Story().from(Story.dns("a.example"), Story.dns("a.example"));
    assertEquals(1, story.answers("8.8.8.8").apply().rows().size());
  }

  @Test
  void insideSourcesDoNotFade() {
    Story story = new Story().from(Story.literal("10.0.0.1"), Story.literal("10.0.0.2"));
    story.answers(Story.literal("10.0.0.1"), "10.0.0.1");
    story.answers(Story.literal("10.0.0.2"), "10.0.0.2").apply();
    story.from(Story.literal("10.0.0.1")).answers("10.0.0.1");
    assertEquals(Set.of("10.0.0.1"), Story.inForce(story.later(HOUR).apply()));
  }

  private static Story started() {
    Story story = new Story().answers(FOUR);
    story.apply();
    return story;
  }

  private static EffectiveEntry entry(Settled settled, String text) {
    return settled.rows().stream()
        .filter(one -> one.entry().interval().toString().equals(text))
        .findFirst()
        .orElseThrow();
  }
}
