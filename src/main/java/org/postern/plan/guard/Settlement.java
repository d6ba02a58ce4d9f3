package org.postern.plan.guard;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.Set;
import org.postern.address.Family;
import org.postern.address.Interval;
import org.postern.plan.Settled;
import org.postern.plan.SettledEntry;
import org.postern.plan.Standing;
import org.postern.policy.Bounds;
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
  private final Approvals approvals;
  private final SizeHistory history;

  private Settlement(Memory memory, Instant now) {
    this.memory = memory;
    this.now = now;
    this.approvals = new Approvals(memory.approvals());
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
        settlement.approvals.all(),
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
    approvals.publishes(set, publication.size());
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
      List<SettledEntry> settled =
          new FamilySettlement(set, family, objections, now)
              .settle(publication, memory, remembered);
      entries.addAll(settled);
      record(candidate, objections, settledCount(settled));
    }
    if (!isBlocked(set.name())) {
      lastGood.addAll(remembered);
    }
  }

  /** An approved size is what later ones are held against; a held growth has not happened. */
  private void record(Candidate candidate, Objections objections, int size) {
    boolean news = approvals.use(candidate, objections.approved());
    if (news) {
      history.forget(candidate.set(), candidate.family());
    }
    Growth growth = candidate.growth();
    int most =
        objections.holdsAdditions() ? growth.before() : Math.max(growth.before(), growth.now());
    int grown = news ? size : Math.min(size, most);
    history.record(candidate.set(), candidate.family(), size, grown);
  }

  private Candidate candidate(SetDefinition set, Family family, Publication publication) {
    SequencedSet<Interval> kept = publication.kept(family);
    SequencedSet<Interval> published = publication.published(family);
    int fresh = (int) published.stream().filter(one -> !kept.contains(one)).count();
    return new Candidate(
        set.name(),
        set.guard(),
        approvals.least(set),
        family,
        published,
        publication.size(),
        publication.limited(family, new Bounds(set)),
        kept,
        publication.keptNothing(),
        history.widest(set.name(), family).orElse(kept.size()),
        Growth.of(
            history.narrowest(set.name(), family).orElse(kept.size()),
            history.grown(set.name(), family).orElse(kept.size()),
            published.size(),
            fresh,
            kept.size()));
  }

  /** Fading entries do not count: the source no longer stands behind them. */
  private static int settledCount(List<SettledEntry> settled) {
    Set<Interval> found = new HashSet<>();
    for (SettledEntry entry : settled) {
      if (entry.standing() != Standing.FADING) {
        found.add(entry.entry().interval());
      }
    }
    return found.size();
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
