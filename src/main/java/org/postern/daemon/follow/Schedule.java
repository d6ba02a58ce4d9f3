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
 * Decides when each question is asked again: after an answer, before its lifetime ends; after an
 * absence, when its lifetime has ended; after a failure, with exponential backoff. Every wait
 * varies at random, so that a thousand names are not queried in the same moment, even when all of
 * them failed together.
 *
 * <p>Times are those of {@link SteadyClock#elapsed}: a query is neither late nor early when the
 * wall clock is set.
 */
final class Schedule {
  /** The part of its lifetime after which an answer is asked for again at the earliest. */
  private static final double REFRESH = 0.7;

  /**
   * The part of its lifetime after which an absence is asked for again at the earliest: before its
   * end a cache would repeat it (RFC 2308), and that would confirm nothing.
   */
  private static final double AFTERWARDS = 1.1;

  /** The most that is added to a wait at random, as a part of it. */
  private static final double SPREAD = 0.25;

  /** The longest wait before the first retry; it doubles with each further one. */
  private static final Duration FIRST_RETRY = Duration.ofSeconds(2);

  /**
   * The longest wait before any retry: resolvers cache a failure for five minutes at most (RFC 9520
   * section 3.2).
   */
  private static final Duration LAST_RETRY = Duration.ofMinutes(5);

  /** Keeps the shift within range; {@link #LAST_RETRY} is reached after eight. */
  private static final int DOUBLINGS = 16;

  private final RandomGenerator random;
  private final Map<Question, Turn> turns = new LinkedHashMap<>();

  Schedule(RandomGenerator random) {
    this.random = random;
  }

  /**
   * The next turn of a question.
   *
   * @param due the time when it is asked
   * @param failures how many times in a row nothing was learned
   */
  private record Turn(Duration due, int failures) {}

  /** Has these questions asked at once, and drops all others. */
  void restart(Set<Question> questions, Duration now) {
    turns.clear();
    questions.forEach(question -> turns.put(question, new Turn(now, 0)));
  }

  /** Returns the questions that are due. */
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

  /** Returns when the next question is due; empty without questions. */
  Optional<Duration> next() {
    return turns.values().stream().map(Turn::due).min(Duration::compareTo);
  }

  /** Returns when each question is due. */
  Map<Question, Duration> turns() {
    Map<Question, Duration> all = new LinkedHashMap<>();
    turns.forEach((question, turn) -> all.put(question, turn.due()));
    return all;
  }

  /** Returns how many times in a row nothing was learned, for each question. */
  Map<Question, Integer> failures() {
    Map<Question, Integer> all = new LinkedHashMap<>();
    turns.forEach((question, turn) -> all.put(question, turn.failures()));
    return all;
  }

  /** Plans the next time after an answer; a question that is not scheduled stays out. */
  void answered(Question question, Answer answer, Duration now, ResolveSettings by) {
    Turn last = turns.get(question);
    if (last != null) {
      int failures = answer instanceof Answer.NoInformation ? last.failures() + 1 : 0;
      turns.put(question, new Turn(now.plus(wait(answer, failures, by)), failures));
    }
  }

  /** Has a scheduled question asked at this time, and forgets its failures. */
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

  /** Returns a random wait in the upper half of a limit that doubles with each failure. */
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
