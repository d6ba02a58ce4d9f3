package org.postern.plan.guard;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.postern.address.Family;
import org.postern.plan.EffectiveEntries;
import org.postern.plan.EntryState;
import org.postern.policy.EntryBounds;
import org.postern.source.DatedTable;
import org.postern.source.LastGood;
import org.postern.source.Resolution;

/** Decides what is in force of one family of one set, source by source. */
record FamilySettlement(EntryBounds bounds, Family family, Objections objections, Instant now) {

  /**
   * Settles a family of a set, and returns the entries in force.
   *
   * @param memory the last good answers of the set
   * @param lastGood takes what is to be remembered
   * @return the entries in force
   */
  List<EffectiveEntries> settle(
      Publication publication, Map<LastGood.Key, LastGood> memory, List<LastGood> lastGood) {
    List<EffectiveEntries> entries = new ArrayList<>();
    for (Publication.Part part : publication.parts()) {
      if (part.family() == family) {
        EffectiveEntries settled = settle(part);
        entries.add(settled);
        lastGood.add(settled.entries());
      }
    }
    for (Resolution.Failed failed : publication.unanswered()) {
      if (failed.key().family() == family && memory.containsKey(failed.key())) {
        lastGood.add(memory.get(failed.key()));
      }
    }
    return entries;
  }

  private EffectiveEntries settle(Publication.Part part) {
    return switch (part.resolution()) {
      case Resolution.Fresh fresh -> fresh(fresh, part);
      case Resolution.Stale stale ->
          new EffectiveEntries(stale.last(), EntryState.STALE, EntryState.STALE, Duration.ZERO);
      case Resolution.Failed failed ->
          throw new IllegalStateException(failed.key() + " has nothing to settle");
    };
  }

  /**
   * An entry that the answer no longer names stays for a while, or until its removal is approved.
   * Its time runs from the first answer without it, not from the last with it: between the two the
   * source may have been silent.
   */
  private EffectiveEntries fresh(Resolution.Fresh fresh, Publication.Part part) {
    Duration stay = bounds.stay(fresh.key().source(), fresh.outside());
    boolean held = objections.holdsRemovals();
    Succession next =
        Succession.of(fresh, part, !objections.holdsAdditions(), !held && stay.isZero());
    DatedTable left = held ? next.left() : next.leftAfter(now.minus(stay));
    LastGood entries =
        new LastGood(
            fresh.key(),
            fresh.at(),
            fresh.ttl(),
            fresh.via(),
            fresh.server(),
            next.named(),
            left,
            fresh.absence());
    return new EffectiveEntries(
        entries, EntryState.FRESH, held ? EntryState.HELD : EntryState.FADING, stay);
  }
}
