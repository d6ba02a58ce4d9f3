package org.postern.policy;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A policy file with its includes, checked and complete.
 *
 * @param file the name of the policy file
 * @param sets every defined set, those of includes first, in the order of the text
 * @param domains every defined set of domains, likewise
 * @param rules the rules in the order of the text, which has no meaning: rules never overlap
 * @param protects the domains whose mail the filter protects
 * @param resolve how names are asked
 * @param targets the targets for which the rules are compiled
 * @param texts the policy file and its includes, as read
 */
public record Policy(
    String file,
    List<SetDefinition> sets,
    List<DomainSetDefinition> domains,
    List<Rule> rules,
    ProtectSpec protects,
    ResolveSettings resolve,
    List<TargetBinding> targets,
    List<PolicyText> texts) {
  public Policy {
    sets = List.copyOf(sets);
    domains = List.copyOf(domains);
    rules = List.copyOf(rules);
    targets = List.copyOf(targets);
    texts = List.copyOf(texts);
  }

  /** Returns the set of that name, if it is defined. */
  public Optional<SetDefinition> set(String name) {
    return sets.stream().filter(set -> set.name().equals(name)).findFirst();
  }

  /** Returns the rule of that name, if there is one. */
  public Optional<Rule> rule(String name) {
    return rules.stream().filter(rule -> rule.name().equals(name)).findFirst();
  }

  /** Returns the names of sets, and of every set that those are made of. */
  public Set<String> withReferences(List<String> names) {
    Map<String, SetDefinition> byName = new HashMap<>();
    sets.forEach(set -> byName.put(set.name(), set));
    Set<String> found = new LinkedHashSet<>();
    Deque<String> open = new ArrayDeque<>(names);
    while (!open.isEmpty()) {
      String name = open.removeFirst();
      if (found.add(name)) {
        SetDefinition set = Optional.ofNullable(byName.get(name)).orElseThrow();
        for (SourceSpec source : set.sources()) {
          if (source instanceof SetSource reference) {
            open.add(reference.set());
          }
        }
      }
    }
    return found;
  }

  /** Returns the set of domains of that name, if it is defined. */
  public Optional<DomainSetDefinition> domainSet(String name) {
    return domains.stream().filter(set -> set.name().equals(name)).findFirst();
  }

  /** Returns a copy with nothing to hold a change. */
  public Policy unguarded() {
    return new Policy(
        file,
        sets.stream().map(set -> set.withGuard(GuardSpec.NONE)).toList(),
        domains.stream().map(set -> set.withGuard(DomainGuard.NONE)).toList(),
        rules,
        protects,
        resolve,
        targets,
        texts);
  }

  /** Returns a copy with other sets. */
  public Policy withSets(List<SetDefinition> others) {
    return new Policy(file, others, domains, rules, protects, resolve, targets, texts);
  }

  /** Returns a copy with other targets. */
  public Policy withTargets(List<TargetBinding> others) {
    return new Policy(file, sets, domains, rules, protects, resolve, others, texts);
  }

  /** Returns a copy with other rules. */
  public Policy withRules(List<Rule> others) {
    return new Policy(file, sets, domains, others, protects, resolve, targets, texts);
  }
}
