package org.postern.plan.pass;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
import org.postern.source.EntryTable;

/** Fills in references, takes out what a set never holds, and widens where the policy asks. */
final class SetComposer {
  private final Policy policy;
  private final Settled settled;
  private final Map<String, EffectiveSet> done = new LinkedHashMap<>();

  SetComposer(Policy policy, Settled settled) {
    this.policy = policy;
    this.settled = settled;
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
    Set<String> sources =
        set.sources().stream()
            .filter(source -> outside.contains(source.outside()))
            .map(SourceSpec::id)
            .collect(Collectors.toSet());
    boolean all = outside.size() == 2;
    List<EntryTable> tables = new ArrayList<>();
    for (EffectiveEntries entries : settled.of(set.name())) {
      if (all || sources.contains(entries.key().source())) {
        tables.add(entries.entries().named().table());
        tables.add(entries.entries().left().table());
      }
    }
    return union(tables);
  }

  /** What is most of a set is taken as it is, without a copy where nothing is beside it. */
  private static AddressSet union(Collection<EntryTable> tables) {
    Optional<EntryTable> largest = tables.stream().max(Comparator.comparingInt(EntryTable::size));
    AddressSet.Builder others = AddressSet.builder();
    for (EntryTable table : tables) {
      if (table != largest.orElseThrow()) {
        others.add(table.bounds());
      }
    }
    return largest.map(EntryTable::addresses).orElse(AddressSet.none()).union(others.build());
  }

  private AddressSet referenced(SetDefinition set) {
    AddressSet found = AddressSet.none();
    for (SourceSpec source : set.sources()) {
      if (source instanceof SourceSpec.Reference reference) {
        found = found.union(compose(policy.set(reference.set()).orElseThrow()).addresses());
      }
    }
    return found;
  }

  private static AddressSet union(List<SourceSpec.Literal> literals) {
    AddressSet.Builder builder = AddressSet.builder();
    literals.forEach(literal -> builder.add(literal.interval()));
    return builder.build();
  }
}
