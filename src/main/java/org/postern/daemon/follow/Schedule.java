package org.postern.daemon.follow;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.postern.daemon.loop.SteadyClock;
import org.postern.policy.ResolveSettings;
import org.postern.source.Answer;
import org.postern.source.Question;

/**
 * When each question is asked again: after an answer before it runs out, after an absence when it
 * has run out, after a failure soon and then less and less often. Everything is spread, so that a
 * thousand names do not ask in one moment, not even when all of them failed together.
 *
 * <p>Times are those of {@link SteadyClock#elapsed}: a wall clock that is set moves no turn, so
 * that each question comes no later than the life of its last answer, whatever the clock does.
 */
final class Schedule {
  /** An answer is asked for again after so much of its life at the earliest. */
  private static final double REFRESH = 0.7;

  /** Within its life the same absence would come from a cache, and not count as another. */
  private static final double AFTERWARDS = 1.1;

  /** By up to so much of itself each time is longer. */
  private static final double SPREAD = 0.25;

  /** The first retry is within this, and each further one within twice as long. */
  private static final Duration FIRST_RETRY = Duration.ofSeconds(2);

  /** RFC 9520 section 3.2 has resolvers remember a failure for up to five minutes. */
  private static final Duration LAST_RETRY = Duration.ofMinutes(5);

  /** After so many the last is reached. */
  private static final int DOUBLINGS = 16;

  private final RandomGenerator random;
  private final Map<Question, Turn> turns = new LinkedHashMap<>();

  Schedule(RandomGenerator random) {
    this.random = random;
  }

  /**
   * When a question comes next.
   *
   * @param failures how often in a row nothing was learned
   */
  private record Turn(Duration due, int failures) {}

  /** Has all of these asked at once, and no others any more. */
  void restart(Set<Question> questions, Duration now) {
    turns.clear();
    questions.forEach(question -> turns.put(question, new Turn(now, 0)));
  }

  /** The questions whose time has come. */
  Set<Question> due(Duration now) {
    Set<Question> due = new LinkedHashSet<>();
    turns.forEach(
        (question, turn) -> {
          if (turn.due().compareTo(now) <= 0) {
            due.add(question);
          }
        });
    return due;
  }

  /** When the next question comes. */
  Optional<Duration> next() {
    return turns.values().stream().map(Turn::due).min(Duration::compareTo);
  }

  /** When each question comes. */
  Map<Question, Duration> turns() {
    Map<Question, Duration> all = new LinkedHashMap<>();
    turns.forEach((question, turn) -> all.put(question, turn.due()));
    return all;
  }

  /** How often in a row nothing was learned of each question. */
  Map<Question, Integer> failures() {
    Map<Question, Integer> all = new LinkedHashMap<>();
    turns.forEach((question, turn) -> all.put(question, turn.failures()));
    return all;
  }

  /** Plans the next time after an answer from outside. */
  void answered(Question question, Answer answer, Duration now, ResolveSettings by) {
    Turn last = turns.get(question);
    if (last != null) {
      int failures = answer instanceof Answer.NoInformation ? last.failures() + 1 : 0;
      turns.put(question, new Turn(now.plus(wait(answer, failures, by)), failures));
    }
  }

  /** Has a question asked at this time, whatever came of it before. */
  void again(Question question, Duration due) {
    turns.replace(question, new Turn(due, 0));
  }

  private Duration wait(Answer answer, int failures, ResolveSettings by) {
    return switch (answer) {
      case Answer.Data data ->
          longer(by.ttlFloor(), spread(times(clamped(data.ttl(), by), REFRESH)));
      case Answer.Gone gone -> spread(times(clamped(gone.ttl(), by), AFTERWARDS));
      case Answer.NoInformation none -> retry(failures);
    };
  }

  /** Somewhere in the upper half of a time that doubles. */
  private Duration retry(int failures) {
    Duration doubled = FIRST_RETRY.multipliedBy(1L << Math.min(failures - 1, DOUBLINGS));
    Duration most = doubled.compareTo(LAST_RETRY) > 0 ? LAST_RETRY : doubled;
    return times(most, 1 - random.nextDouble() / 2);
  }

  private static Duration clamped(Duration ttl, ResolveSettings by) {
    return ttl.compareTo(by.ttlCap()) > 0 ? by.ttlCap() : longer(by.ttlFloor(), ttl);
  }

  private Duration spread(Duration wait) {
    return times(wait, 1 + SPREAD * random.nextDouble());
  }

  private static Duration times(Duration wait, double factor) {
    return Duration.ofMillis(Math.round(wait.toMillis() * factor));
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }
}
