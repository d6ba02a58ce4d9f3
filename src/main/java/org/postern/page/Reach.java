package org.postern.page;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.postern.policy.Policy;
import org.postern.policy.Rule;
import org.postern.policy.SetDefinition;
import org.postern.policy.SetSource;

/** Finds which sets lead to which. */
final class Reach {
  private final Policy policy;

  Reach(Policy policy) {
    this.policy = policy;
  }

  /** Returns the set and all that it takes its addresses from. */
  Set<String> from(String set) {
    return from(List.of(set), Set.of());
  }

  /** Returns the sets that a rule or no other set names: where a reader begins. */
  Set<String> roots() {
    Set<String> roots = new LinkedHashSet<>();
    for (Rule rule : policy.rules()) {
      if (rule.accept() instanceof Rule.Accept.Sets sets) {
        roots.addAll(sets.names());
      }
    }
    roots.addAll(unused());
    return roots;
  }

  /** Returns the sets that no rule accepts and no set names. */
  Set<String> unused() {
    Set<String> unused = new LinkedHashSet<>();
    policy.sets().forEach(set -> unused.add(set.name()));
    for (Rule rule : policy.rules()) {
      if (rule.accept() instanceof Rule.Accept.Sets sets) {
        sets.names().forEach(unused::remove);
      }
    }
    policy.sets().forEach(set -> unused.removeAll(named(set)));
    return unused;
  }

  /** Returns these sets, and those that cannot be reached without them. */
  Set<String> only(Collection<String> sets) {
    Set<String> through = from(sets, Set.of());
    through.removeAll(from(roots(), Set.copyOf(sets)));
    through.addAll(sets);
    return new TreeSet<>(through);
  }

  private Set<String> from(Collection<String> sets, Set<String> without) {
    Set<String> found = new LinkedHashSet<>();
    Deque<String> left = new ArrayDeque<>(sets);
    while (!left.isEmpty()) {
      String name = left.pop();
      if (!without.contains(name) && found.add(name)) {
        policy.set(name).map(Reach::named).ifPresent(left::addAll);
      }
    }
    return found;
  }

  private static List<String> named(SetDefinition set) {
    return set.sources().stream()
        .filter(SetSource.class::isInstance)
        .map(SetSource.class::cast)
        .map(SetSource::set)
        .toList();
  }
}
