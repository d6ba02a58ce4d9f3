package org.postern.daemon.follow;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.postern.address.Family;
import org.postern.daemon.loop.SteadyClock;
import org.postern.diagnostic.Report;
import org.postern.pipeline.Accepted;
import org.postern.pipeline.Pipeline;
import org.postern.policy.FileSource;
import org.postern.policy.SetDefinition;
import org.postern.policy.SourceSpec;
import org.postern.source.Answer;
import org.postern.source.Heard;
import org.postern.source.Question;

/** The sources of the accepted policy: what is asked when, and what was heard last. */
public final class Following {
  /** A question that takes so long has gone astray; it counts as failed, and is not asked twice. */
  private static final Duration LONGEST = Duration.ofMinutes(10);

  /**
   * The time after which even an answer that changes nothing is news: it is remembered that it was
   * so.
   */
  private static final Duration NEWS_EVERY = Duration.ofHours(1);

  private final Asking asking;
  private final InstantSource clock;
  private final SteadyClock steady;
  private final Schedule schedule;
  private final DomainFollowing domains;
  private final Map<Question, Reception> heard = new LinkedHashMap<>();
  private final Map<Question, SteadyClock.Moment> told = new HashMap<>();
  private final Map<Question, SourceSpec> sources = new HashMap<>();
  private final Map<Question, Duration> asked = new LinkedHashMap<>();

  /** The questions asked while an address was learned that the answer on its way may not have. */
  private final Set<Question> again = new HashSet<>();

  /** The lists that are followed, read by the thread that watches them. */
  private volatile Set<Path> lists = Set.of();

  private Optional<Accepted> accepted = Optional.empty();
  private int round;
  private boolean news;
  private boolean urgent;
  private Duration newsAt;

  Following(
      Asking asking,
      DomainFollowing.Looking looking,
      InstantSource clock,
      SteadyClock steady,
      RandomGenerator random) {
    this.asking = asking;
    this.clock = clock;
    this.steady = steady;
    this.schedule = new Schedule(random);
    this.domains = new DomainFollowing(asking, looking, clock, steady);
    this.newsAt = steady.elapsed();
  }

  /** Creates a following that asks as a pipeline does. */
  public static Following of(
      Pipeline pipeline, Asking asking, SteadyClock steady, RandomGenerator random) {
    return new Following(
        asking,
        (one, before) -> pipeline.asker().domains(one, before, new Report()),
        pipeline.actor().clock(),
        steady,
        random);
  }

  /** An answer and the moment when it came. */
  private record Reception(Answer answer, SteadyClock.Moment moment) {}

  /** Follows the sources of this policy from now on, and forgets the answers of others. */
  public void follow(Accepted next) {
    stop();
    accepted = Optional.of(next);
    domains.follow(next);
    for (SetDefinition set : next.policy().sets()) {
      for (SourceSpec source : set.sources()) {
        for (Family family : source.families()) {
          sources.put(new Question(source.id(), family), source);
        }
      }
    }
    lists =
        Stream.concat(
                sources.values().stream().flatMap(source -> list(source).stream()),
                domains.lists().stream())
            .collect(Collectors.toUnmodifiableSet());
    schedule.restart(sources.keySet(), steady.elapsed());
  }

  private static Optional<Path> list(SourceSpec source) {
    return source.base() instanceof FileSource file
        ? Optional.of(Path.of(file.resolvedPath()))
        : Optional.empty();
  }

  /** Returns the list files that are followed, of addresses and of mail domains; for any thread. */
  public Set<Path> lists() {
    return lists;
  }

  /** Has lists read at once; what is read of them now is from before, and counts for nothing. */
  public void changed(Set<Path> files) {
    domains.changed(files);
    sources.forEach(
        (question, source) -> {
          if (list(source).filter(files::contains).isPresent()) {
            asked.remove(question);
            schedule.again(question, steady.elapsed());
          }
        });
  }

  /** Has a source asked at once, since it has learned an address. */
  public void learned(String source) {
    for (Question question : sources.keySet()) {
      if (question.source().equals(source)) {
        if (asked.containsKey(question)) {
          again.add(question);
        } else {
          schedule.again(question, steady.elapsed());
        }
      }
    }
  }

