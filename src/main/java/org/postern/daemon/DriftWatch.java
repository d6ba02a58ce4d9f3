package org.postern.daemon;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.postern.daemon.follow.StrangerRate;
import org.postern.daemon.loop.Inquiry;
import org.postern.pipeline.InForce;
import org.postern.pipeline.Outcome;
import org.postern.pipeline.run.Restoration;
import org.postern.plan.ByHand;
import org.postern.plan.Observation;
import org.postern.plan.Plan;
import org.postern.plan.Proof;
import org.postern.plan.Ruleset;
import org.postern.target.Facets;
import org.postern.target.Target;
import org.postern.target.TargetException;

/**
 * Watches one target: several times a second whether anything may have moved, and from time to time
 * everything. What differs is repaired, as often as the budget allows.
 */
final class DriftWatch {
  /** A target that cannot be used again and again is asked after so long, doubled each time. */
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

  private final String name;
  private final Restoration restoration;
  private final RepairBudget budget;
  private final Inquiry<Sight> sights = new Inquiry<>();
  private final Inquiry<Optional<String>> tokens = new Inquiry<>();

  /** Whether the loop has other targets to care for while this one is looked at. */
  private boolean besideOthers;

  /**
   * The number of the present state of knowledge: a look that began before it moved on is not
   * believed.
   */
  private long epoch;

  private Optional<String> pulse = Optional.empty();
  private Observation last = Observation.nothing();
  private Optional<Instant> readAt = Optional.empty();

  /** Whether anything may have moved since everything was looked at. */
  private boolean moved = true;

  private Optional<Ruleset> held = Optional.empty();
  private Optional<Ruleset> begun = Optional.empty();

  /** The ruleset that a person was asked to bring about, and has not attested. */
  private Optional<Ruleset> handed = Optional.empty();

  private Optional<Instant> lookedAt = Optional.empty();
  private Health health = new Health(false, "it was not looked at yet", Optional.empty());
  private TargetTally tally = TargetTally.none();
  private final CounterHistory counted = new CounterHistory();
  private final StrangerRate strangers = new StrangerRate();
  private Optional<String> culprits = Optional.empty();
  private Optional<Target> looked = Optional.empty();
  private Duration pause = Duration.ZERO;
  private Optional<Instant> askedAgain = Optional.empty();

  /** Creates the watch of a target about which nothing is known yet. */
  DriftWatch(String name, Restoration restoration, Instant now) {
    this.name = name;
    this.restoration = restoration;
    this.budget = new RepairBudget(now);
  }

  /**
   * The health of a target.
   *
   * @param held whether it holds what it should
   * @param why not, empty when it does
   * @param provenAt the time when it was last known to
   */
  record Health(boolean held, String why, Optional<Instant> provenAt) {}

  /** The result of a look. */
  sealed interface Look {
    /** The target holds what it should, or nothing may have moved. */
    record Held() implements Look {}

    /**
     * The target differed, and was repaired.
     *
     * @param changes how many were needed
     */
    record Repaired(int changes) implements Look {}

    /** The target differs still. */
    record Differs() implements Look {}

    /** Another state is to be in force by now. */
    record Overtaken() implements Look {}

    /** The target has not answered yet; until it has, or is given up, it is as it was. */
    record Waits() implements Look {}
  }

  String name() {
    return name;
  }

  Health health() {
    return health;
  }

  /**
   * Returns the last observation of the target; one of nothing where it differs from what it should
   * hold.
   */
  Observation last() {
    return last;
  }

  Status.TargetStatus status() {
    return new Status.TargetStatus(
        name,
        health.held(),
        health.why(),
        last.proof(),
        health.provenAt(),
        tally,
        last.counters(),
        last.fragments(),
        last.effects(),
        counted.window(),
        strangers(),
        last.byHand());
  }

  /**
   * Returns how many peers its rules refuse or observe in a minute; empty where that is not known.
   */
  OptionalLong strangers() {
    return strangers.perMinute();
  }

  boolean isFought(Instant now) {
    return budget.isFought(now);
  }

  /** Returns who changed rules when they were repaired last, in words that follow others. */
  String culprits() {
    return culprits.map(who -> " (" + who + ")").orElse("");
  }

