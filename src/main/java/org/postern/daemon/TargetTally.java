package org.postern.daemon;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.postern.plan.Proof;

/**
 * The events of one target that were counted since the daemon started. The components are members
 * of the document of the target.
 *
 * @param repairs how often it was repaired
 * @param failures how often a look found it not to hold what it should
 * @param proofs how often it was known to, by the words of {@link Proof}
 */
public record TargetTally(long repairs, long failures, Map<String, Long> proofs) {
  public TargetTally {
    Map<String, Long> all = new LinkedHashMap<>();
    for (Proof proof : Proof.values()) {
      all.put(proof.text(), proofs.getOrDefault(proof.text(), 0L));
    }
    proofs = Collections.unmodifiableMap(all);
  }

  /** Returns the tally of a target that was not looked at yet. */
  static TargetTally none() {
    return new TargetTally(0, 0, Map.of());
  }

  /** Returns a copy with one repair more. */
  TargetTally repaired() {
    return new TargetTally(repairs + 1, failures, proofs);
  }

  /** Returns a copy with one failure more. */
  TargetTally failed() {
    return new TargetTally(repairs, failures + 1, proofs);
  }

  /** Returns a copy with one proof more. */
  TargetTally proven(Proof proof) {
    Map<String, Long> more = new LinkedHashMap<>(proofs);
    more.merge(proof.text(), 1L, Long::sum);
    return new TargetTally(repairs, failures, more);
  }

  /** Returns how often the target was known in that way to hold what it should. */
  public long of(Proof proof) {
    return proofs.getOrDefault(proof.text(), 0L);
  }
}
