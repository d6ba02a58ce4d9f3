package org.postern.command.map;

import java.util.List;
import org.postern.address.AddressSet;
import org.postern.command.UsageException;
import org.postern.pipeline.check.Comparison;
import org.postern.plan.AccessRule;
import org.postern.plan.EffectiveSet;
import org.postern.plan.Peers;
import org.postern.policy.Policy;
import org.postern.policy.Rule;
import org.postern.policy.parse.text.Words;

/** The addresses that a map shows. */
sealed interface MapSubject {
  /** The port by which mail comes in. */
  int SMTP = 25;

  /** The members of a set. */
  record OfSet(String name) implements MapSubject {}

  /** The addresses that one rule accepts. */
  record OfRule(String name) implements MapSubject {}

  /** The addresses that the rules for a port accept, without the rules that accept any. */
  record OfPort(int port) implements MapSubject {}

  /** The addresses that all rules accept, without the rules that accept any. */
  record OfAllRules() implements MapSubject {}

  /** Returns the set that was asked for. */
  static MapSubject set(String name, Policy policy) {
    List<String> known = policy.sets().stream().map(set -> set.name()).toList();
    requireKnown("set", name, known, policy);
    return new OfSet(name);
  }

  /** Returns the rule that was asked for. */
  static MapSubject rule(String name, Policy policy) {
    requireKnown("rule", name, policy.rules().stream().map(Rule::name).toList(), policy);
    return new OfRule(name);
  }

  private static void requireKnown(String kind, String name, List<String> known, Policy policy) {
    if (!known.contains(name)) {
      String remedy =
          Words.nearest(name, known)
              .map(near -> "did you mean " + near + "?")
              .orElse("it has " + (known.isEmpty() ? "none" : String.join(", ", known)));
      throw new UsageException("%s has no %s %s; %s".formatted(policy.file(), kind, name, remedy));
    }
  }

  /** Returns the rules for port 25 where there are some that do not accept any, otherwise all. */
  static MapSubject usual(Policy policy) {
    return policy.rules().stream()
            .anyMatch(
                rule ->
                    rule.scope().named().filter(all -> all.contains(SMTP)).isPresent()
                        && !(rule.accept() instanceof Rule.Accept.Any))
        ? new OfPort(SMTP)
        : new OfAllRules();
  }

  /** Returns the rules that are looked at; none for a set. */
  default List<AccessRule> rules(Comparison.Side.Rules side) {
    return side.ruleset().rules().stream()
        .filter(
            rule ->
                switch (this) {
                  case OfSet set -> false;
                  case OfRule one -> rule.name().equals(one.name());
                  case OfPort port ->
                      rule.scope().named().filter(all -> all.contains(port.port())).isPresent();
                  case OfAllRules all -> true;
                })
        .toList();
  }

  /** Returns the addresses of the subject. */
  default AddressSet addresses(Comparison.Side.Rules side) {
    AddressSet.Builder builder = AddressSet.builder();
    if (this instanceof OfSet set) {
      side.sets().stream()
          .filter(one -> one.name().equals(set.name()))
          .map(EffectiveSet::addresses)
          .forEach(builder::add);
    }
    rules(side).stream().filter(this::isDrawn).forEach(rule -> builder.add(rule.peers().asSet()));
    return builder.build();
  }

  /** Tells whether a rule is a part of the picture: one that accepts any would cover all others. */
  default boolean isDrawn(AccessRule rule) {
    return this instanceof OfRule || rule.peers() instanceof Peers.Only;
  }

  /** Tells whether there is something to look at: an obstacle may have stopped every rule. */
  default boolean isThere(Comparison.Side.Rules side) {
    return this instanceof OfSet || !rules(side).isEmpty();
  }

  /** Returns what the addresses are, in words. */
  default String text(Comparison.Side.Rules side) {
    return switch (this) {
      case OfSet set -> "what set " + set.name() + " holds";
      case OfRule rule -> "whom rule " + rule.name() + " accepts";
      case OfPort port -> "whom " + names(side) + " at port " + port.port();
      case OfAllRules all -> "whom " + names(side);
    };
  }

  private String names(Comparison.Side.Rules side) {
    List<String> names = rules(side).stream().filter(this::isDrawn).map(AccessRule::name).toList();
    String joined = String.join(", ", names);
    return switch (names.size()) {
      case 0 -> "no rule lists";
      case 1 -> "rule " + joined + " accepts";
      default -> "rules " + joined + " accept";
    };
  }
}
