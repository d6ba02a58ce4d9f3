package org.postern.plan;

import java.util.List;
import java.util.Optional;
import org.postern.address.AddressSet;

/**
 * A plan with the reasons of its changes, rule by rule.
 *
 * @param rules the rules that change, and those that will change when their fading entries are gone
 * @param repairs the anomalies that the plan repairs in what the target holds of ours, in words
 */
public record Reasoned(List<OfRule> rules, List<String> repairs) {
  public Reasoned {
    rules = List.copyOf(rules);
    repairs = List.copyOf(repairs);
  }

  /** Returns what happens to a rule, if anything does. */
  public Optional<OfRule> rule(String name) {
    return rules.stream().filter(one -> one.rule().name().equals(name)).findFirst();
  }

  /**
   * The change of one rule.
   *
   * @param before the rule as the target holds it, empty when it is new
   * @param after the rule as it should be, empty when it is no longer wanted
   * @param frame the differences besides its peers
   * @param groups the peers by reason, in the order of the reasons
   */
  public record OfRule(
      Optional<AccessRule> before,
      Optional<AccessRule> after,
      List<Change.Difference> frame,
      List<Group> groups) {
    public OfRule {
      frame = List.copyOf(frame);
      groups = List.copyOf(groups);
    }

    /** Returns the rule as it will be, or was. */
    public AccessRule rule() {
      return after.or(() -> before).orElseThrow();
    }

    /** Tells whether the plan changes it at all. */
    public boolean isChanged() {
      return before.isEmpty()
          || after.isEmpty()
          || !frame.isEmpty()
          || groups.stream().anyMatch(group -> group.reason().effect() != Reason.Effect.KEEPS);
    }
  }

  /**
   * Peers of one rule that share a reason.
   *
   * @param peers the addresses, each prefix of the change in one group as a whole
   */
  public record Group(Reason reason, AddressSet peers) {}
}