  /** The next look is a look, whether anything has moved or not. */
  void lookAgain() {
    epoch++;
    pulse = Optional.empty();
  }

  /** Whether the loop has other targets, which do not wait for this one. */
  void beside(boolean others) {
    besideOthers = others;
  }

  /** Forgets what it knew, so that the next look is at everything. */
  void distrust() {
    epoch++;
    pulse = Optional.empty();
    readAt = Optional.empty();
    last = Observation.nothing();
    held = Optional.empty();
    begun = Optional.empty();
    handed = Optional.empty();
    askAtOnce();
  }

  private void askAtOnce() {
    pause = Duration.ZERO;
    askedAgain = Optional.empty();
  }

  /** Takes over what a change of ours was proven to have brought. */
  void learned(Outcome.Proven proven, Instant now) {
    epoch++;
    last = proven.held();
    pulse = Optional.empty();
    proven(proven.prepared().wanted(), now);
  }

  /** Tells whether it may differ from what was last known of it. */
  boolean isMoved(Instant now) {
    if (askedAgain.filter(now::isBefore).isPresent()) {
      return false;
    }
    if (sights.isUnderWay()) {
      return sights.isAnswered();
    }
    if (looked.isEmpty() || (!health.held() && handed.isEmpty())) {
      return true;
    }
    try {
      Target target = looked.get();
      Optional<Optional<String>> token = ask(tokens, () -> Sight.token(target));
      return token.isPresent() && !token.get().equals(pulse);
    } catch (IOException e) {
      return true;
    }
  }

  /**
   * Looks, if anything may have moved.
   *
   * @param repair whether what differs may be repaired
   */
  Look look(InForce inForce, boolean repair, Instant now) {
    if (askedAgain.filter(now::isBefore).isPresent()) {
      return new Look.Differs();
    }
    try {
      Sight.Known known = known(inForce, repair, now);
      Optional<Sight> seen =
          ask(sights, () -> Sight.of(known, restoration.drift(), name))
              .filter(one -> isOf(one.known(), inForce));
      return seen.isPresent() ? judge(seen.get(), repair, now) : new Look.Waits();
    } catch (TargetException e) {
      return failed(e.sentence(), now);
    } catch (IOException e) {
      return differs(String.valueOf(e.getMessage()));
    }
  }

  private <T> Optional<T> ask(Inquiry<T> inquiry, Inquiry.Question<T> question) throws IOException {
    return besideOthers || inquiry.isUnderWay()
        ? inquiry.answer(question)
        : Optional.of(question.ask());
  }

  private Sight.Known known(InForce inForce, boolean repair, Instant now) {
    boolean waits =
        !health.held() && (!repair || budget.isSpent(now) || isHanded(wantedOf(inForce)));
    return new Sight.Known(
        inForce, pulse, moved, readAt, lookedAt, health.held(), last, waits, epoch, now);
  }

  /**
   * Tells whether a look is still of what is to be in force. The same object is the same to be in
   * force: none is mutable.
   */
  @SuppressWarnings("ReferenceEquality")
  private boolean isOf(Sight.Known known, InForce inForce) {
    return known.inForce() == inForce && known.epoch() == epoch;
  }

  private Look judge(Sight seen, boolean repair, Instant now) throws IOException {
    looked = Optional.of(seen.target());
    if (seen.plan().isEmpty()) {
      return health.held() ? new Look.Held() : new Look.Differs();
    }
    moved |= !seen.still();
    pulse = seen.token();
    lookedAt = Optional.of(now);
    return compare(seen, seen.plan().get(), repair, now);
  }

  private static Ruleset wantedOf(InForce inForce) {
    return inForce.prepared().orElseThrow().wanted();
  }

  private boolean isHanded(Ruleset wanted) {
    return handed.filter(wanted::equals).isPresent();
  }

  /**
   * Notes that the target cannot be used: the first time it is asked again at once, and then more
   * and more seldom.
   */
  Look failed(String why, Instant now) {
    askedAgain = pause.isZero() ? Optional.empty() : Optional.of(now.plus(pause));
    Duration longer = pause.isZero() ? FIRST_PAUSE : pause.multipliedBy(2);
    pause = longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE;
    return differs(why);
  }

