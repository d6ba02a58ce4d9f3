package org.postern.plan.guard;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.postern.address.AddressSet;
import org.postern.address.Family;
import org.postern.plan.EffectiveEntries;
import org.postern.plan.EntryState;
import org.postern.plan.Settled;
import org.postern.plan.memory.GuardMemory;
import org.postern.plan.memory.MemberKind;
import org.postern.plan.memory.PendingChange;
import org.postern.policy.EntryBounds;
import org.postern.policy.Policy;
import org.postern.policy.SetDefinition;
import org.postern.source.EntryMerge;
import org.postern.source.EntryTable;
import org.postern.source.LastGood;
import org.postern.source.Resolution;
import org.postern.source.ResolvedSets;

/**
 * Decides what is in force of every source and of every set of mail domains. Additions and removals
 * are judged apart, so that what holds one lets the other through.
 */
public final class Settlement {
  private final GuardMemory memory;
  private final Instant now;
  private final AddressSet own;
  private final Map<String, Map<LastGood.Key, LastGood>> bySet = new HashMap<>();
  private final List<EffectiveEntries> entries = new ArrayList<>();
  private final List<LastGood> lastGood = new ArrayList<>();
  private final List<PendingChange> held = new ArrayList<>();
  private final List<String> refused = new ArrayList<>();
  private final List<String> cautions = new ArrayList<>();
  private final Map<String, Settled.Blocked> blocked = new LinkedHashMap<>();
  private final List<Resolution.Failed> unanswered = new ArrayList<>();
  private final Approvals approvals;
  private final SizeHistory history;

  private Settlement(GuardMemory memory, Instant now, AddressSet own) {
    this.memory = memory;
    this.now = now;
    this.own = own;
    this.approvals = new Approvals(memory.approvals());
    this.history = new SizeHistory(memory.samples(), now);
    for (LastGood good : memory.lastGood()) {
      bySet.computeIfAbsent(good.key().set(), set -> new LinkedHashMap<>()).put(good.key(), good);
    }
  }

  /** Settles every set of the policy. Pure: the clock is an argument. */
  public static Settled settle(Policy policy, ResolvedSets sets, GuardMemory memory) {
    Settlement settlement = new Settlement(memory, sets.at(), Admission.servers(policy));
    Map<String, List<Resolution>> resolutions = sets.bySet();
    for (SetDefinition set : policy.sets()) {
      settlement.settle(set, resolutions.getOrDefault(set.name(), List.of()));
    }
    DomainSettlement domains =
        new DomainSettlement(
                policy, sets.domains(), memory, settlement.approvals, settlement.history, sets.at())
            .settle();
    settlement.held.addAll(domains.held());
    return new Settled(
        settlement.entries,
        new GuardMemory(
            settlement.lastGood,
            settlement.history.samples(),
            settlement.held,
            settlement.approvals.all(),
            domains.remembered()),
        settlement.refused,
        settlement.cautions,
        List.copyOf(settlement.blocked.values()),
        settlement.unanswered,
        domains.effective());
  }

  private void settle(SetDefinition set, List<Resolution> resolutions) {
    Map<LastGood.Key, LastGood> last = bySet.getOrDefault(set.name(), Map.of());
    Publication publication = Publication.of(new Admission(set, own, now), resolutions, last);
    refused.addAll(publication.refused());
    cautions.addAll(publication.cautions());
    unanswered.addAll(publication.unanswered());
    if (publication.hasNoSource()) {
      return;
    }
    boolean firstTime = publication.keptNothing();
    EntryBounds bounds = new EntryBounds(set);
    approvals.publishes(set, publication.size());
    List<LastGood> remembered = new ArrayList<>();
    for (Family family : Family.values()) {
      Candidate candidate = candidate(set, bounds, family, publication);
      Objections objections =
          firstTime && !publication.unanswered().isEmpty()
              ? Objections.none()
              : Objections.ask(candidate, memory, now).recordedIn(held);
      if (firstTime && objections.holdsRemovals()) {
        blocked.putIfAbsent(
            set.name(), new Settled.Blocked(set.name(), objections.removalsMessage()));
      }
      List<EffectiveEntries> settled =
          new FamilySettlement(bounds, family, objections, now)
              .settle(publication, last, remembered);
      entries.addAll(settled);
      record(candidate, objections, settledCount(family, settled));
    }
    // What was never let in is not remembered, or its second use would pass as not the first.
    if (!blocked.containsKey(set.name())) {
      lastGood.addAll(remembered);
    }
  }

  /** An approved size is what later ones are held against; a held growth has not happened. */
  private void record(Candidate candidate, Objections objections, int size) {
    boolean news = approvals.use(candidate, objections.approved());
    if (news) {
      history.forget(candidate.set(), MemberKind.of(candidate.family()));
    }
    Growth growth = candidate.growth();
    int most =
        objections.holdsAdditions() ? growth.before() : Math.max(growth.before(), growth.now());
    int grown = news ? size : Math.min(size, most);
    history.record(candidate.set(), MemberKind.of(candidate.family()), size, grown);
  }

  private Candidate candidate(
      SetDefinition set, EntryBounds bounds, Family family, Publication publication) {
    EntryTable kept = publication.kept(family);
    EntryTable published = publication.published(family);
    EntryMerge.Delta change = EntryMerge.delta(kept, published);
    return new Candidate(
        set.name(),
        set.guard(),
        approvals.least(set),
        family,
        published,
        publication.size(),
        publication.limited(family, bounds),
        kept,
        change,
        publication.keptNothing(),
        history.widest(set.name(), MemberKind.of(family)).orElse(kept.size()),
        Growth.of(
            history.narrowest(set.name(), MemberKind.of(family)).orElse(kept.size()),
            history.grown(set.name(), MemberKind.of(family)).orElse(kept.size()),
            published.size(),
            change.added().size(),
            kept.size()));
  }

  /**
   * Returns how many distinct entries of a set are in force. Fading ones do not count: the source
   * no longer stands behind them.
   */
  private static int settledCount(Family family, List<EffectiveEntries> settled) {
    List<EntryTable> tables = new ArrayList<>();
    for (EffectiveEntries one : settled) {
      tables.add(one.entries().named().table());
      if (one.left() != EntryState.FADING) {
        tables.add(one.entries().left().table());
      }
    }
    return Publication.union(family, tables).size();
  }
}
