package org.postern.plan.pass;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
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
    return policy.sets().stream().map(this::compose).toList();
  }

  /** The parser has refused cycles, so this ends. */
  private EffectiveSet compose(SetDefinition set) {
    EffectiveSet known = done.get(set.name());
    if (known != null) {
      return known;
    }
    AddressSet never = union(set.never());
    AddressSet referenced = referenced(set);
    AddressSet own = own(set, Set.of(true, false));
    AddressSet exact = own.union(referenced).subtract(never);
    AddressSet widened = widen(set, never).union(exact);
    EffectiveSet made = new EffectiveSet(set.name(), exact, widened, widened.subtract(exact));
    done.put(set.name(), made);
    return made;
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
    for (SourceSpec source : set.sources()) {
      if (source instanceof SourceSpec.Reference reference) {
        found.add(compose(policy.set(reference.set()).orElseThrow()).addresses());
      }
    }
    return AddressSet.union(found);
  }

  private static AddressSet union(List<SourceSpec.Literal> literals) {
    AddressSet.Builder builder = AddressSet.builder();
    literals.forEach(literal -> builder.add(literal.interval()));
    return builder.build();
  }
}
