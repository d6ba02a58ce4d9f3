package org.postern.daemon;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.postern.pipeline.Prepared;
import org.postern.plan.AccessRule;
import org.postern.plan.Bypass;

/**
 * The connections past the filter, by the counters of a target.
 *
 * @param since the begin of the count; empty where it began when the target's rules were made, a
 *     time that is written down nowhere
 */
public record CountedBypass(Bypass bypass, Optional<Instant> since) {
  /**
   * Returns the bypass of the last days, where the daemon looked on and there was any; empty where
   * none counted.
   */
  public static Optional<CountedBypass> of(Status status, Status.TargetStatus target) {
    List<AccessRule> rules =
        status
            .inForce()
            .prepared()
            .map(Prepared::wanted)
            .map(ruleset -> ruleset.rules())
            .orElse(List.of());
    return target
        .recent()
        .map(one -> new CountedBypass(Bypass.of(rules, one.counters()), Optional.of(one.since())))
        .filter(one -> one.bypass().isKnown())
        .or(
            () ->
                Optional.of(
                        new CountedBypass(Bypass.of(rules, target.counters()), Optional.empty()))
                    .filter(one -> one.bypass().isKnown()));
  }
}
