package org.postern.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.address.AddressSet;
import org.postern.plan.memory.GuardMemory;
import org.postern.policy.Policy;
import org.postern.policy.Rule;

/** Finds the reasons of a plan's changes. */
public final class Reasons {
  private final Plan plan;
  private final Optional<Claims> claims;

  private Reasons(Plan plan, Optional<Claims> claims) {
    this.plan = plan;
    this.claims = claims;
  }

  /**
   * Finds the reasons from what sources answer now, what is remembered of them, and what was
   * applied last. Where the target holds rules and nothing is remembered, no reasons are known.
   *
   * @param meaning the meaning of the policy
   * @param memory the memory before this run
   * @param applied the ruleset that was last applied and verified, where that is known
   */
  public static Reasoned of(
      Plan plan, Policy policy, Meaning meaning, GuardMemory memory, Optional<Ruleset> applied) {
    boolean forgotten =
        memory.equals(GuardMemory.empty()) && !plan.before().owned().rules().isEmpty();
    return forgotten
        ? unknown(plan)
        : new Reasons(plan, Optional.of(new Claims(policy, meaning, memory, applied))).find();
  }

  /** Returns a plan whose reasons are unknown: peers are only added or removed. */
  public static Reasoned unknown(Plan plan) {
    return new Reasons(plan, Optional.empty()).find();
  }

  private Reasoned find() {
    List<Reasoned.OfRule> rules = new ArrayList<>();
    for (AccessRule rule : plan.after().rules()) {
      Reasoned.OfRule one = of(plan.before().owned().rule(rule.name()), rule);
      if (one.isChanged() || !one.groups().isEmpty()) {
        rules.add(one);
      }
    }
    List<String> repairs = new ArrayList<>();
    for (Change change : plan.changes()) {
      switch (change) {
        case Change.RuleRemoved(AccessRule gone) ->
            rules.add(
                new Reasoned.OfRule(Optional.of(gone), Optional.empty(), List.of(), List.of()));
        case Change.Repair(String what) -> repairs.add(what);
        case Change.RuleAdded added -> {}
        case Change.RuleChanged changed -> {}
        case Change.PeersChanged peers -> {}
      }
    }
    return new Reasoned(rules, repairs);
  }

  private Reasoned.OfRule of(Optional<AccessRule> held, AccessRule rule) {
    Optional<Rule> written = claims.flatMap(one -> one.written(rule));
    List<Change.Difference> frame = new ArrayList<>();
    List<Reasoned.Group> groups = new ArrayList<>();
    for (Change change : plan.changes()) {
      switch (change) {
        case Change.RuleAdded(AccessRule added) -> {
          if (added.equals(rule) && rule.peers() instanceof Peers.Only only) {
            groups.addAll(added(only.addresses(), written));
          }
        }
        case Change.RuleChanged changed -> {
          if (changed.after().name().equals(rule.name())) {
            frame.addAll(changed.what());
          }
        }
        case Change.PeersChanged peers -> {
          if (peers.rule().equals(rule.name())) {
            groups.addAll(added(peers.added(), written));
            groups.addAll(removed(peers, written, held.orElseThrow()));
          }
        }
        case Change.RuleRemoved removed -> {}
        case Change.Repair repair -> {}
      }
    }
    written
        .map(one -> claims.orElseThrow().fading(one, rule.peers()))
        .filter(peers -> !peers.isEmpty())
        .ifPresent(peers -> groups.add(new Reasoned.Group(Reason.FADING, peers)));
    return new Reasoned.OfRule(held, Optional.of(rule), frame, groups);
  }

  private List<Reasoned.Group> added(AddressSet peers, Optional<Rule> written) {
    List<Claim> additions =
        written
            .filter(_ -> !peers.isEmpty())
            .map(one -> claims.orElseThrow().additions(one, peers))
            .orElse(List.of());
    return Claim.partition(peers, additions, Reason.ADDED);
  }

  private List<Reasoned.Group> removed(
      Change.PeersChanged peers, Optional<Rule> written, AccessRule held) {
    return written
        .filter(_ -> !peers.removed().isEmpty())
        .map(
            one ->
                Claim.partition(
                    peers.removed(),
                    claims.orElseThrow().removals(one, held, peers.removed()),
                    claims.orElseThrow().otherRemoval(one)))
        .orElseGet(() -> Claim.partition(peers.removed(), List.of(), Reason.REMOVED));
  }
}
