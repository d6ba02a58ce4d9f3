package org.postern.plan.pass;

import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.postern.address.Family;
import org.postern.plan.Obstacle;
import org.postern.policy.Policy;
import org.postern.policy.PtrSource;
import org.postern.policy.Rule;
import org.postern.policy.RuleScope;
import org.postern.policy.SetDefinition;

/**
 * The names by which a rule of mail accepts clients: those whose addresses its sets learn. A mail
 * server that confirms names by itself needs not learn them; a packet filter knows none.
 *
 * @param policy the policy that the rule is of
 */
record ClientNames(Policy policy, Rule rule) {

  /** Returns all names; none for a rule of packets. */
  SortedSet<String> all() {
    SortedSet<String> names = new TreeSet<>();
    sources().forEach(source -> names.add(source.name()));
    return names;
  }

  private Stream<PtrSource> sources() {
    return rule.scope() instanceof RuleScope.Mail
        ? sets()
            .flatMap(set -> set.sources().stream())
            .filter(PtrSource.class::isInstance)
            .map(PtrSource.class::cast)
        : Stream.empty();
  }

  private Stream<SetDefinition> sets() {
    List<String> accepted =
        rule.accept() instanceof Rule.Accept.Sets some ? some.names() : List.of();
    return policy.withReferences(accepted).stream().flatMap(name -> policy.set(name).stream());
  }

  /** A mail server lets in by name whatever the address is. */
  Optional<Obstacle> obstacle() {
    if (sources().findAny().isEmpty()) {
      return Optional.empty();
    }
    if (!rule.never().isEmpty() || sets().anyMatch(set -> isNamed(set) && !set.never().isEmpty())) {
      return Optional.of(unfit("never:"));
    }
    return sources().anyMatch(source -> source.families().size() < Family.values().length)
        ? Optional.of(unfit("family:"))
        : Optional.empty();
  }

  private Obstacle unfit(String key) {
    return new Obstacle.Unfit(
        rule.name(),
        "%s takes addresses out, and a mail server accepts clients by name whatever their addresses are"
            .formatted(key),
        "take %s out, or write the rule for a packet filter: port: tcp/25, hook: input"
            .formatted(key));
  }

  private boolean isNamed(SetDefinition set) {
    return policy.withReferences(List.of(set.name())).stream()
        .flatMap(name -> policy.set(name).stream())
        .flatMap(one -> one.sources().stream())
        .anyMatch(PtrSource.class::isInstance);
  }
}
