package org.postern.plan;

import java.util.List;
import java.util.Optional;
import org.postern.address.AddressSet;

/**
 * A plan with the reasons of its changes, rule by rule.
 *
 * @param rules that change, and those that will when what fades is gone
 * @param repairs what lies in our area and means nothing we want, in words
 */
public record Reasoned(List<OfRule> rules, List<String> repairs) {
  public Reasoned {
    rules = List.copyOf(rules);
    repairs = List.copyOf(repairs);
  }

  /** What becomes of the rule of that name, if anything does. */
  public Optional<OfRule> rule(String name) {
    return rules.stream().filter(one -> one.rule().name().equals(name)).findFirst();
  }

  /**
   * What becomes of one rule.
   *
   * @param before as it is held, empty when it is new
   * @param after as it is meant, empty when it is no longer wanted
   * @param frame how it covers or answers differently
   * @param groups of its peers, in the order of the reasons
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

    /** The rule as it will be, or was. */
    public AccessRule rule() {
      return after.or(() -> before).orElseThrow();
    }

    /** Whether the plan changes it at all. */
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
   * @param peers made of whole prefixes of the change
   */
  public record Group(Reason reason, AddressSet peers) {}
}
