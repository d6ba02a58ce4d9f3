package org.postern.plan.guard;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.postern.address.Family;
import org.postern.plan.Settled;
import org.postern.plan.SettledEntry;
import org.postern.plan.Standing;
import org.postern.policy.Policy;
import org.postern.policy.SetDefinition;
import org.postern.source.Resolution;
import org.postern.source.ResolvedSets;
import org.postern.state.Held;
import org.postern.state.LastGood;
import org.postern.state.Memory;
import org.postern.state.SizeSample;

/**
 * Decides what is in force of every source. Additions and removals are judged apart, so that what
 * holds one lets the other through.
 */
public final class Settlement {
  private final Memory memory;
  private final Instant now;
  private final List<SettledEntry> entries = new ArrayList<>();
  private final List<LastGood> lastGood = new ArrayList<>();
  private final List<Held> held = new ArrayList<>();
  private final List<String> refused = new ArrayList<>();
  private final List<Settled.Blocked> blocked = new ArrayList<>();
  private final List<Resolution.Failed> unanswered = new ArrayList<>();
  private final List<String> approvals = new ArrayList<>();
  private final SizeHistory history;

  private Settlement(Memory memory, Instant now) {
    this.memory = memory;
    this.now = now;
    this.history = new SizeHistory(memory.samples(), now);
  }

  /** Settles every set of the policy. Pure: the clock is an argument. */
  public static Settled settle(Policy policy, ResolvedSets sets, Memory memory) {
    Settlement settlement = new Settlement(memory, sets.at());
    for (SetDefinition set : policy.sets()) {
      settlement.settle(set, sets.of(set.name()));
    }
    List<SizeSample> samples = settlement.history.samples();
    return new Settled(
        settlement.entries,
        settlement.lastGood,
        samples,
        settlement.held,
        settlement.approvals,
        settlement.refused,
        settlement.blocked,
        settlement.unanswered);
  }

  private void settle(SetDefinition set, List<Resolution> resolutions) {
    Publication publication = Publication.of(set, resolutions, memory);
    refused.addAll(publication.refused());
    unanswered.addAll(publication.unanswered());
    if (publication.hasNoSource()) {
      return;
    }
    boolean firstTime = publication.keptNothing();
    List<LastGood> remembered = new ArrayList<>();
    for (Family family : Family.values()) {
      Candidate candidate = candidate(set, family, publication);
      Objections objections =
          firstTime && !publication.unanswered().isEmpty()
              ? Objections.none()
              : Objections.ask(candidate, memory, now).recordedIn(held);
      if (firstTime && objections.holdsRemovals()) {
        block(set.name(), objections.removalsMessage());
      }
      new FamilySettlement(set, family, objections, now)
          .settle(publication, memory, entries, remembered);
      approvals.addAll(objections.approved());
      boolean approved = !objections.approved().isEmpty();
      history.record(set.name(), family, settledCount(set.name(), family), approved);
    }
    if (!isBlocked(set.name())) {
      lastGood.addAll(remembered);
    }
  }

  private Candidate candidate(SetDefinition set, Family family, Publication publication) {
    int kept = publication.kept(family).size();
    return new Candidate(
        set.name(),
        set.guard(),
        family,
        publication.published(family),
        publication.size(),
        publication.outside(family),
        publication.kept(family),
        publication.keptNothing(),
        history.widest(set.name(), family).orElse(kept),
        history.narrowest(set.name(), family).orElse(kept));
  }

  /** Fading entries do not count: the source no longer stands behind them. */
  private int settledCount(String set, Family family) {
    return (int)
        entries.stream()
            .filter(entry -> entry.key().set().equals(set) && entry.key().family() == family)
            .filter(entry -> entry.standing() != Standing.FADING)
            .map(entry -> entry.entry().interval())
            .distinct()
            .count();
  }

  private void block(String set, String why) {
    if (!isBlocked(set)) {
      blocked.add(new Settled.Blocked(set, why));
    }
  }

  /** What was never let in is not remembered, or its second use would pass as not the first. */
  private boolean isBlocked(String set) {
    return blocked.stream().anyMatch(one -> one.set().equals(set));
  }
}
