package org.postern.pipeline.run;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.postern.address.Family;
import org.postern.pipeline.BoundedTarget;
import org.postern.pipeline.Outcome;
import org.postern.plan.AccessRule;
import org.postern.plan.Observation;
import org.postern.plan.Peers;
import org.postern.plan.Proof;
import org.postern.plan.Ruleset;
import org.postern.state.Generation;
import org.postern.state.ProofRecord;
import org.postern.state.StateLock;
import org.postern.state.StateStore;
import org.postern.target.TargetException;

/**
 * Writes proofs down, so that a large ruleset that has not moved need not be read from its target
 * again. A record that cannot be read is none: then all is read.
 */
public final class Proofs {
  /** The number of intervals up to which all is read in a blink, and there is no record. */
  private static final int SMALL = 20_000;

  /**
   * The time for which a record serves: samples do not see everything, so after a day all is read.
   */
  private static final Duration LIFE = Duration.ofDays(1);

  private final StateStore store;
  private final Instant now;

  public Proofs(StateStore store, Instant now) {
    this.store = store;
    this.now = now;
  }

  /** Tells whether reading all of a ruleset costs so little that nothing less will do. */
  static boolean isSmall(Ruleset ruleset) {
    long intervals = 0;
    for (AccessRule rule : ruleset.rules()) {
      if (rule.peers() instanceof Peers.Only only) {
        for (Family family : Family.values()) {
          intervals += only.addresses().mostIntervals(family);
        }
      }
    }
    return intervals <= SMALL;
  }

  /**
   * Returns what a target holds. A command's answer does not rest on a sample: what a sample found
   * is confirmed or read as a whole.
   */
  public Observation observe(BoundedTarget target) throws TargetException {
    Observation seen = target.observe(last(target.name()));
    return seen.proof() == Proof.SAMPLED ? target.observe(Observation.of(seen.owned())) : seen;
  }

  /** Returns what a target was proven to hold, by the record. */
  private Observation last(String target) {
    try {
      Optional<ProofRecord> record = store.proof(target);
      return record.isPresent() ? remembered(record.get()) : Observation.nothing();
    } catch (IOException | IllegalArgumentException e) {
      return Observation.nothing();
    }
  }

  private Observation remembered(ProofRecord record) throws IOException {
    if (record.at().plus(LIFE).isBefore(now)) {
      return Observation.nothing();
    }
    Optional<Generation> generation =
        store.generation(record.generation()).filter(one -> one.digest().equals(record.digest()));
    if (generation.isEmpty()) {
      return Observation.nothing();
    }
    Ruleset proven = store.contents(generation.get(), _ -> {}).ruleset();
    return Observation.remembered(opened(proven, record.openings()), record.precondition());
  }

  private static Ruleset opened(Ruleset ruleset, Map<String, Instant> openings) {
    return openings.isEmpty()
        ? ruleset
        : new Ruleset(
            ruleset.rules().stream()
                .map(rule -> rule.withOpenUntil(Optional.ofNullable(openings.get(rule.name()))))
                .toList());
  }

  private static Map<String, Instant> openings(Ruleset ruleset) {
    Map<String, Instant> openings = new LinkedHashMap<>();
    for (AccessRule rule : ruleset.rules()) {
      rule.openUntil().ifPresent(time -> openings.put(rule.name(), time));
    }
    return openings;
  }

  /**
   * Writes down what a run has proven. What was only sampled is no new proof: the old one stays,
   * and the next run looks at another sample.
   */
  void keep(StateLock lock, Generation generation, Outcome.Proven proven) throws IOException {
    if (isSmall(proven.prepared().wanted())) {
      store.forgetProof(lock, proven.target());
    } else if (proven.proof() != Proof.SAMPLED) {
      store.write(
          lock,
          new ProofRecord(
              proven.target(),
              generation.number(),
              generation.digest(),
              openings(proven.prepared().wanted()),
              proven.held().precondition(),
              now));
    }
  }
}
