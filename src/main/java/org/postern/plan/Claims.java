package org.postern.plan;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.postern.address.AddressSet;
import org.postern.address.Interval;
import org.postern.policy.Policy;
import org.postern.policy.Rule;
import org.postern.policy.SetDefinition;
import org.postern.policy.SourceSpec;
import org.postern.state.LastGood;
import org.postern.state.Memory;

/** What sources say now, and what was remembered of them, as claims on the peers of a rule. */
final class Claims {
  private final Policy policy;
  private final Meaning meaning;
  private final Memory memory;
  private final Optional<Ruleset> applied;
  private final Map<Source, SourceSpec> sources = new HashMap<>();

  private record Source(String set, String id) {}

  Claims(Policy policy, Meaning meaning, Memory memory, Optional<Ruleset> applied) {
    this.policy = policy;
    this.meaning = meaning;
    this.memory = memory;
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
    Map<LastGood.Key, Set<Interval>> before = remembered();
    Parts parts = new Parts();
    AddressSet.Builder named = AddressSet.builder();
    for (SettledEntry entry : entries(sets)) {
      Interval interval = entry.entry().interval();
      named.add(interval);
      parts.add(
          addition(entry.key(), interval, Optional.ofNullable(before.get(entry.key()))), interval);
    }
    List<Claim> claims = new ArrayList<>();
    claims.add(new Claim(Reason.WIDENED, excess(sets).subtract(named.build())));
    last(rule).ifPresent(peers -> claims.add(new Claim(Reason.LOST, peers)));
    claims.addAll(parts.claims());
    return claims;
  }

  private Reason addition(LastGood.Key key, Interval interval, Optional<Set<Interval>> before) {
    Optional<SourceSpec> source = source(key);
    if (source.isEmpty() || before.filter(last -> last.contains(interval)).isPresent()) {
      return Reason.KNOWN;
    }
    return switch (source.get()) {
      case SourceSpec.Dns name -> before.isEmpty() ? Reason.FIRST_ANSWER : Reason.NEW_AT_PROVIDER;
      case SourceSpec.ListFile list -> Reason.NEW_IN_LIST;
      case SourceSpec.Literal literal -> Reason.NEW_IN_POLICY;
      case SourceSpec.Reference reference -> Reason.KNOWN;
    };
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
    Map<LastGood.Key, Set<Interval>> now = settled();
    Parts parts = new Parts();
    for (LastGood good : memory.lastGood()) {
      Reason reason = removal(good.key(), sets);
      boolean whole = reason == Reason.GONE_FROM_POLICY;
      Set<Interval> staying = whole ? Set.of() : now.getOrDefault(good.key(), Set.of());
      good.entries().stream()
          .filter(entry -> !staying.contains(entry.interval()))
          .forEach(entry -> parts.add(reason, entry.interval()));
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
    return switch (source.get()) {
      case SourceSpec.Dns name -> Reason.GONE_AT_PROVIDER;
      case SourceSpec.ListFile list -> Reason.GONE_FROM_LIST;
      case SourceSpec.Literal literal -> Reason.EXPIRED;
      case SourceSpec.Reference reference -> Reason.GONE_FROM_POLICY;
    };
  }

  /** Peers of a rule that nothing but a fading entry names. */
  AddressSet fading(Rule rule, Peers peers) {
    AddressSet.Builder fading = AddressSet.builder();
    AddressSet.Builder staying = AddressSet.builder();
    for (SettledEntry entry : entries(sets(rule))) {
      (entry.standing() == Standing.FADING ? fading : staying).add(entry.entry().interval());
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

  private List<SettledEntry> entries(Set<String> sets) {
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

  private Map<LastGood.Key, Set<Interval>> remembered() {
    Map<LastGood.Key, Set<Interval>> intervals = new HashMap<>();
    for (LastGood good : memory.lastGood()) {
      Set<Interval> all = intervals.computeIfAbsent(good.key(), key -> new HashSet<>());
      good.entries().forEach(entry -> all.add(entry.interval()));
    }
    return intervals;
  }

  private Map<LastGood.Key, Set<Interval>> settled() {
    Map<LastGood.Key, Set<Interval>> intervals = new HashMap<>();
    for (SettledEntry entry : meaning.settled().entries()) {
      intervals.computeIfAbsent(entry.key(), key -> new HashSet<>()).add(entry.entry().interval());
    }
    return intervals;
  }

  /** Addresses by reason. */
  private static final class Parts {
    private final Map<Reason, AddressSet.Builder> found = new EnumMap<>(Reason.class);

    void add(Reason reason, Interval interval) {
      found.computeIfAbsent(reason, key -> AddressSet.builder()).add(interval);
    }

    /** In the order of the reasons. */
    List<Claim> claims() {
      List<Claim> claims = new ArrayList<>();
      found.forEach((reason, addresses) -> claims.add(new Claim(reason, addresses.build())));
      return claims;
    }
  }
}
