package org.postern.plan.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.postern.plan.Settled;
import org.postern.plan.memory.ChangeSide;
import org.postern.plan.memory.MemberKind;
import org.postern.plan.memory.PendingChange;
import org.postern.policy.GuardSpec;

/** Each guard on either side of its bound, and what it leaves alone. */
class GuardsTest {
  private static final Duration HOUR = Duration.ofHours(1);

  @Test
  void ofASetThatLearnsNeitherFewNorManyAreHeldButTooMany() {
    Story story = story(GuardSpec.LEARNING).answers();
    assertTrue(story.apply().blocked(Story.SET).isEmpty());
    assertEquals(Set.of(), Story.holding(story.later(HOUR).answers("8.8.8.8").apply()));
    assertEquals(Set.of(), Story.holding(story.later(HOUR).answers(Story.many(900)).apply()));
    assertEquals(Set.of(), Story.holding(story.later(HOUR).answers().apply()));
    Settled most =
        story(new GuardSpec(0, 9, 100, Integer.MAX_VALUE, 12, 32, false))
            .answers(Story.many(10))
            .apply();
    assertEquals(Set.of("at-most additions"), Story.holding(most));
  }

  @Test
  void atLeastBlocksTheFirstUseOfASetThatIsTooSmall() {
    Settled settled = story(atLeast(3)).answers(Story.many(2)).apply();
    assertEquals(Set.of("at-least removals"), Story.holding(settled));
    assertTrue(settled.blocked(Story.SET).isPresent());
  }

  @Test
  void atLeastLetsTheFirstUseOfASetPassThatIsJustLargeEnough() {
    Settled settled = story(atLeast(3)).answers(Story.many(3)).apply();
    assertEquals(Set.of(), Story.holding(settled));
    assertTrue(settled.blocked(Story.SET).isEmpty());
  }

  @Test
  void atLeastCountsBothFamiliesTogether() {
    Story story = story(atLeast(3)).answers("8.8.8.8", "8.8.4.4", "2001:4860::8888");
    assertEquals(Set.of(), Story.holding(story.apply()));
  }

  @Test
  void aBlockedSetIsBlockedAgainAtTheNextRun() {
    Story story = story(atLeast(3)).answers(Story.many(2));
    story.apply();
    assertTrue(story.later(HOUR).apply().blocked(Story.SET).isPresent());
  }

  @Test
  void anEmptyFirstAnswerIsBlocked() {
    Settled settled = new Story().answers().apply();
    assertTrue(settled.blocked(Story.SET).isPresent());
  }

  @Test
  void anApprovedFirstUseIsNotBlocked() {
    Story story = story(atLeast(3)).answers(Story.many(2));
    String digest = story.apply().pending().getFirst().digest();
    Settled settled = story.approve(digest).apply();
    assertTrue(settled.blocked(Story.SET).isEmpty());
    assertEquals(List.of(digest), Story.used(settled));
    assertEquals(Set.of(), Story.holding(story.later(HOUR).apply()));
  }

  @Test
  void atLeastHoldsRemovalsBelowItAndLetsAdditionsThrough() {
    Story story = story(new GuardSpec(3, 100, 100, 100, 12, 32, false));
    story.answers("8.8.8.1", "8.8.8.2", "8.8.8.3").apply();
    Settled settled = story.later(HOUR).answers("8.8.8.1", "8.8.8.9").apply();
    assertEquals(Set.of("at-least removals"), Story.holding(settled));
    assertEquals(Set.of("8.8.8.1", "8.8.8.2", "8.8.8.3", "8.8.8.9"), Story.inForce(settled));
  }

  @Test
  void aFamilyThatBeginsBesideAnotherIsNotHeldForRemovals() {
    Story story = story(new GuardSpec(4, 100, 100, 100, 12, 32, false));
    story.answers("8.8.8.1", "8.8.8.2", "8.8.8.3", "8.8.8.4").apply();
    Settled settled = story.later(HOUR).answers("8.8.8.1", "2001:4860::1").apply();
    assertEquals(
        List.of(MemberKind.IP), settled.pending().stream().map(PendingChange::kind).toList());
  }

  @Test
  void shrinkHoldsOneEntryBelowItsBoundOnly() {
    Story story = new Story().answers(Story.many(10));
    story.apply();
    assertEquals(Set.of(), Story.holding(story.later(HOUR).answers(Story.many(5)).look()));
    Settled settled = story.answers(Story.many(4)).apply();
    assertEquals(Set.of("shrink removals"), Story.holding(settled));
    assertEquals(Set.of(Story.many(10)), Story.inForce(settled));
  }

