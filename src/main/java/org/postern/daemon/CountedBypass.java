package org.postern.daemon;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.postern.pipeline.Prepared;
import org.postern.plan.AccessRule;
import org.postern.plan.Bypass;

/**
 * What comes past the filter by the counters of a target.
 *
 * @param since when it was counted; empty for all that the target has counted since its rules were
 *     made, and that is written down nowhere
 */
public record CountedBypass(Bypass bypass, Optional<Instant> since) {
  /** Of the last days, where the daemon looked on and there was any; empty where none counted. */
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
