package org.postern.target.iptables;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.postern.address.Family;
import org.postern.plan.Observation.Foreign;
import org.postern.policy.Hook;

/**
 * The rules of others in the built-in chains: policies, and rules that drop or reject everything or
 * a TCP port. Rules with other conditions, and chains they jump to, are beyond that.
 */
final class Others {
  private Others() {}

  static List<Foreign> of(Family family, Tools.Variant variant, Saved table) {
    List<Foreign> found = new ArrayList<>();
    for (Hook hook : Hook.values()) {
      String chain = Names.builtIn(hook);
      String where =
          "%s-%s filter %s"
              .formatted(family == Family.IP ? "iptables" : "ip6tables", variant.text(), chain);
      if (table.policies().getOrDefault(chain, "ACCEPT").equals("DROP")) {
        found.add(new Foreign(where, "drops by policy what none of its rules accepts"));
      }
      table
          .lines(chain)
          .orElse(List.of())
          .forEach(line -> refused(line).ifPresent(what -> found.add(new Foreign(where, what))));
    }
    return found;
  }

  /** Returns what a rule refuses, if it is simple enough to tell. */
  private static Optional<String> refused(RuleLine line) {
    if (!line.target().equals("-j DROP") && !line.target().startsWith("-j REJECT")) {
      return Optional.empty();
    }
    Set<String> conditions = new HashSet<>(line.matches());
    conditions.removeIf(
        one ->
            one.equals("-p tcp") || one.equals(RuleChains.OPENING) || one.startsWith("--comment "));
    if (conditions.isEmpty()) {
      return Optional.of("drops or rejects everything that reaches its rule");
    }
    return conditions.size() == 1
        ? line.value("--dport").map(port -> "drops or rejects tcp/" + port)
        : Optional.empty();
  }

  /**
   * Tells whether what was found in nf_tables is what iptables keeps there, which is told better
   * here.
   */
  static boolean isOfIptables(Foreign found) {
    return found.where().startsWith("ip filter ") || found.where().startsWith("ip6 filter ");
  }
}
