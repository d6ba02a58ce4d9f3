package org.postern.daemon.follow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.postern.address.Family;
import org.postern.policy.ResolveSettings;
import org.postern.source.Answer;
import org.postern.source.EntryTable;
import org.postern.source.Question;

class ScheduleTest {
  private static final Duration NOW = Duration.ofDays(3);
  private static final Question NAME = new Question("dns a.example", Family.IP);
  private static final Answer FAILURE = new Answer.NoInformation(Answer.Cause.TIMEOUT, "");

  private final Schedule schedule = new Schedule(new Random(1));

  @Test
  void whatIsNewIsDueAtOnceAndWhatIsGoneIsNot() {
    schedule.restart(Set.of(NAME), NOW);
    assertEquals(Set.of(NAME), schedule.due(NOW));
    schedule.restart(Set.of(), NOW);
    assertEquals(Set.of(), schedule.due(NOW));
    assertEquals(Optional.empty(), schedule.next());
  }

  @Test
  void anAnswerIsAskedForAgainBeforeItRunsOut() {
    assertWithin(700, 875, data(Duration.ofSeconds(1_000)));
  }

  @Test
  void shortLivesAreTakenAsTheFloorAndLongOnesAsTheCap() {
    assertWithin(60, 60, data(Duration.ZERO));
    assertWithin(60, 75, data(Duration.ofSeconds(80)));
    assertWithin(60_480, 75_600, data(Duration.ofDays(30)));
  }

  @Test
  void anAbsenceIsAskedForAgainAfterItHasRunOut() {
    Answer gone =
        new Answer.Gone(Answer.Absence.NXDOMAIN, Duration.ofSeconds(1_000), List.of(), "");
    assertWithin(1_100, 1_375, gone);
  }

  @Test
  void failuresAreAskedForAgainLessAndLessOftenUpToFiveMinutes() {
    schedule.restart(Set.of(NAME), NOW);
    List<Duration> waits = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      waits.add(after(FAILURE));
    }
    for (int i = 0; i < waits.size(); i++) {
      Duration most = Duration.ofSeconds(Math.min(300, 2L << Math.min(i, 20)));
      assertTrue(waits.get(i).compareTo(most) <= 0, waits::toString);
      assertTrue(waits.get(i).compareTo(most.dividedBy(2)) >= 0, waits::toString);
    }
  }

  @Test
  void oneAnswerEndsTheBackOff() {
    schedule.restart(Set.of(NAME), NOW);
    for (int i = 0; i < 10; i++) {
      after(FAILURE);
    }
    after(data(Duration.ofHours(1)));
    assertTrue(after(FAILURE).compareTo(Duration.ofSeconds(2)) <= 0);
  }

  @Test
  void thousandNamesThatFailTogetherDoNotAskTogetherAgain() {
    Set<Question> names = new HashSet<>();
    for (int i = 0; i < 1_000; i++) {
      names.add(new Question("dns n" + i, Family.IP));
    }
    schedule.restart(names, NOW);
    Duration now = NOW;
    for (int second = 0; second < 4_000; second++) {
      now = now.plusSeconds(1);
      Set<Question> due = schedule.due(now);
      // By then each has failed eight times.
      int most = second < 300 ? 1_000 : 40;
      assertTrue(due.size() <= most, due.size() + " at once after " + second + " s");
      for (Question question : due) {
        schedule.answered(question, FAILURE, now, ResolveSettings.DEFAULT);
      }
    }
  }

  @Test
  void anAnswerToAQuestionOfBeforePlansNothing() {
    schedule.restart(Set.of(), NOW);
    schedule.answered(NAME, FAILURE, NOW, ResolveSettings.DEFAULT);
    schedule.again(NAME, NOW);
    assertEquals(Optional.empty(), schedule.next());
  }

  private void assertWithin(long least, long most, Answer answer) {
    for (int i = 0; i < 100; i++) {
      schedule.restart(Set.of(NAME), NOW);
      Duration wait = after(answer);
      assertTrue(
          wait.compareTo(Duration.ofSeconds(least)) >= 0
              && wait.compareTo(Duration.ofSeconds(most)) <= 0,
          wait::toString);
    }
  }

  private Duration after(Answer answer) {
    schedule.answered(NAME, answer, NOW, ResolveSettings.DEFAULT);
    return schedule.next().orElseThrow().minus(NOW);
  }

  private static Answer data(Duration ttl) {
    return new Answer.Data(EntryTable.none(Family.IP), ttl, List.of(), "");
  }
}
