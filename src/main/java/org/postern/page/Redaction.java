package org.postern.page;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.postern.address.AddressSet;
import org.postern.address.Bounds;
import org.postern.pipeline.Prepared;
import org.postern.plan.AccessRule;
import org.postern.plan.EffectiveSet;
import org.postern.plan.Meaning;
import org.postern.plan.Peers;
import org.postern.plan.Ruleset;
import org.postern.plan.Settled;
import org.postern.plan.memory.GuardMemory;
import org.postern.policy.Policy;
import org.postern.policy.PolicyText;
import org.postern.policy.ProtectSpec;
import org.postern.policy.ResolveSettings;
import org.postern.policy.Rule;
import org.postern.policy.SetDefinition;
import org.postern.source.EntryTable;
import org.postern.source.LastGood;
import org.postern.source.ResolvedSets;
import org.postern.state.RunState;

/**
 * Removes sets from a subject: their addresses, labels and sources, and all from which these could
 * be inferred. The result holds none of it, so that the sections of the page need not know what is
 * withheld. An entry of another set that shares an address with a removed set is removed as a
 * whole, because its rest would show the removed address as a gap.
 */
final class Redaction {
  private final Subject whole;
  private final Prepared prepared;
  private final Reach reach;
  private final Secret secret;

  private Redaction(Subject whole, Set<String> sets) {
    this.whole = whole;
    this.prepared = whole.prepared();
    this.reach = new Reach(prepared.policy());
    this.secret = Secret.of(whole, sets);
  }

  /**
   * The redacted subject.
   *
   * @param secret the texts that must not be shown
   */
  record Result(Subject subject, Secret secret) {}

  /**
   * Removes sets of the policy, and the sets that only these refer to.
   *
   * @param named the sets to remove; empty to remove none
   */
  static Result of(Subject whole, Collection<String> named) {
    Redaction redaction = new Redaction(whole, new Reach(whole.prepared().policy()).only(named));
    return new Result(named.isEmpty() ? whole : redaction.subject(named), redaction.secret);
  }

  private Subject subject(Collection<String> named) {
    Map<String, AddressSet> spaces = new LinkedHashMap<>();
    prepared.policy().sets().forEach(set -> spaces.put(set.name(), space(set)));
    Ruleset ruleset = ruleset(spaces);
    Optional<Basis> basis =
        whole.basis().map(one -> new Basis(one.name(), before(one, ruleset), named(one.named())));
    Subject left =
        new Subject(
            prepared(spaces, ruleset),
            whole.running(),
            basis,
            whole.past(),
            whole.counted(),
            whole.at(),
            whole.version());
    Subject seen = new RecordCopy(secret).of(left);
    return seen.withholding(Withheld.between(whole, seen, reach.only(named)));
  }

  /** Returns the addresses of a set that may be shown. */
  private AddressSet space(SetDefinition set) {
    if (secret.hides(set.name())) {
      return AddressSet.none();
    }
    Set<String> reached = reach.from(set.name());
    AddressSet effective =
        prepared.meaning().set(set.name()).map(EffectiveSet::addresses).orElse(AddressSet.none());
    boolean untouched =
        !secret.touches(effective)
            && reached.stream().noneMatch(secret::hides)
            && prepared.meaning().settled().entries().stream()
                .filter(part -> reached.contains(part.key().set()))
                .noneMatch(part -> secret.touches(part.entries().all().addresses()));
    return untouched ? effective : namedSpace(reached).intersect(effective);
  }

  /** Returns the addresses of the entries that may be shown, without widening. */
  private AddressSet namedSpace(Set<String> sets) {
    AddressSet.Builder space = AddressSet.builder();
    prepared.meaning().settled().entries().stream()
        .filter(part -> sets.contains(part.key().set()) && !secret.hides(part.key().set()))
        .forEach(part -> space.add(seen(part.entries())));
    return space.build();
  }

