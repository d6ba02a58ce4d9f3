package org.postern.daemon;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.postern.pipeline.Outcome;
import org.postern.pipeline.Prepared;
import org.postern.pipeline.Restoration;
import org.postern.plan.Observation;
import org.postern.plan.Plan;
import org.postern.plan.Proof;
import org.postern.target.Target;

/**
 * Watches one target: several times a second whether anything may have moved, and from time to time
 * everything. What differs is repaired, as often as the budget allows.
 */
final class DriftWatch {
  /** Everything is read again after this, whatever the target says has moved. */
  private static final Duration PROOF_EVERY = Duration.ofMinutes(10);

  private final String name;
  private final Target target;
  private final Restoration restoration;
  private final RepairBudget budget;
  private Optional<String> pulse = Optional.empty();
  private Observation last = Observation.nothing();
  private Instant proven = Instant.MIN;
  private Health health = new Health(false, "it was not looked at yet", 0, Optional.empty());

  DriftWatch(String name, Target target, Restoration restoration, Instant now) {
    this.name = name;
    this.target = target;
    this.restoration = restoration;
    this.budget = new RepairBudget(now);
  }

  /**
   * How a target is.
   *
   * @param held whether it holds what it should
   * @param why not, empty when it does
   * @param repairs how often it had to be repaired
   * @param provenAt when it was last known to hold what it should
   */
  record Health(boolean held, String why, long repairs, Optional<Instant> provenAt) {}

  /** What a look has brought. */
  sealed interface Look {
    /** Nothing may have moved. */
    record Unmoved() implements Look {}

    /** It holds what it should. */
    record Held() implements Look {}

    /** It differed, and was repaired. */
    record Repaired(Plan plan) implements Look {}

    /** It differs still. */
    record Differs(String why) implements Look {}
  }

  String name() {
    return name;
  }

  Health health() {
    return health;
  }

  /** How it is known that the target holds what it should. */
  Proof proof() {
    return last.proof();
  }

  Observation last() {
    return last;
  }

  boolean isFought(Instant now) {
    return budget.isSpent(now);
  }

  /** Forgets what it knew, so that the next look is at everything. */
  void distrust() {
    pulse = Optional.empty();
    proven = Instant.MIN;
    last = Observation.nothing();
  }

  /** After a change of ours that was proven. */
  void learned(Observation held, Instant now) {
    last = held;
    pulse = Optional.empty();
    proven(now);
  }

  /**
   * Looks, if anything may have moved.
   *
   * @param repair whether what differs may be repaired
   */
  Look look(Restoration.InForce inForce, boolean repair, Instant now) {
    try {
      Optional<String> beat = target.pulse();
      boolean all = !now.isBefore(provenUntil());
      if (health.held() && !all && beat.isPresent() && beat.equals(pulse)) {
        return new Look.Unmoved();
      }
      if (!health.held() && budget.isSpent(now) && beat.equals(pulse)) {
        return new Look.Differs(health.why());
      }
      pulse = beat;
      return look(inForce, all ? Observation.nothing() : last, repair, now);
    } catch (IOException e) {
      return differs(String.valueOf(e.getMessage()));
    }
  }

  private Instant provenUntil() {
    return proven.equals(Instant.MIN) ? proven : proven.plus(PROOF_EVERY);
  }

  private Look look(
      Restoration.InForce inForce, Observation known, boolean repair, Instant now)
      throws IOException {
    Prepared wanted = inForce.prepared().orElseThrow();
    Plan plan = restoration.difference(wanted, name, known);
    if (plan.isEmpty()) {
      last = plan.before();
      proven(now);
      return new Look.Held();
    }
    if (!repair || !budget.take(now)) {
      return differs("it does not hold what it should: " + what(plan));
    }
    return repaired(plan, restoration.repair(inForce, name, plan.before()), now);
  }

  private Look repaired(Plan plan, Outcome outcome, Instant now) {
    return switch (outcome) {
      case Outcome.Proven proof -> {
        health = new Health(true, "", health.repairs() + 1, Optional.of(now));
        last = proof.held();
        proven(now);
        yield new Look.Repaired(plan);
      }
      case Outcome.NotProven no -> differs(no.why());
      case Outcome.Unchanged no -> differs(no.why());
      case Outcome.Planned no -> differs("it was not repaired");
      case Outcome.Refused no -> differs("it cannot hold what it should");
      case Outcome.Rejected no -> differs("it was not repaired");
    };
  }

  private static String what(Plan plan) {
    return plan.changes().size() + " changes are needed";
  }

  private Look differs(String why) {
    health = new Health(false, why, health.repairs(), health.provenAt());
    last = Observation.nothing();
    return new Look.Differs(why);
  }

  private void proven(Instant now) {
    if (last.proof() == Proof.EXACT || proven.equals(Instant.MIN)) {
      proven = now;
    }
    health = new Health(true, "", health.repairs(), Optional.of(now));
  }

  /** The clock was set forward by so much. */
  void shift(Duration by) {
    if (!proven.equals(Instant.MIN)) {
      proven = proven.plus(by);
    }
  }

  /** One watch for each target, keeping those that are there. */
  static Map<String, DriftWatch> of(
      Restoration.InForce inForce,
      Map<String, DriftWatch> before,
      java.util.function.Function<String, DriftWatch> maker) {
    Map<String, DriftWatch> watches = new LinkedHashMap<>();
    for (String name : inForce.targets()) {
      DriftWatch kept = before.get(name);
      watches.put(name, kept != null ? kept : maker.apply(name));
    }
    return watches;
  }
}
