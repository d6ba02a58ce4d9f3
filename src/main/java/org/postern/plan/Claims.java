package org.postern.plan;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.postern.address.AddressSet;
import org.postern.address.Bounds;
import org.postern.policy.Policy;
import org.postern.policy.Rule;
import org.postern.policy.SetDefinition;
import org.postern.policy.SourceSpec;
import org.postern.source.EntryMerge;
import org.postern.source.EntryTable;
import org.postern.source.LastGood;

/** What sources say now, and what was remembered of them, as claims on the peers of a rule. */
final class Claims {
  private final Policy policy;
  private final Meaning meaning;
  private final Map<LastGood.Key, LastGood> memory = new HashMap<>();
  private final Optional<Ruleset> applied;
  private final Map<Source, SourceSpec> sources = new HashMap<>();

  private record Source(String set, String id) {}

  Claims(Policy policy, Meaning meaning, GuardMemory memory, Optional<Ruleset> applied) {
    this.policy = policy;
    this.meaning = meaning;
    memory.lastGood().forEach(one -> this.memory.put(one.key(), one));
    this.applied = applied;
    for (SetDefinition set : policy.sets()) {
      set.sources().forEach(source -> sources.put(new Source(set.name(), source.id()), source));
    }
  }

  /** The rule as the policy has it. */
  Optional<Rule> written(FilterRule rule) {
    return policy.rule(rule.name());
  }

  /** For peers that a rule is to accept and did not, the strongest first. */
  List<Claim> additions(Rule rule) {
    if (rule.accept() instanceof Rule.Accept.Any) {
      return List.of(new Claim(Reason.NEW_IN_POLICY, AddressSet.all()));
    }
    Set<String> sets = sets(rule);
    Parts parts = new Parts();
    AddressSet.Builder named = AddressSet.builder();
    for (EffectiveEntries entries : entries(sets)) {
      named.add(entries.entries().named().table().bounds());
      named.add(entries.entries().left().table().bounds());
      add(entries, parts);
    }
    List<Claim> claims = new ArrayList<>();
    claims.add(new Claim(Reason.WIDENED, excess(sets).subtract(named.build())));
    last(rule).ifPresent(peers -> claims.add(new Claim(Reason.LOST, peers)));
    claims.addAll(parts.claims());
    return claims;
  }

  /** What was in force before is known; the rest is new. */
  private void add(EffectiveEntries entries, Parts parts) {
    LastGood.Key key = entries.key();
    Optional<LastGood> before = Optional.ofNullable(memory.get(key));
    EntryTable all = entries.entries().all();
    if (before.isPresent() && source(key).isPresent()) {
      EntryTable known = before.get().all();
      EntryTable fresh = EntryMerge.delta(known, all).added();
      parts.add(Reason.KNOWN, EntryMerge.delta(fresh, all).added().bounds());
      parts.add(addition(key, true), fresh.bounds());
    } else {
      parts.add(addition(key, false), all.bounds());
    }
  }

  private Reason addition(LastGood.Key key, boolean answered) {
    return source(key)
        .map(
            source ->
                switch (source.origin()) {
                  case PROVIDER -> answered ? Reason.NEW_AT_PROVIDER : Reason.FIRST_ANSWER;
                  case HOST -> Reason.NEW_IN_LIST;
                  case POLICY -> Reason.NEW_IN_POLICY;
                  case SET -> Reason.KNOWN;
                })
        .orElse(Reason.KNOWN);
  }

  /**
   * For peers that a rule accepted and is not to any more, the strongest first.
   *
   * @param held the rule as the target holds it
   */
  List<Claim> removals(Rule rule, FilterRule held) {
    List<Claim> claims = new ArrayList<>();
    last(rule).ifPresent(peers -> claims.add(new Claim(Reason.FOREIGN, peers.complement())));
    if (held.peers() instanceof Peers.Any) {
      claims.add(new Claim(Reason.GONE_FROM_POLICY, AddressSet.all()));
      return claims;
    }
    Set<String> sets = sets(rule);
    claims.add(new Claim(Reason.FORBIDDEN, never(rule, sets)));
    Map<LastGood.Key, EffectiveEntries> now = new HashMap<>();
    meaning.settled().entries().forEach(one -> now.put(one.key(), one));
    Parts parts = new Parts();
    for (LastGood good : memory.values()) {
      Reason reason = removal(good.key(), sets);
      EffectiveEntries staying = now.get(good.key());
      EntryTable gone =
          reason == Reason.GONE_FROM_POLICY || staying == null
              ? good.all()
              : EntryMerge.delta(good.all(), staying.entries().all()).removed();
      parts.add(reason, gone.bounds());
    }
    claims.addAll(parts.claims());
    return claims;
  }

