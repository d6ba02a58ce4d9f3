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
  private final Asking asking;
  private final InstantSource clock;
  private final Schedule schedule;
  private final Map<Question, Heard> heard = new LinkedHashMap<>();
  private final Map<Question, SourceSpec> sources = new HashMap<>();
  private final Set<Question> asked = new LinkedHashSet<>();
  private Optional<Accepted> accepted = Optional.empty();
  private int round;
  private boolean news;

  Following(Asking asking, InstantSource clock, RandomGenerator random) {
    this.asking = asking;
    this.clock = clock;
    this.schedule = new Schedule(random);
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
    Set<Question> due = schedule.due(clock.instant());
    due.removeAll(asked);
    if (due.isEmpty() || accepted.isEmpty()) {
      return;
    }
    asked.addAll(due);
    int of = round;
    asking.ask(
        accepted.get(),
        due,
        answers -> {
          if (of == round) {
            due.forEach(question -> answered(question, answers));
            news = true;
          }
        });
  }

  /** A question that got no answer at all is asked again like one that failed. */
  private void answered(Question question, Map<Question, Answer> answers) {
    Answer answer =
        answers.getOrDefault(
            question,
            new Answer.NoInformation(Answer.Cause.UNREADABLE, question.source() + ": no answer"));
    Instant now = clock.instant();
    asked.remove(question);
    heard.put(question, new Heard(answer, now));
    boolean outside =
        Optional.ofNullable(sources.get(question)).map(SourceSpec::outside).orElse(false);
    schedule.answered(question, outside, answer, now, accepted.orElseThrow().policy().resolve());
  }

  /** Whether everything was heard once, and something since this was last so. */
  boolean takeNews() {
    boolean complete = accepted.isPresent() && heard.keySet().containsAll(sources.keySet());
    boolean taken = complete && news;
    news &= !taken;
    return taken;
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
    heard.replaceAll((question, one) -> new Heard(one.answer(), one.at().plus(by)));
  }
}
