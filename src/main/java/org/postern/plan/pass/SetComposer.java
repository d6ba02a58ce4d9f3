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
import org.postern.address.Widened;
import org.postern.address.Widening;
import org.postern.plan.EffectiveEntries;
import org.postern.plan.EffectiveSet;
import org.postern.plan.Settled;
import org.postern.policy.Policy;
import org.postern.policy.SetDefinition;
import org.postern.policy.SourceSpec;
import org.postern.policy.WidenSpec;

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

  /** What a set refers to comes first. The parser has refused cycles, so this ends. */
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
        .filter(SourceSpec.Reference.class::isInstance)
        .map(source -> ((SourceSpec.Reference) source).set());
  }

  private void compose(SetDefinition set) {
    if (done.containsKey(set.name())) {
      return;
    }
    AddressSet never = union(set.never());
    AddressSet referenced = referenced(set);
    AddressSet own = own(set, Set.of(true, false));
    AddressSet exact = own.union(referenced).subtract(never);
    AddressSet widened = widen(set, never).union(exact);
    EffectiveSet made = new EffectiveSet(set.name(), exact, widened, widened.subtract(exact));
    done.put(set.name(), made);
  }

  /**
   * In a set that names outside sources only those are widened: a relay of one's own does not
   * become a network. A set of inside sources alone that asks for widening means them.
   */
  private AddressSet widen(SetDefinition set, AddressSet never) {
    if (set.widen().isEmpty()) {
      return AddressSet.none();
    }
    WidenSpec spec = set.widen().get();
    boolean hasOutside = set.sources().stream().anyMatch(SourceSpec::outside);
    AddressSet subject = own(set, hasOutside ? Set.of(true) : Set.of(true, false)).subtract(never);
    Widened widened = Widening.toPrefix(subject, spec.ipLength(), spec.ip6Length(), never);
    return widened.set();
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

  private static AddressSet union(List<SourceSpec.Literal> literals) {
    AddressSet.Builder builder = AddressSet.builder();
    literals.forEach(literal -> builder.add(literal.interval()));
    return builder.build();
  }
}
