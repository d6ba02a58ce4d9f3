package org.postern.page;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.address.AddressSet;
import org.postern.host.RecordTree;
import org.postern.plan.AccessRule;
import org.postern.plan.Peers;
import org.postern.plan.tree.PortsTree;
import org.postern.policy.Refusal;
import org.postern.policy.Rule;
import org.postern.policy.RuleScope;

/**
 * A rule for programs, without its name and its scope, which come before it.
 *
 * @param accept the names of sets, or "any" or "none"
 * @param otherwise what happens to the rest; empty where there is none
 * @param never peers that it never accepts
 * @param review a day on which to remind the administrator
 * @param prefixes that it accepts; empty while it is not in force
 * @param withheld how many further prefixes it accepts; empty where there are none
 */
public record RuleDocument(
    Object accept,
    Optional<String> otherwise,
    List<String> never,
    Optional<String> review,
    Optional<List<String>> prefixes,
    Optional<Integer> withheld) {
  public RuleDocument {
    never = List.copyOf(never);
  }

  /** All members of a rule; no record can have one that is called "for". */
  static Map<String, Object> tree(Rule rule, Subject subject) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("rule", rule.name());
    tree.put("line", rule.span().position());
    scope(rule.scope(), tree);
    tree.putAll(RecordTree.write(of(rule, subject)));
    return tree;
  }

  private static void scope(RuleScope scope, Map<String, Object> tree) {
    switch (scope) {
      case RuleScope.Packets packets -> {
        tree.put("hooks", packets.hooks().stream().map(one -> one.text()).toList());
        tree.put("in", packets.interfaces());
        packets.servers().ifPresent(set -> tree.put("to", texts(set)));
        tree.put("port", PortsTree.write(packets.ports()));
      }
      case RuleScope.Mail mail -> {
        tree.put("hooks", List.of("smtp"));
        tree.put("for", mail.recipients());
        mail.listener().ifPresent(ports -> tree.put("port", PortsTree.write(ports)));
      }
    }
  }

  private static RuleDocument of(Rule rule, Subject subject) {
    return new RuleDocument(
        accept(rule.accept()),
        rule.otherwise().map(Refusal::text),
        rule.never().stream().map(one -> one.interval().toString()).toList(),
        rule.review().map(day -> day.toString()),
        subject.prepared().meaning().ruleset().rule(rule.name()).map(RuleDocument::prefixes),
        Optional.ofNullable(subject.withheld().peers().get(rule.name())));
  }

  private static Object accept(Rule.Accept accept) {
    return switch (accept) {
      case Rule.Accept.Any _ -> "any";
      case Rule.Accept.None _ -> "none";
      case Rule.Accept.Sets sets -> sets.names();
    };
  }

  private static List<String> prefixes(AccessRule rule) {
    return rule.peers() instanceof Peers.Only only
        ? texts(only.addresses())
        : List.of("0.0.0.0/0", "::/0");
  }

  /** The prefixes of a set. */
  static List<String> texts(AddressSet set) {
    return set.prefixes().stream().map(one -> one.text()).toList();
  }
}
