package org.postern.daemon;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.postern.address.Family;
import org.postern.pipeline.Accepted;
import org.postern.policy.SetDefinition;
import org.postern.policy.SourceSpec;
import org.postern.source.Answer;
import org.postern.source.Heard;
import org.postern.source.Question;

/** The sources of the accepted policy: what is asked when, and what was heard last. */
final class Following {
  /** What is asked of nobody outside and may change, such as list files, is looked at so often. */
  private static final Duration LOCAL = Duration.ofMinutes(1);

  /** What is in the policy itself changes only with it. */
  private static final Duration FIXED = Duration.ofDays(1);

  /** Whoever asks so long has gone astray; he is not asked for the same again, and it is said. */
  private static final Duration LONGEST = Duration.ofMinutes(10);

  /** That nothing has changed is news after this: it is remembered that it was so. */
  private static final Duration NEWS_EVERY = Duration.ofHours(1);

  private final Asking asking;
  private final InstantSource clock;
  private final Schedule schedule;
  private final Map<Question, Heard> heard = new LinkedHashMap<>();
  private final Map<Question, Instant> told = new HashMap<>();
  private final Map<Question, SourceSpec> sources = new HashMap<>();
  private final Map<Question, Instant> asked = new LinkedHashMap<>();
  private Optional<Accepted> accepted = Optional.empty();
  private int round;
  private boolean news;
  private Instant newsAt;

  Following(Asking asking, InstantSource clock, RandomGenerator random) {
    this.asking = asking;
    this.clock = clock;
    this.schedule = new Schedule(random);
    this.newsAt = clock.instant();
  }

  /** Follows the sources of this policy from now on, and forgets what others said. */
  void follow(Accepted next) {
    stop();
    accepted = Optional.of(next);
    for (SetDefinition set : next.policy().sets()) {
      for (SourceSpec source : set.sources()) {
        families(source).forEach(family -> sources.put(new Question(source.id(), family), source));
      }
    }
    schedule.restart(sources.keySet(), clock.instant());
  }

  /** The same policy went on to another generation; what was heard stays. */
  void goOn(Accepted next) {
    accepted = Optional.of(next);
  }

  /** Follows nothing; answers that are still on their way are passed over. */
  void stop() {
    round++;
    accepted = Optional.empty();
    heard.clear();
    told.clear();
    asked.clear();
    sources.clear();
    news = false;
    schedule.restart(Set.of(), clock.instant());
  }

  /** What is followed. */
  Optional<Accepted> accepted() {
    return accepted;
  }

  private static Set<Family> families(SourceSpec source) {
    return switch (source) {
      case SourceSpec.Dns name -> name.families();
      case SourceSpec.ListFile file -> Set.of(Family.values());
      case SourceSpec.Literal literal -> Set.of(literal.interval().first().family());
      case SourceSpec.Reference reference -> Set.of();
    };
  }

  /** Asks what is due. */
  void ask() {
    if (accepted.isEmpty()) {
      return;
    }
    Instant now = clock.instant();
    Set<Question> due = schedule.due(now);
    for (Question question : due) {
      if (asked.getOrDefault(question, now).plus(LONGEST).isBefore(now)) {
        heard(question, none(question, "no answer for " + LONGEST.toMinutes() + " minutes"));
      }
    }
    due.removeAll(asked.keySet());
    // Apart, so that a file system that hangs keeps no name waiting.
    ask(due, true, now);
    ask(due, false, now);
  }

  private void ask(Set<Question> due, boolean outside, Instant now) {
    Set<Question> some = new LinkedHashSet<>(due);
    some.removeIf(question -> sources.get(question) instanceof SourceSpec.Dns != outside);
    if (some.isEmpty()) {
      return;
    }
    some.forEach(question -> asked.put(question, now));
    int of = round;
    asking.ask(
        accepted.orElseThrow(),
        some,
        answers -> {
          if (of == round) {
            some.forEach(question -> answered(question, answers));
          }
        });
  }

  /** A question that got no answer at all is asked again like one that failed. */
  private void answered(Question question, Map<Question, Answer> answers) {
    asked.remove(question);
    heard(question, answers.getOrDefault(question, none(question, "no answer")));
  }

  private static Answer none(Question question, String why) {
    return new Answer.NoInformation(Answer.Cause.UNREADABLE, question.source() + ": " + why);
  }

  private void heard(Question question, Answer answer) {
    Instant now = clock.instant();
    Optional<Heard> before = Optional.ofNullable(heard.put(question, new Heard(answer, now)));
    news |= before.isEmpty() || isNews(before.get().answer(), answer, now);
    if (!(answer instanceof Answer.NoInformation)) {
      told.put(question, now);
    }
    plan(question, answer, now);
  }

  /** Whether an answer says something that the one before did not. */
  private boolean isNews(Answer before, Answer answer, Instant now) {
    return switch (answer) {
      case Answer.Data data ->
          !now.isBefore(newsAt.plus(NEWS_EVERY))
              || !(before instanceof Answer.Data last && last.entries().equals(data.entries()));
      // An absence counts by how often it was said.
      case Answer.Gone gone -> true;
      case Answer.NoInformation why ->
          !(before instanceof Answer.NoInformation last && last.cause() == why.cause());
    };
  }

  private void plan(Question question, Answer answer, Instant now) {
    switch (Optional.ofNullable(sources.get(question)).orElseThrow()) {
      case SourceSpec.Dns name ->
          schedule.answered(question, answer, now, accepted.orElseThrow().policy().resolve());
      case SourceSpec.ListFile file -> schedule.again(question, now.plus(LOCAL));
      case SourceSpec.Literal literal ->
          schedule.again(question, now.plus(literal.until().isPresent() ? LOCAL : FIXED));
      case SourceSpec.Reference reference ->
          throw new IllegalStateException("nothing is asked of a set");
    }
  }

  /** Whether everything was heard once, and something new since this was last so. */
  boolean takeNews() {
    boolean complete = accepted.isPresent() && heard.keySet().containsAll(sources.keySet());
    boolean taken = complete && news;
    if (taken) {
      news = false;
      newsAt = clock.instant();
    }
    return taken;
  }

  /** When a source last said something of its addresses; empty when it did not since the start. */
  Optional<Instant> told(Question question) {
    return Optional.ofNullable(told.get(question));
  }

  /** Everything that was heard last. */
  Map<Question, Heard> heard() {
    return heard;
  }

  /** When something is asked next. */
  Optional<Instant> next() {
    return schedule.next();
  }

  /** When each question is asked next. */
  Map<Question, Instant> turns() {
    return schedule.turns();
  }

  /** How often in a row nothing was learned of each question. */
  Map<Question, Integer> failures() {
    return schedule.failures();
  }

  /** The clock was set forward by so much. */
  void shift(Duration by) {
    schedule.shift(by);
    newsAt = newsAt.plus(by);
    told.replaceAll((question, at) -> at.plus(by));
    asked.replaceAll((question, at) -> at.plus(by));
    heard.replaceAll((question, one) -> new Heard(one.answer(), one.at().plus(by)));
  }
}