  /** What was applied and named by no source can only have been covered by widening. */
  Reason otherRemoval(Rule rule) {
    return last(rule).isPresent() ? Reason.NARROWED : Reason.REMOVED;
  }

  private Reason removal(LastGood.Key key, Set<String> sets) {
    Optional<SourceSpec> source = source(key);
    if (source.isEmpty() || !sets.contains(key.set())) {
      return Reason.GONE_FROM_POLICY;
    }
    return switch (source.get().origin()) {
      case PROVIDER -> Reason.GONE_AT_PROVIDER;
      case HOST -> Reason.GONE_FROM_LIST;
      case POLICY -> Reason.EXPIRED;
      case SET -> Reason.GONE_FROM_POLICY;
    };
  }

  /** Peers of a rule that nothing but a fading entry names. */
  AddressSet fading(Rule rule, Peers peers) {
    AddressSet.Builder fading = AddressSet.builder();
    AddressSet.Builder staying = AddressSet.builder();
    List<EffectiveEntries> parts = entries(sets(rule));
    if (parts.stream().allMatch(one -> one.of(EntryState.FADING) == 0)) {
      return AddressSet.none();
    }
    for (EffectiveEntries entries : parts) {
      staying.add(entries.entries().named().table().bounds());
      (entries.left() == EntryState.FADING ? fading : staying)
          .add(entries.entries().left().table().bounds());
    }
    AddressSet all = fading.build();
    return all.isEmpty() ? all : all.subtract(staying.build()).intersect(peers.asSet());
  }

  private Set<String> sets(Rule rule) {
    return switch (rule.accept()) {
      case Rule.Accept.Any any -> Set.of();
      case Rule.Accept.None none -> Set.of();
      case Rule.Accept.Sets accepted -> policy.withReferences(accepted.names());
    };
  }

  private List<EffectiveEntries> entries(Set<String> sets) {
    return meaning.settled().entries().stream()
        .filter(entry -> sets.contains(entry.key().set()))
        .toList();
  }

  private Optional<AddressSet> last(Rule rule) {
    return applied.flatMap(ruleset -> ruleset.rule(rule.name())).map(one -> one.peers().asSet());
  }

  private AddressSet excess(Set<String> sets) {
    AddressSet.Builder excess = AddressSet.builder();
    meaning.sets().stream()
        .filter(set -> sets.contains(set.name()))
        .forEach(set -> excess.add(set.excess()));
    return excess.build();
  }

  private AddressSet never(Rule rule, Set<String> sets) {
    AddressSet.Builder never = AddressSet.builder();
    rule.never().forEach(literal -> never.add(literal.interval()));
    policy.sets().stream()
        .filter(set -> sets.contains(set.name()))
        .flatMap(set -> set.never().stream())
        .forEach(literal -> never.add(literal.interval()));
    return never.build();
  }

  private Optional<SourceSpec> source(LastGood.Key key) {
    return Optional.ofNullable(sources.get(new Source(key.set(), key.source())));
  }

  /** Addresses by reason. */
  private static final class Parts {
    private final Map<Reason, AddressSet.Builder> found = new EnumMap<>(Reason.class);

    void add(Reason reason, Bounds addresses) {
      found.computeIfAbsent(reason, key -> AddressSet.builder()).add(addresses);
    }

    /** In the order of the reasons. */
    List<Claim> claims() {
      List<Claim> claims = new ArrayList<>();
      found.forEach((reason, addresses) -> claims.add(new Claim(reason, addresses.build())));
      return claims;
    }
  }
}