  /** Goes on with the same policy of another generation; what was heard stays. */
  public void goOn(Accepted next) {
    accepted = Optional.of(next);
    domains.goOn(next);
  }

  /** Follows nothing; answers that are still on their way are passed over. */
  public void stop() {
    round++;
    accepted = Optional.empty();
    heard.clear();
    told.clear();
    asked.clear();
    again.clear();
    sources.clear();
    lists = Set.of();
    news = false;
    urgent = false;
    domains.stop();
    schedule.restart(Set.of(), steady.elapsed());
  }

  /** Returns the mail domains among what is followed. */
  public DomainFollowing domains() {
    return domains;
  }

  /** Returns the accepted policy that is followed. */
  public Optional<Accepted> accepted() {
    return accepted;
  }

  /** Asks what is due. */
  public void ask() {
    if (accepted.isEmpty()) {
      return;
    }
    Duration now = steady.elapsed();
    Set<Question> due = schedule.due(now);
    for (Question question : due) {
      if (asked.getOrDefault(question, now).plus(LONGEST).compareTo(now) < 0) {
        heard(question, none(question, "no answer for " + LONGEST.toMinutes() + " minutes"));
      }
    }
    due.removeAll(asked.keySet());
    // Apart, so that a file system that hangs keeps no name waiting, and a name no peer.
    Map<List<Boolean>, Set<Question>> apart = new LinkedHashMap<>();
    for (Question question : due) {
      SourceSpec source = source(question);
      apart
          .computeIfAbsent(List.of(source.outside(), source.learns()), _ -> new LinkedHashSet<>())
          .add(question);
    }
    apart.values().forEach(some -> ask(some, now));
    domains.ask();
  }

  private void ask(Set<Question> some, Duration now) {
    some.forEach(question -> asked.put(question, now));
    int of = round;
    asking.ask(
        accepted.orElseThrow(),
        some,
        answers -> {
          if (of == round) {
            some.forEach(question -> answered(question, now, answers));
          }
        });
  }

  /**
   * A question that got no answer at all is asked again like one that failed. An answer to a
   * question that was asked anew meanwhile is older than what is known, and counts for nothing.
   */
  private void answered(Question question, Duration at, Map<Question, Answer> answers) {
    if (asked.remove(question, at)) {
      heard(question, answers.getOrDefault(question, none(question, "no answer")));
      if (again.remove(question)) {
        schedule.again(question, steady.elapsed());
      }
    }
  }

  private static Answer none(Question question, String why) {
    return new Answer.NoInformation(Answer.Cause.UNREADABLE, question.source() + ": " + why);
  }

  private void heard(Question question, Answer answer) {
    SteadyClock.Moment now = new SteadyClock.Moment(clock.instant(), steady.elapsed());
    Optional<Reception> before =
        Optional.ofNullable(heard.put(question, new Reception(answer, now)));
    boolean isNew = before.isEmpty() || isNews(before.get().answer(), answer, now.elapsed());
    news |= isNew;
    urgent |= isNew && source(question).learns();
    if (!(answer instanceof Answer.NoInformation)) {
      told.put(question, now);
    }
    plan(question, answer, now.elapsed());
  }

  /** Tells whether an answer says something that the one before did not. */
  private boolean isNews(Answer before, Answer answer, Duration now) {
    return switch (answer) {
      case Answer.Data data ->
          now.compareTo(newsAt.plus(NEWS_EVERY)) >= 0
              || !(before instanceof Answer.Data last && last.entries().equals(data.entries()));
      // An absence counts by how often it was said.
      case Answer.Gone gone -> true;
      case Answer.NoInformation why ->
          !(before instanceof Answer.NoInformation last && last.cause() == why.cause());
    };
  }

  private void plan(Question question, Answer answer, Duration now) {
    source(question)
        .pollEvery()
        .ifPresentOrElse(
            every -> schedule.again(question, now.plus(every)),
            () ->
                schedule.answered(
                    question, answer, now, accepted.orElseThrow().policy().resolve()));
  }

