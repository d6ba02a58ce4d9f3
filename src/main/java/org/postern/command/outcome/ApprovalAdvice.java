package org.postern.command.outcome;

import java.util.List;
import java.util.Optional;
import org.postern.address.AddressSet;
import org.postern.pipeline.Prepared;
import org.postern.plan.AccessRule;
import org.postern.plan.Obstacle;
import org.postern.plan.Peers;
import org.postern.plan.memory.ChangeSide;
import org.postern.plan.memory.PendingChange;
import org.postern.policy.Policy;
import org.postern.policy.Rule;

/**
 * Advises what to do about a held change. An approval is advised only where it leads to an apply.
 */
final class ApprovalAdvice {
  private final Prepared prepared;

  ApprovalAdvice(Prepared prepared) {
    this.prepared = prepared;
  }

  /** Returns what to do, in words. */
  String of(PendingChange held) {
    return held.side() == ChangeSide.ADDITIONS ? approve(held) : ofRemoval(held);
  }

  private static String approve(PendingChange held) {
    return "if that is right: postern approve %s --reason TEXT, then apply"
        .formatted(held.digest());
  }

  private String ofRemoval(PendingChange held) {
    List<String> rules =
        prepared.policy().rules().stream()
            .filter(rule -> accepts(rule, held.set()))
            .map(Rule::name)
            .toList();
    Optional<String> obstructed = rules.stream().filter(one -> lacksPeers(one, held)).findFirst();
    if (obstructed.isPresent()) {
      return "an approval leads nowhere: see the ways out for rule " + obstructed.get();
    }
    return rules.stream()
        .filter(one -> losesAll(one, held))
        .findFirst()
        .map(
            rule ->
                ("an approval alone leads nowhere, it leaves rule %s without members; if that is"
                        + " right: write accept: none in the rule, then apply")
                    .formatted(rule))
        .orElseGet(() -> approve(held));
  }

  private boolean accepts(Rule rule, String set) {
    Policy policy = prepared.policy();
    return rule.accept() instanceof Rule.Accept.Sets sets
        && policy.withReferences(sets.names()).contains(set);
  }

  /** Tells whether it cannot be compiled, because nothing is published that it would accept. */
  private boolean lacksPeers(String rule, PendingChange held) {
    return held.sizes().publishedInSet() == 0
        && held.what().size() == 0
        && prepared.meaning().obstacles().stream()
            .filter(one -> one.rule().equals(rule))
            .anyMatch(ApprovalAdvice::isLackOfPeers);
  }

  private static boolean isLackOfPeers(Obstacle obstacle) {
    return switch (obstacle) {
      case Obstacle.NoPeers _ -> true;
      case Obstacle.Blocked blocked -> !blocked.fix().isEmpty();
      case Obstacle.Unanswered _,
          Obstacle.Missing _,
          Obstacle.Forbidden _,
          Obstacle.OverBudget _,
          Obstacle.Unfit _ ->
          false;
    };
  }

  /**
   * Tells whether it accepts no peers but those that wait to be removed, which then leaves at once.
   */
  private boolean losesAll(String rule, PendingChange held) {
    if (held.sizes().publishedInSet() > 0 || fades(held.set())) {
      return false;
    }
    Optional<AddressSet> peers =
        prepared.meaning().ruleset().rules().stream()
            .filter(one -> one.name().equals(rule))
            .map(AccessRule::peers)
            .filter(Peers.Only.class::isInstance)
            .map(one -> ((Peers.Only) one).addresses())
            .findFirst();
    return peers.filter(one -> one.subtract(leaving(held.set())).isEmpty()).isPresent();
  }

  /**
   * Returns the addresses of both families that leave: where nothing is published all of a set
   * does.
   */
  private AddressSet leaving(String set) {
    List<AddressSet> parts =
        prepared.meaning().settled().pending().stream()
            .filter(one -> one.side() == ChangeSide.REMOVALS && one.set().equals(set))
            .map(one -> one.what().addresses())
            .toList();
    return AddressSet.union(parts);
  }

  private boolean fades(String set) {
    return prepared.meaning().settled().of(set).stream().anyMatch(one -> !one.stay().isZero());
  }
}