  @Test
  void shrinkRoundsInFavourOfTheSet() {
    Story story = new Story().answers(Story.many(5));
    story.apply();
    assertEquals(Set.of(), Story.holding(story.answers(Story.many(3)).look()));
    assertEquals(Set.of("shrink removals"), Story.holding(story.answers(Story.many(2)).look()));
  }

  @Test
  void growHoldsOneEntryAboveItsBoundOnly() {
    Story story = new Story().answers(Story.many(10));
    story.apply();
    int most = 10 + 10 + GuardSpec.GROW_SLACK;
    assertEquals(Set.of(), Story.holding(story.later(HOUR).answers(Story.many(most)).look()));
    Settled settled = story.answers(Story.many(most + 1)).apply();
    assertEquals(Set.of("grow additions"), Story.holding(settled));
    assertEquals(Set.of(Story.many(10)), Story.inForce(settled));
  }

  @Test
  void aFamilyThatBeginsDoesNotGrow() {
    Story story = new Story().answers("8.8.8.8");
    story.apply();
    String[] both = new String[101];
    both[0] = "8.8.8.8";
    for (int i = 0; i < 100; i++) {
      both[i + 1] = "2001:4860::" + Integer.toHexString(i + 1);
    }
    assertEquals(Set.of(), Story.holding(story.answers(both).apply()));
  }

  @Test
  void atMostHoldsAdditionsAboveIt() {
    Story story = story(new GuardSpec(1, 3, 50, 100, 12, 32, false)).answers(Story.many(3));
    assertEquals(Set.of(), Story.holding(story.apply()));
    Settled settled = story.later(HOUR).answers(Story.many(4)).apply();
    assertEquals(Set.of("at-most additions"), Story.holding(settled));
    assertEquals(Set.of(Story.many(3)), Story.inForce(settled));
  }

  @Test
  void atMostAtTheFirstUseLetsNobodyIn() {
    Story story = story(new GuardSpec(1, 3, 50, 100, 12, 32, false)).answers(Story.many(4));
    assertEquals(Set.of(), Story.inForce(story.apply()));
  }

  @Test
  void aHoldOnAdditionsLetsRemovalsThrough() {
    Story story = new Story().keeping(Duration.ZERO).answers("8.8.8.8", "8.8.4.4");
    story.apply();
    Settled settled = story.later(HOUR).answers("8.8.8.8", "9.0.0.0/8").apply();
    assertEquals(Set.of("widest additions"), Story.holding(settled));
    assertEquals(Set.of("8.8.8.8"), Story.inForce(settled));
  }

  @Test
  void widestBoundsIpv4() {
    assertEquals(Set.of(), Story.holding(new Story().answers("9.0.0.0/12").apply()));
    assertEquals(
        Set.of("widest additions"), Story.holding(new Story().answers("9.0.0.0/11").apply()));
    assertEquals(
        Set.of("widest additions"), Story.holding(new Story().answers("9.0.0.0-9.16.0.0").apply()));
  }

  @Test
  void widestBoundsIpv6() {
    assertEquals(Set.of(), Story.holding(new Story().answers("2a00:1450::/32").apply()));
    assertEquals(
        Set.of("widest additions"), Story.holding(new Story().answers("2a00:1450::/31").apply()));
  }

  @Test
  void insideSourcesMayBeAsWideAsTheyLike() {
    Story story = new Story().from(Story.literal("9.0.0.0/8")).answers("9.0.0.0/8");
    assertEquals(Set.of("9.0.0.0/8"), Story.inForce(story.apply()));
  }

  @Test
  void specialPurposeAddressesOfOutsideSourcesAreRefusedAloneAndAtOnce() {
    Settled settled = new Story().answers("8.8.8.8", "127.0.0.1", "10.0.0.0/8", "fe80::1").apply();
    assertEquals(Set.of("8.8.8.8"), Story.inForce(settled));
    assertEquals(3, settled.refused().size());
    assertTrue(
        settled.refused().stream().anyMatch(one -> one.contains("127.0.0.1")), settled::toString);
  }

  @Test
  void aPrefixThatOnlyContainsASpecialRangeIsRefusedToo() {
    Settled settled = new Story().answers("8.8.8.8", "192.0.0.0/12").apply();
    assertEquals(Set.of("8.8.8.8"), Story.inForce(settled));
  }