  private SourceSpec source(Question question) {
    return Optional.ofNullable(sources.get(question)).orElseThrow();
  }

  /**
   * Takes over answers that another run of the same policy has heard and settled: what it decided
   * is what this goes on from. Older answers than those known here change nothing.
   */
  public void learn(Map<Question, Heard> answers) {
    Duration elapsed = steady.elapsed();
    Instant now = clock.instant();
    answers.forEach(
        (question, one) -> {
          Reception known = heard.get(question);
          boolean older = known != null && one.at().isBefore(known.moment().at());
          if (sources.containsKey(question) && !older) {
            Duration ago = Duration.between(one.at(), now);
            SteadyClock.Moment moment = new SteadyClock.Moment(one.at(), elapsed.minus(ago));
            asked.remove(question);
            heard.put(question, new Reception(one.answer(), moment));
            if (!(one.answer() instanceof Answer.NoInformation)) {
              told.put(question, moment);
            }
            plan(question, one.answer(), elapsed);
          }
        });
  }

  /**
   * Forgets every answer that is older than what another run has settled since, and asks again at
   * once. Until then nothing is settled, so that an older answer undoes nothing.
   *
   * @param settled the time when each question was last answered, by the state
   * @return whether anything was forgotten
   */
  public boolean forgetOlderThan(Map<Question, Instant> settled) {
    boolean forgotten = false;
    Instant now = clock.instant();
    for (Map.Entry<Question, Instant> one : settled.entrySet()) {
      Reception known = heard.get(one.getKey());
      // A date that has not come yet is of a clock that was wrong.
      Instant at = one.getValue().isAfter(now) ? now : one.getValue();
      if (known != null && known.moment().at().isBefore(at)) {
        heard.remove(one.getKey());
        asked.remove(one.getKey());
        schedule.again(one.getKey(), steady.elapsed());
        news = true;
        forgotten = true;
      }
    }
    return forgotten;
  }

  /** Tells whether everything was heard once, and something new since this was last so. */
  public boolean takeNews() {
    if (!isComplete()) {
      return false;
    }
    boolean ofDomains = domains.takeNews();
    boolean taken = news || ofDomains;
    if (taken) {
      news = false;
      newsAt = steady.elapsed();
    }
    return taken;
  }

  /** Tells whether a peer waits for what was heard since this was last asked. */
  public boolean takeUrgent() {
    boolean taken = urgent;
    urgent = false;
    return taken;
  }

  /** Tells whether every question was answered, be it without information. */
  public boolean isComplete() {
    return accepted.isPresent()
        && domains.isComplete()
        && heard.keySet().containsAll(sources.keySet());
  }

  /** Returns when a source last gave information; empty when it did not since the start. */
  Optional<Instant> told(Question question) {
    return Optional.ofNullable(told.get(question)).map(SteadyClock.Moment::at);
  }

  /** Returns everything that was heard last. */
  public Map<Question, Heard> heard() {
    Map<Question, Heard> all = new LinkedHashMap<>();
    heard.forEach((question, one) -> all.put(question, new Heard(one.answer(), one.moment().at())));
    return all;
  }

  /** Returns when the next question is due. */
  public Optional<Instant> next() {
    return Stream.of(schedule.next().map(this::wall), domains.next())
        .flatMap(Optional::stream)
        .min(Instant::compareTo);
  }

  /** Returns when each question is asked next. */
  public Map<Question, Instant> turns() {
    Map<Question, Instant> all = new LinkedHashMap<>();
    schedule.turns().forEach((question, due) -> all.put(question, wall(due)));
    return all;
  }

  private Instant wall(Duration due) {
    return clock.instant().plus(due.minus(steady.elapsed()));
  }

  /** Returns how often in a row each question brought no information. */
  public Map<Question, Integer> failures() {
    return schedule.failures();
  }

  /** The clock on the wall was set; what was heard keeps its age. */
  public void shift(SteadyClock.Jump jump) {
    told.replaceAll((question, moment) -> jump.moved(moment));
    domains.shift(jump.by());
    heard.replaceAll((question, one) -> new Reception(one.answer(), jump.moved(one.moment())));
  }
}