  /** An entry that shares an address with a withheld one is not seen at all. */
  private Bounds seen(LastGood good) {
    EntryTable all = good.all();
    return all.at(secret.visible(all)).bounds();
  }

  private Ruleset ruleset(Map<String, AddressSet> spaces) {
    List<AccessRule> rules = new ArrayList<>();
    for (AccessRule filter : prepared.meaning().ruleset().rules()) {
      AddressSet.Builder peers = AddressSet.builder();
      if (prepared.policy().rule(filter.name()).map(Rule::accept).orElse(null)
          instanceof Rule.Accept.Sets sets) {
        sets.names().forEach(name -> peers.add(spaces.getOrDefault(name, AddressSet.none())));
      }
      rules.add(frame(filter, filter.peers().asSet().intersect(peers.build())));
    }
    return new Ruleset(rules);
  }

  /** Returns a rule with other peers, unless it accepts every peer. */
  private AccessRule frame(AccessRule rule, AddressSet peers) {
    return rule.peers() instanceof Peers.Only ? rule.withPeers(new Peers.Only(peers)) : rule;
  }

  /**
   * Returns the ruleset of the basis, reduced to addresses that visible sets named at that time or
   * that the redacted rules accept now.
   */
  private Ruleset before(Basis basis, Ruleset after) {
    AddressSet.Builder named = AddressSet.builder();
    named(basis.named()).forEach(good -> named.add(seen(good)));
    AddressSet known = named.build();
    return new Ruleset(
        basis.ruleset().rules().stream().map(rule -> before(rule, known, after)).toList());
  }

  private AccessRule before(AccessRule rule, AddressSet known, Ruleset after) {
    AddressSet now =
        after
            .rule(rule.name())
            .filter(one -> one.peers() instanceof Peers.Only)
            .map(one -> one.peers().asSet())
            .orElse(AddressSet.none());
    return frame(rule, secret.visible(rule.peers().asSet().intersect(known.union(now))));
  }

  private List<LastGood> named(List<LastGood> all) {
    return all.stream()
        .filter(good -> prepared.policy().set(good.key().set()).isPresent())
        .filter(good -> !secret.hides(good.key().set()))
        .toList();
  }

  /** Returns a preparation with only what a page tells, for the visible sets. */
  private Prepared prepared(Map<String, AddressSet> spaces, Ruleset ruleset) {
    Meaning meaning = prepared.meaning();
    ResolvedSets resolved = prepared.resolved();
    return new Prepared(
        policy(),
        prepared.lock().map(lock -> new PolicyText(lock.name(), "")),
        Map.of(),
        new ResolvedSets(resolved.at(), resolved.resolutions()),
        RunState.empty()
            .withGuards(GuardMemory.empty().withApprovals(prepared.memory().guards().approvals())),
        prepared.orders(),
        new Meaning(
            settled(),
            meaning.sets().stream().map(set -> set(set, spaces)).toList(),
            ruleset,
            meaning.obstacles()),
        prepared.notes());
  }

  private EffectiveSet set(EffectiveSet set, Map<String, AddressSet> spaces) {
    AddressSet space = spaces.getOrDefault(set.name(), AddressSet.none());
    return space.equals(set.addresses())
        ? set
        : new EffectiveSet(set.name(), space, space, AddressSet.none());
  }

  private Settled settled() {
    Settled settled = prepared.meaning().settled();
    GuardMemory memory = settled.memory();
    return new Settled(
        settled.entries(),
        GuardMemory.empty().withSamples(memory.samples()).withPending(memory.pending()),
        settled.refused(),
        settled.cautions(),
        settled.blocked(),
        settled.unanswered(),
        List.of());
  }

  private Policy policy() {
    Policy policy = prepared.policy();
    return new Policy(
        policy.file(),
        policy.sets(),
        List.of(),
        policy.rules(),
        ProtectSpec.NONE,
        ResolveSettings.DEFAULT,
        List.of(),
        List.of());
  }
}