  @Test
  void specialPurposeAddressesPassWhenTheyAreAllowedOrInside() {
    Story allowed = story(new GuardSpec(1, 100, 50, 100, 12, 32, true)).answers("10.0.0.1");
    assertEquals(Set.of("10.0.0.1"), Story.inForce(allowed.apply()));
    Story inside = new Story().from(Story.literal("10.0.0.1")).answers("10.0.0.1");
    Settled settled = inside.apply();
    assertEquals(Set.of("10.0.0.1"), Story.inForce(settled));
    assertEquals(List.of(), settled.refused());
  }

  @Test
  void whatIsNeverWantedIsNotCounted() {
    Story story = story(atLeast(3)).never("8.8.0.0").answers(Story.many(3));
    assertEquals(Set.of("at-least removals"), Story.holding(story.apply()));
  }

  @Test
  void oneFamilysLossHoldsTheOtherInNoWay() {
    Story story = new Story().keeping(Duration.ZERO);
    story.answers("8.8.8.1", "8.8.8.2", "2001:4860::1", "2001:4860::2", "2001:4860::3").apply();
    Settled settled = story.later(HOUR).answers("8.8.8.1", "2001:4860::1").apply();
    assertEquals(
        List.of(MemberKind.IP6), settled.pending().stream().map(PendingChange::kind).toList());
    assertFalse(Story.inForce(settled).contains("8.8.8.2"));
    assertTrue(Story.inForce(settled).contains("2001:4860::3"));
  }

  @Test
  void theSameHeldChangeKeepsItsDigestAndItsDate() {
    Story story = new Story().answers(Story.many(10));
    story.apply();
    PendingChange first = story.later(HOUR).answers(Story.many(4)).apply().pending().getFirst();
    PendingChange again = story.later(HOUR).apply().pending().getFirst();
    assertEquals(first, again);
    assertEquals(ChangeSide.REMOVALS, first.side());
    assertEquals(6, first.what().size());
  }

  @Test
  void anApprovalLetsExactlyThatChangeThroughAndMovesTheBaseline() {
    Story story = new Story().keeping(Duration.ZERO).answers(Story.many(200));
    story.apply();
    String digest = story.later(HOUR).answers(Story.many(20)).apply().pending().getFirst().digest();
    story.approve(digest);
    assertFalse(
        Story.holding(story.answers(Story.many(19)).look()).isEmpty(), "another change waits");
    Settled settled = story.answers(Story.many(20)).apply();
    assertEquals(Set.of(Story.many(20)), Story.inForce(settled));
    assertEquals(List.of(digest), Story.used(settled));
    assertEquals(Set.of(), Story.holding(story.later(HOUR).answers(Story.many(10)).apply()));
    assertEquals(
        Set.of("shrink removals"), Story.holding(story.later(HOUR).answers(Story.many(9)).apply()));
  }

  @Test
  void anApprovalIsNotSpent() {
    Story story = new Story().keeping(Duration.ZERO).answers(Story.many(10));
    story.apply();
    String digest = story.later(HOUR).answers(Story.many(2)).apply().pending().getFirst().digest();
    story.approve(digest).apply();
    story.later(HOUR).answers(Story.many(10)).apply();
    Settled settled = story.later(Duration.ofDays(400)).answers(Story.many(2)).apply();
    assertEquals(List.of(), settled.pending());
    assertEquals(Set.of(Story.many(2)), Story.inForce(settled));
  }

  @Test
  void whatWasApprovedFadesAndGoes() {
    Story story = story(atLeast(4)).answers(Story.many(6));
    story.apply();
    Settled held = story.later(HOUR).answers(Story.many(2)).apply();
    assertEquals(6, Story.inForce(held).size());
    story.approve(held.pending().getFirst().digest()).apply();
    for (int hour = 1; hour < 23; hour++) {
      Settled fading = story.later(HOUR).apply();
      assertEquals(List.of(), fading.pending(), "after " + hour + " h");
      assertEquals(6, Story.inForce(fading).size());
    }
    Settled gone = story.later(HOUR).later(HOUR).apply();
    assertEquals(Set.of(Story.many(2)), Story.inForce(gone));
    assertEquals(List.of(), story.later(Duration.ofDays(30)).apply().pending());
  }

  @Test
  void exchangedAddressesAtTheApprovedNumberPassAndFewerAreHeld() {
    Story story = story(new GuardSpec(15, 100, 100, 100, 12, 32, false)).answers(Story.many(20));
    story.apply();
    Settled held = story.later(HOUR).answers(Story.many(3)).apply();
    story.approve(held.pending().getFirst().digest()).apply();
    story.later(HOUR).answers("8.8.9.1", "8.8.9.2", "8.8.9.3");
    assertEquals(List.of(), story.apply().pending());
    assertEquals(List.of(), story.later(HOUR).answers(Story.many(4)).apply().pending());
    Settled fewer = story.later(HOUR).answers("8.8.9.1", "8.8.9.2").apply();
    assertEquals(Set.of("at-least removals"), Story.holding(fewer));
    assertEquals("2 entries are published, at least 3 are expected", message(fewer));
  }

