package org.postern.plan.guard;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.address.Family;
import org.postern.address.Interval;
import org.postern.plan.SettledEntry;
import org.postern.plan.Standing;
import org.postern.policy.Bounds;
import org.postern.policy.SetDefinition;
import org.postern.source.Entry;
import org.postern.source.Resolution;
import org.postern.state.KeptEntry;
import org.postern.state.LastGood;
import org.postern.state.Memory;

/** Settles one family of one set, source by source. */
record FamilySettlement(SetDefinition set, Family family, Objections objections, Instant now) {

  /**
   * Settles it.
   *
   * @param lastGood takes what is to be remembered
   * @return the entries in force
   */
  List<SettledEntry> settle(Publication publication, Memory memory, List<LastGood> lastGood) {
    List<SettledEntry> entries = new ArrayList<>();
    for (Publication.HalfPublication half : publication.halves()) {
      if (half.resolution().key().family() == family) {
        List<SettledEntry> settled = settle(half);
        entries.addAll(settled);
        lastGood.add(remember(half, settled));
      }
    }
    publication.unanswered().stream()
        .filter(failed -> failed.key().family() == family)
        .flatMap(failed -> memory.lastGood(failed.key()).stream())
        .forEach(lastGood::add);
    return entries;
  }

  private List<SettledEntry> settle(Publication.HalfPublication half) {
    return switch (half.resolution()) {
      case Resolution.Fresh fresh -> fresh(fresh, half);
      case Resolution.Stale stale ->
          stale.last().entries().stream()
              .map(entry -> new SettledEntry(stale.key(), entry, Standing.STALE, Optional.empty()))
              .toList();
      case Resolution.Failed failed ->
          throw new IllegalStateException(failed.key() + " has nothing to settle");
    };
  }

  private List<SettledEntry> fresh(Resolution.Fresh fresh, Publication.HalfPublication half) {
    Map<Interval, KeptEntry> kept = new LinkedHashMap<>();
    half.last().ifPresent(last -> last.entries().forEach(one -> kept.put(one.interval(), one)));
    List<SettledEntry> settled = new ArrayList<>();
    for (Entry entry : half.entries()) {
      KeptEntry before = kept.remove(entry.interval());
      if (before != null || !objections.holdsAdditions()) {
        settled.add(confirmed(fresh, entry, before == null ? fresh.at() : before.firstSeen()));
      }
    }
    for (KeptEntry gone : kept.values()) {
      left(fresh, gone).ifPresent(settled::add);
    }
    return settled;
  }

  private SettledEntry confirmed(Resolution.Fresh fresh, Entry entry, Instant firstSeen) {
    KeptEntry kept =
        KeptEntry.named(entry.interval(), entry.label(), entry.line(), firstSeen, fresh.at());
    return new SettledEntry(fresh.key(), kept, Standing.FRESH, Optional.empty());
  }

  /**
   * What becomes of an entry that the answer no longer names. Its time runs from the first answer
   * without it, not from the last with it: between the two the source may have been silent.
   */
  private Optional<SettledEntry> left(Resolution.Fresh fresh, KeptEntry last) {
    KeptEntry gone = last.missing(fresh.at());
    if (objections.holdsRemovals()) {
      return Optional.of(new SettledEntry(fresh.key(), gone, Standing.HELD, Optional.empty()));
    }
    Duration stay = new Bounds(set).stay(fresh.key().source(), fresh.outside());
    Instant until = gone.missingSince().orElse(fresh.at()).plus(stay);
    return now.isBefore(until)
        ? Optional.of(new SettledEntry(fresh.key(), gone, Standing.FADING, Optional.of(until)))
        : Optional.empty();
  }

  private static LastGood remember(Publication.HalfPublication half, List<SettledEntry> settled) {
    List<KeptEntry> entries = settled.stream().map(SettledEntry::entry).toList();
    return switch (half.resolution()) {
      case Resolution.Fresh fresh ->
          new LastGood(
              fresh.key(),
              fresh.at(),
              fresh.ttl(),
              fresh.via(),
              fresh.server(),
              entries,
              fresh.absence());
      case Resolution.Stale stale -> stale.last();
      case Resolution.Failed failed ->
          throw new IllegalStateException(failed.key() + " has nothing to remember");
    };
  }
}
