package org.postern.plan.guard;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.postern.address.Family;
import org.postern.policy.EntryBounds;
import org.postern.source.EntryTable;
import org.postern.source.EntryTableBuilder;
import org.postern.source.LastGood;
import org.postern.source.Resolution;

/**
 * The entries that the sources of a set publish now, and those that were in force until now.
 *
 * @param parts each family of a source that has an answer or a last good one
 * @param refused entries that their source may not publish, in words
 * @param cautions entries that are let in and should not be there, in words
 * @param unanswered families of sources that never answered
 * @param published the entries that all sources of a family publish together
 * @param kept the entries of all sources of a family that were in force until now
 */
record Publication(
    List<Part> parts,
    List<String> refused,
    List<String> cautions,
    List<Resolution.Failed> unanswered,
    Map<Family, EntryTable> published,
    Map<Family, EntryTable> kept) {

  /**
   * The part of one family of one source.
   *
   * @param resolution the source's answer, and whether that is fresh
   * @param entries the published entries, without those refused or never wanted
   * @param last the last good answer, which was in force until now
   */
  record Part(Resolution resolution, EntryTable entries, Optional<LastGood> last) {
    Family family() {
      return resolution.key().family();
    }

    boolean isLimited(EntryBounds bounds) {
      return bounds.limitWidth(resolution.key().source(), resolution.outside());
    }
  }

  /**
   * Combines the answers of the sources of one set.
   *
   * @param admission decides which entries are let in
   * @param memory the last good answers of this set
   */
  static Publication of(
      Admission admission, List<Resolution> resolutions, Map<LastGood.Key, LastGood> memory) {
    List<Part> parts = new ArrayList<>();
    List<Resolution.Failed> unanswered = new ArrayList<>();
    for (Resolution resolution : resolutions) {
      Optional<LastGood> last = Optional.ofNullable(memory.get(resolution.key()));
      switch (resolution) {
        case Resolution.Fresh fresh -> parts.add(new Part(fresh, admission.wanted(fresh), last));
        case Resolution.Stale stale ->
            parts.add(new Part(stale, stale.last().all(), Optional.of(stale.last())));
        case Resolution.Failed failed -> unanswered.add(failed);
      }
    }
    parts.addAll(withdrawn(resolutions, memory));
    Map<Family, EntryTable> published = new EnumMap<>(Family.class);
    Map<Family, EntryTable> kept = new EnumMap<>(Family.class);
    for (Family family : Family.values()) {
      List<Part> own = parts.stream().filter(part -> part.family() == family).toList();
      published.put(family, union(family, own.stream().map(Part::entries).toList()));
      kept.put(
          family,
          union(
              family,
              own.stream().flatMap(one -> one.last().stream()).map(LastGood::all).toList()));
    }
    return new Publication(
        parts, admission.refused(), admission.cautions(), unanswered, published, kept);
  }

  /**
   * Returns the entries of all tables; where several have an interval, the first one's entry
   * counts.
   */
  static EntryTable union(Family family, List<EntryTable> tables) {
    List<EntryTable> some = tables.stream().filter(one -> !one.isEmpty()).toList();
    if (some.size() <= 1) {
      return some.isEmpty() ? EntryTable.none(family) : some.getFirst();
    }
    EntryTableBuilder builder =
        EntryTable.builder(family, some.stream().mapToInt(EntryTable::size).sum());
    for (EntryTable table : some) {
      for (int index = 0; index < table.size(); index++) {
        builder.add(table, index);
      }
    }
    return builder.build();
  }

  /**
   * Returns the parts of sources that the policy no longer names: they publish nothing any more.
   * They are looked at like the others, so that an edit cannot empty a set past the guards.
   */
  private static List<Part> withdrawn(
      List<Resolution> resolutions, Map<LastGood.Key, LastGood> memory) {
    Set<LastGood.Key> named = new HashSet<>();
    resolutions.forEach(one -> named.add(one.key()));
    return memory.values().stream()
        .filter(last -> !named.contains(last.key()) && last.size() > 0)
        .map(
            last ->
                new Part(
                    new Resolution.Fresh(
                        last.key(),
                        false,
                        EntryTable.none(last.key().family()),
                        last.at(),
                        last.ttl(),
                        last.via(),
                        last.server(),
                        Optional.empty()),
                    EntryTable.none(last.key().family()),
                    Optional.of(last)))
        .toList();
  }

  EntryTable published(Family family) {
    return Optional.ofNullable(published.get(family)).orElseThrow();
  }

  EntryTable kept(Family family) {
    return Optional.ofNullable(kept.get(family)).orElseThrow();
  }

  /** Returns the published entries of the sources whose entries are limited in width. */
  EntryTable limited(Family family, EntryBounds bounds) {
    return union(
        family,
        parts.stream()
            .filter(part -> part.family() == family && part.isLimited(bounds))
            .map(Part::entries)
            .toList());
  }

  int size() {
    return published(Family.IP).size() + published(Family.IP6).size();
  }

  /** Tells whether the set is made of other sets alone, whose own guards judge what they hold. */
  boolean hasNoSource() {
    return parts.isEmpty() && unanswered.isEmpty();
  }

  boolean keptNothing() {
    return kept(Family.IP).isEmpty() && kept(Family.IP6).isEmpty();
  }
}
