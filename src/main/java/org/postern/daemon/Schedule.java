package org.postern.daemon;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.postern.policy.ResolveSettings;
import org.postern.source.Answer;
import org.postern.source.Question;

/**
 * When which half of which source is asked again: an answer before it runs out, an absence when it
 * does, a failure soon and then less and less often. Everything is spread a little, so that a
 * thousand names do not ask in one moment.
 */
final class Schedule {
  /** An answer is asked for again after so much of its life. */
  private static final double REFRESH = 0.8;

  /** By so much of itself each time is moved at random. */
  private static final double JITTER = 0.1;

  private static final Duration FIRST_RETRY = Duration.ofSeconds(1);

  /** RFC 9520 section 3.2 has resolvers remember a failure for up to five minutes. */
  private static final Duration LAST_RETRY = Duration.ofMinutes(5);

  /** What is asked of nobody outside, such as list files, is looked at so often. */
  private static final Duration LOCAL = Duration.ofMinutes(1);

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
  private record Turn(Instant due, int failures) {}

  /** Has all of these asked at once, and no others any more. */
  void restart(Set<Question> questions, Instant now) {
    turns.clear();
    questions.forEach(question -> turns.put(question, new Turn(now, 0)));
  }

  /** The questions whose time has come. */
  Set<Question> due(Instant now) {
    Set<Question> due = new LinkedHashSet<>();
    turns.forEach(
        (question, turn) -> {
          if (!turn.due().isAfter(now)) {
            due.add(question);
          }
        });
    return due;
  }

  /** When the next question comes. */
  Optional<Instant> next() {
    return turns.values().stream().map(Turn::due).min(Instant::compareTo);
  }

  /** When each question comes. */
  Map<Question, Instant> turns() {
    Map<Question, Instant> all = new LinkedHashMap<>();
    turns.forEach((question, turn) -> all.put(question, turn.due()));
    return all;
  }

  /** How often in a row nothing was learned of each question. */
  Map<Question, Integer> failures() {
    Map<Question, Integer> all = new LinkedHashMap<>();
    turns.forEach((question, turn) -> all.put(question, turn.failures()));
    return all;
  }

  /** Plans the next time after an answer. */
  void answered(
      Question question, boolean outside, Answer answer, Instant now, ResolveSettings by) {
    Turn last = turns.get(question);
    if (last == null) {
      return;
    }
    int failures = answer instanceof Answer.NoInformation ? last.failures() + 1 : 0;
    Duration wait = outside ? wait(answer, failures, by) : LOCAL;
    turns.put(question, new Turn(now.plus(spread(wait)), failures));
  }

  private static Duration wait(Answer answer, int failures, ResolveSettings by) {
    return switch (answer) {
      case Answer.Data data -> share(clamped(data.ttl(), by));
      // Within its life the same absence would come from a cache, and not count as another.
      case Answer.Gone gone -> clamped(gone.ttl(), by).multipliedBy(9).dividedBy(8);
      case Answer.NoInformation none -> retry(failures);
    };
  }

  private static Duration retry(int failures) {
    int doublings = Math.min(failures - 1, 16);
    Duration wait = FIRST_RETRY.multipliedBy(1L << doublings);
    return wait.compareTo(LAST_RETRY) > 0 ? LAST_RETRY : wait;
  }

  private static Duration share(Duration ttl) {
    return Duration.ofMillis((long) (ttl.toMillis() * REFRESH));
  }

  private static Duration clamped(Duration ttl, ResolveSettings by) {
    if (ttl.compareTo(by.ttlFloor()) < 0) {
      return by.ttlFloor();
    }
    return ttl.compareTo(by.ttlCap()) > 0 ? by.ttlCap() : ttl;
  }

  private Duration spread(Duration wait) {
    double factor = 1 - JITTER + 2 * JITTER * random.nextDouble();
    return Duration.ofMillis(Math.max(500, (long) (wait.toMillis() * factor)));
  }

  /** The clock was set forward by so much; nothing comes earlier or later by that. */
  void shift(Duration by) {
    turns.replaceAll((question, turn) -> new Turn(turn.due().plus(by), turn.failures()));
  }
}
