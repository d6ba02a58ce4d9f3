package org.postern.plan;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;
import org.postern.address.AddressSet;
import org.postern.address.Bounds;
import org.postern.plan.memory.GuardMemory;
import org.postern.policy.LiteralSource;
import org.postern.policy.Policy;
import org.postern.policy.Rule;
import org.postern.policy.SetDefinition;
import org.postern.policy.SourceSpec;
import org.postern.source.EntryTable;
import org.postern.source.LastGood;

/**
 * Finds which reason explains which peers of a rule, from what sources answer now and what is
 * remembered of them.
 */
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

  /** Returns the rule as the policy has it. */
  Optional<Rule> written(AccessRule rule) {
    return policy.rule(rule.name());
  }

  /**
   * Returns claims for peers that a rule is to accept and did not, the strongest first.
   *
   * @param peers the peers to explain; a claim may cover more
   */
  List<Claim> additions(Rule rule, AddressSet peers) {
    if (rule.accept() instanceof Rule.Accept.Any) {
      return List.of(new Claim(Reason.NEW_IN_POLICY, AddressSet.all()));
    }
    Set<String> sets = sets(rule);
    Parts parts = new Parts();
    AddressSet.Builder named = AddressSet.builder();
    for (EffectiveEntries entries : entries(sets)) {
      for (EntryTable table : tables(entries.entries(), peers)) {
        named.add(table.bounds());
        add(entries.key(), table, parts);
      }
    }
    List<Claim> claims = new ArrayList<>();
    AddressSet widened = excess(sets).intersect(peers);
    claims.add(new Claim(Reason.WIDENED, widened.subtract(named.build())));
    last(rule).ifPresent(before -> claims.add(new Claim(Reason.LOST, before.intersect(peers))));
    claims.addAll(parts.claims());
    return claims;
  }

  /** Returns the entries in force that share an address with some peers. */
  private static List<EntryTable> tables(LastGood entries, AddressSet peers) {
    return List.of(entries.named().table().meeting(peers), entries.left().table().meeting(peers));
  }

  /**
   * Adds the entries of a source: those that were in force before are known; the others are new.
   */
  private void add(LastGood.Key key, EntryTable table, Parts parts) {
    Optional<LastGood> before = Optional.ofNullable(memory.get(key));
    if (before.isPresent() && source(key).isPresent()) {
      parts.add(Reason.KNOWN, table, index -> before.get().holds(table, index));
      parts.add(addition(key, true), table, index -> !before.get().holds(table, index));
    } else {
      parts.add(addition(key, false), table, _ -> true);
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
   * Returns claims for peers that a rule accepted and is not to accept any more, the strongest
   * first.
   *
   * @param held the rule as the target holds it
   * @param peers the peers to explain; a claim may cover more
   */
  List<Claim> removals(Rule rule, AccessRule held, AddressSet peers) {
    List<Claim> claims = new ArrayList<>();
    last(rule).ifPresent(before -> claims.add(new Claim(Reason.FOREIGN, peers.subtract(before))));
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
      for (EntryTable table : tables(good, peers)) {
        parts.add(
            reason,
            table,
            index ->
                reason == Reason.GONE_FROM_POLICY
                    || staying == null
                    || !staying.entries().holds(table, index));
      }
    }
    claims.addAll(parts.claims());
    return claims;
  }

  /** An address that was applied but named by no source can only have been covered by widening. */
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

  /** Returns the peers of a rule that only fading entries name. */
  AddressSet fading(Rule rule, Peers peers) {
    List<EffectiveEntries> parts = entries(sets(rule));
    AddressSet.Builder leaving = AddressSet.builder();
    parts.stream()
        .filter(one -> one.left() == EntryState.FADING)
        .forEach(one -> leaving.add(one.entries().left().table().bounds()));
    AddressSet fading = leaving.build();
    if (fading.isEmpty()) {
      return fading;
    }
    AddressSet.Builder staying = AddressSet.builder();
    for (EffectiveEntries entries : parts) {
      staying.add(entries.entries().named().table().meeting(fading).bounds());
      if (entries.left() != EntryState.FADING) {
        staying.add(entries.entries().left().table().meeting(fading).bounds());
      }
    }
    return fading.subtract(staying.build()).intersect(peers.asSet());
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
    List<LiteralSource> never = new ArrayList<>(rule.never());
    policy.sets().stream()
        .filter(set -> sets.contains(set.name()))
        .forEach(set -> never.addAll(set.never()));
    return LiteralSource.union(never);
  }

  private Optional<SourceSpec> source(LastGood.Key key) {
    return Optional.ofNullable(sources.get(new Source(key.set(), key.source())));
  }

  /** Addresses by reason. */
  private static final class Parts {
    private final Map<Reason, AddressSet.Builder> found = new EnumMap<>(Reason.class);

    void add(Reason reason, EntryTable table, IntPredicate holds) {
      Bounds bounds = table.at(table.positions(holds)).bounds();
      found.computeIfAbsent(reason, key -> AddressSet.builder()).add(bounds);
    }

    /** Returns the claims in the order of the reasons. */
    List<Claim> claims() {
      List<Claim> claims = new ArrayList<>();
      found.forEach((reason, addresses) -> claims.add(new Claim(reason, addresses.build())));
      return claims;
    }
  }
}
