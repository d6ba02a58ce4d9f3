package org.postern.plan.pass;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.postern.address.AddressSet;
import org.postern.plan.EffectiveEntries;
import org.postern.plan.EffectiveSet;
import org.postern.plan.Settled;
import org.postern.policy.LiteralSource;
import org.postern.policy.Policy;
import org.postern.policy.Rule;
import org.postern.policy.SetDefinition;
import org.postern.policy.SetSource;
import org.postern.policy.SourceSpec;

/** Fills in references, takes out what a set never holds, and widens where the policy asks. */
final class SetComposer {
  private final Policy policy;
  private final Map<String, List<EffectiveEntries>> settled;
  private final Map<String, EffectiveSet> done = new LinkedHashMap<>();

  SetComposer(Policy policy, Settled settled) {
    this.policy = policy;
    this.settled =
        settled.entries().stream().collect(Collectors.groupingBy(one -> one.key().set()));
  }

  List<EffectiveSet> compose() {
    Map<String, SetDefinition> byName = new HashMap<>();
    policy.sets().forEach(set -> byName.put(set.name(), set));
    policy.sets().forEach(set -> compose(set, byName));
    return policy.sets().stream().map(set -> made(set.name())).toList();
  }

  private EffectiveSet made(String name) {
    return Optional.ofNullable(done.get(name)).orElseThrow();
  }

  /** Composes a set after those that it refers to. The parser has refused cycles, so this ends. */
  private void compose(SetDefinition set, Map<String, SetDefinition> byName) {
    Deque<SetDefinition> open = new ArrayDeque<>(List.of(set));
    while (!open.isEmpty()) {
      List<SetDefinition> before =
          references(open.element())
              .filter(name -> !done.containsKey(name))
              .map(name -> Optional.ofNullable(byName.get(name)).orElseThrow())
              .toList();
      if (before.isEmpty()) {
        compose(open.pop());
      } else {
        before.forEach(open::push);
      }
    }
  }

  private static Stream<String> references(SetDefinition set) {
    return set.sources().stream()
        .filter(SetSource.class::isInstance)
        .map(source -> ((SetSource) source).set());
  }

  private void compose(SetDefinition set) {
    if (done.containsKey(set.name())) {
      return;
    }
    if (set.widen().isPresent()) {
      done.put(set.name(), SetWidening.widen(set.name(), parts(set), set.widen().get()));
      return;
    }
    AddressSet never = LiteralSource.union(set.never());
    AddressSet exact = own(set, Set.of(true, false)).union(referenced(set)).subtract(never);
    done.put(set.name(), new EffectiveSet(set.name(), exact, exact, AddressSet.none()));
  }

  /** Returns the parts of a set, when those that it refers to are composed. */
  SetWidening.Parts parts(SetDefinition set) {
    return new SetWidening.Parts(
        own(set, Set.of(true, false)),
        widenable(set),
        referenced(set),
        LiteralSource.union(set.never()),
        denied(set));
  }

  /**
   * Returns the part of a set that may be widened. In a set that names outside sources only those
   * are widened: a relay of one's own does not become a network. A set of inside sources alone that
   * asks for widening means them.
   */
  AddressSet widenable(SetDefinition set) {
    boolean hasOutside = set.sources().stream().anyMatch(SourceSpec::outside);
    return own(set, hasOutside ? Set.of(true) : Set.of(true, false));
  }

  /**
   * Returns what rules and sets that take this one in never accept: those addresses would cut into
   * a wide block.
   */
  private AddressSet denied(SetDefinition set) {
    List<LiteralSource> never = new ArrayList<>();
    for (Rule rule : policy.rules()) {
      if (rule.accept() instanceof Rule.Accept.Sets sets
          && policy.withReferences(sets.names()).contains(set.name())) {
        never.addAll(rule.never());
      }
    }
    for (SetDefinition other : policy.sets()) {
      if (policy.withReferences(List.of(other.name())).contains(set.name())) {
        never.addAll(other.never());
      }
    }
    return LiteralSource.union(never);
  }

  private AddressSet own(SetDefinition set, Set<Boolean> outside) {
    boolean all = outside.size() == 2;
    Set<String> sources =
        (all ? List.<SourceSpec>of() : set.sources())
            .stream()
                .filter(source -> outside.contains(source.outside()))
                .map(SourceSpec::id)
                .collect(Collectors.toSet());
    List<AddressSet> parts = new ArrayList<>();
    for (EffectiveEntries entries : settled.getOrDefault(set.name(), List.of())) {
      if (all || sources.contains(entries.key().source())) {
        parts.add(entries.entries().named().table().addresses());
        parts.add(entries.entries().left().table().addresses());
      }
    }
    return AddressSet.union(parts);
  }

  private AddressSet referenced(SetDefinition set) {
    List<AddressSet> found = new ArrayList<>();
    references(set).forEach(name -> found.add(made(name).addresses()));
    return AddressSet.union(found);
  }
}