  @Test
  void oneEntryIsSingular() {
    Story few = story(new GuardSpec(2, 100, 100, 100, 12, 32, false)).answers(Story.many(2));
    few.apply();
    assertEquals(
        "1 entry is published, at least 2 are expected",
        message(few.later(HOUR).answers(Story.many(1)).apply()));
    Story shrinking = story(new GuardSpec(1, 100, 50, 100, 12, 32, false)).answers(Story.many(4));
    shrinking.apply();
    assertEquals(
        "1 IPv4 entry is published, the set had 4 entries; it may shrink by 50%",
        message(shrinking.later(HOUR).answers(Story.many(1)).apply()));
    Story most = story(new GuardSpec(1, 1, 100, 100, 12, 32, false)).answers(Story.many(1));
    most.apply();
    assertEquals(
        "2 IPv4 entries are published, at most 1 is expected",
        message(most.later(HOUR).answers(Story.many(2)).apply()));
  }

  @Test
  void aSetThatHasEnoughAgainIsAskedForThatMuch() {
    Story story = story(new GuardSpec(15, 100, 100, 100, 12, 32, false)).answers(Story.many(20));
    story.apply();
    Settled held = story.later(HOUR).answers(Story.many(3)).apply();
    story.approve(held.pending().getFirst().digest()).apply();
    story.later(HOUR).answers(Story.many(15)).apply();
    Settled other = story.later(HOUR).answers("8.8.9.1", "8.8.9.2", "8.8.9.3").apply();
    assertEquals("3 entries are published, at least 15 are expected", message(other));
  }

  @Test
  void aNameWhoseAnswersRotateKeepsItsApproval() {
    Story story = story(new GuardSpec(60, 1_000, 100, 1_000, 12, 32, false));
    story.answers(part(0, 64)).apply();
    Settled held = story.later(Duration.ofMinutes(1)).answers(part(0, 8)).apply();
    story.approve(held.pending().getFirst().digest()).apply();
    for (int turn = 1; turn < 60; turn++) {
      Settled settled = story.later(Duration.ofMinutes(1)).answers(part(turn * 5, 8)).apply();
      assertEquals(List.of(), settled.pending(), "turn " + turn);
    }
  }

  @Test
  void aWholeAnswerAfterPartsOfItIsNoGrowth() {
    Story story = new Story().answers(part(0, 8));
    story.apply();
    for (int turn = 1; turn < 60; turn++) {
      story.later(Duration.ofMinutes(1)).answers(part(turn * 9 % 61, 8));
      assertEquals(List.of(), story.apply().pending(), "turn " + turn);
    }
    Settled whole = story.later(Duration.ofMinutes(1)).answers(part(0, 64)).apply();
    assertEquals(List.of(), whole.pending());
    assertEquals(64, Story.inForce(whole).size());
  }

  @Test
  void newAddressesCountAgainstThoseInForceFadingIncluded() {
    Story story = new Story().answers(part(0, 40));
    story.apply();
    story.later(HOUR).answers(part(40, 24)).apply();
    int most = 64 + GuardSpec.GROW_SLACK;
    assertEquals(Set.of(), Story.holding(story.later(HOUR).answers(Story.many(24 + most)).look()));
    story.answers(mixed(most + 1));
    assertEquals(Set.of("grow additions"), Story.holding(story.look()));
    story.answers(mixed(most));
    assertEquals(Set.of(), Story.holding(story.look()));
  }

  /** Some of a pool of 64, from one of them on. */
  private static String[] part(int from, int count) {
    String[] texts = new String[count];
    for (int i = 0; i < count; i++) {
      texts[i] = "9.9.9." + (from + i) % 64;
    }
    return texts;
  }

  /** Those of the pool that were named last, and as many new ones. */
  private static String[] mixed(int fresh) {
    List<String> all = new ArrayList<>(List.of(part(40, 24)));
    all.addAll(List.of(Story.many(fresh)));
    return all.toArray(String[]::new);
  }

  private static String message(Settled settled) {
    return settled.pending().getFirst().message();
  }

  private static Story story(GuardSpec spec) {
    return new Story().guarded(old -> spec);
  }

  private static GuardSpec atLeast(int entries) {
    return new GuardSpec(entries, 100, 50, 100, 12, 32, false);
  }
}
