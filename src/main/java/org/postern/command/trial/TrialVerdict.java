package org.postern.command.trial;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.postern.plan.AccessRule;
import org.postern.plan.Attempt;
import org.postern.plan.Judgement;
import org.postern.plan.Observation;
import org.postern.plan.Ruleset;
import org.postern.policy.Refusal;

/** Compares what became of connections with what the ruleset says. Pure. */
record TrialVerdict(Ruleset ruleset) {
  /** Returns the judgement of the ruleset. */
  Judgement judgement(Attempt.Opening packet) {
    return ruleset.verdict(packet);
  }

  /** Returns how the connection must end. */
  TrialFindings.Ended expected(Attempt.Opening packet) {
    return switch (judgement(packet)) {
      case ACCEPTED, OBSERVED, UNJUDGED -> TrialFindings.Ended.CONNECTED;
      case REFUSED -> resets(packet) ? TrialFindings.Ended.RESET : TrialFindings.Ended.SILENT;
    };
  }

  private boolean resets(Attempt.Opening packet) {
    return ruleset
        .covering(packet)
        .flatMap(AccessRule::otherwise)
        .filter(Refusal.REJECT::equals)
        .isPresent();
  }

  /** Tells whether a connection ended as it must. */
  boolean holds(Attempt.Opening packet, TrialFindings.Ended ended) {
    return expected(packet) == ended;
  }

  /** Returns everything that contradicts the ruleset, a sentence each. */
  List<String> contradictions(List<TrialProbe> probes, TrialFindings findings) {
    Set<String> found = new LinkedHashSet<>();
    if (!findings.difference().isEmpty()) {
      found.add("what the kernel holds is not what is meant: " + findings.difference());
    }
    for (int i = 0; i < probes.size(); i++) {
      Attempt.Opening packet = probes.get(i).packet();
      TrialFindings.Ended ended = findings.ends().get(i).ended();
      if (!holds(packet, ended)) {
        found.add(
            "%s must be %s (%s), and was %s"
                .formatted(
                    packet.describe(),
                    expected(packet).text(),
                    judgement(packet).text(),
                    ended.text()));
      }
    }
    found.addAll(miscounted(probes, findings));
    return List.copyOf(found);
  }

  /**
   * Returns a sentence for each rule whose counters in the kernel miss an opening. They may count
   * more, because openings are repeated.
   */
  private List<String> miscounted(List<TrialProbe> probes, TrialFindings findings) {
    List<String> found = new ArrayList<>();
    for (AccessRule rule : ruleset.rules()) {
      long accepted = openings(probes, rule, true);
      long others = openings(probes, rule, false);
      Observation.Counters counted =
          Optional.ofNullable(findings.counters().get(rule.name()))
              .orElseGet(() -> new Observation.Counters(0, 0));
      if (counted.accepted() < accepted || counted.refused() < others) {
        found.add(
            "rule %s must have counted %d accepted and %d other, and counted %d and %d"
                .formatted(rule.name(), accepted, others, counted.accepted(), counted.refused()));
      }
    }
    return found;
  }

  private long openings(List<TrialProbe> probes, AccessRule rule, boolean accepted) {
    return probes.stream()
        .map(TrialProbe::packet)
        .distinct()
        .filter(packet -> ruleset.covering(packet).filter(rule::equals).isPresent())
        .filter(packet -> (judgement(packet) == Judgement.ACCEPTED) == accepted)
        .count();
  }
}