  private Look compare(Sight seen, Plan plan, boolean repair, Instant now) throws IOException {
    InForce inForce = seen.known().inForce();
    Ruleset wanted = wantedOf(inForce);
    if (plan.isEmpty()) {
      last = plan.before();
      proven(wanted, now);
      return new Look.Held();
    }
    if (isHanded(wanted) && seen.still()) {
      return new Look.Differs();
    }
    if (!repair || !(isNew(wanted) || budget.take(now))) {
      return differs(
          "it does not hold what it should, " + OfflineStatus.changes(plan.changes().size()));
    }
    return bring(inForce, wanted, plan, now);
  }

  /**
   * Tells whether this is no repair: bringing the target to something else than before is none;
   * trying that again is.
   */
  private boolean isNew(Ruleset wanted) {
    boolean first = held.filter(wanted::equals).or(() -> begun.filter(wanted::equals)).isEmpty();
    begun = Optional.of(wanted);
    return first;
  }

  private Look bring(InForce inForce, Ruleset wanted, Plan plan, Instant now) throws IOException {
    culprits = writers(restoration.drift().target(inForce, name));
    Optional<Outcome> outcome = restoration.repair(inForce, name, plan.before());
    if (outcome.isEmpty()) {
      pulse = Optional.empty();
      return new Look.Overtaken();
    }
    if (outcome.get() instanceof Outcome.Handed sheet) {
      return handed(sheet, plan.before().byHand().attested(), wanted, now);
    }
    if (!(outcome.get() instanceof Outcome.Proven proven)) {
      return differs(Status.failure(outcome.get()));
    }
    boolean repaired = held.filter(wanted::equals).isPresent();
    last = proven.held();
    tally = repaired ? tally.repaired() : tally;
    proven(wanted, now);
    return repaired ? new Look.Repaired(plan.changes().size()) : new Look.Held();
  }

  /** A help and no more: what cannot be told in time is not told. */
  private static Optional<String> writers(Target target) {
    Optional<Facets.RecentWriters> writers = target.facets().recentWriters();
    try {
      return writers.isPresent() ? writers.get().read() : Optional.empty();
    } catch (TargetException e) {
      return Optional.empty();
    }
  }

  private Look differs(String why) {
    tally = tally.failed();
    health = new Health(false, why, health.provenAt());
    last = Observation.nothing();
    handed = Optional.empty();
    return new Look.Differs();
  }

  /**
   * Notes that it is a person's turn: nothing is written again, and nothing is asked, until files
   * move.
   */
  private Look handed(
      Outcome.Handed sheet, Optional<ByHand.Attested> before, Ruleset wanted, Instant now)
      throws IOException {
    askAtOnce();
    handed = Optional.of(wanted);
    readAt = Optional.of(now);
    moved = false;
    pulse = looked.isPresent() ? Sight.token(looked.get()) : pulse;
    health = new Health(false, sheet.sentence(), health.provenAt());
    last =
        Observation.nothing()
            .byHand(
                new ByHand(before, Optional.of(new ByHand.Waiting(sheet.digest(), sheet.files()))));
    return new Look.Differs();
  }

  private void proven(Ruleset wanted, Instant now) {
    askAtOnce();
    handed = Optional.empty();
    held = Optional.of(wanted);
    if (last.proof() == Proof.EXACT || last.proof() == Proof.ATTESTED) {
      readAt = Optional.of(now);
      moved = false;
    }
    tally = tally.proven(last.proof());
    counted.note(last.counters(), now);
    strangers.note(counted.strangers(wanted), now);
    health = new Health(true, "", Optional.of(now));
  }

  /** The clock was set forward by so much. */
  void shift(Duration by) {
    counted.shift(by);
    strangers.shift(by);
    readAt = readAt.map(at -> at.plus(by));
    health = new Health(health.held(), health.why(), health.provenAt().map(at -> at.plus(by)));
    lookedAt = lookedAt.map(at -> at.plus(by));
    askedAgain = askedAgain.map(at -> at.plus(by));
  }
}
