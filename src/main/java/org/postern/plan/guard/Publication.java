package org.postern.plan.guard;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.postern.address.AddressSet;
import org.postern.address.Family;
import org.postern.address.Interval;
import org.postern.address.SpecialPurpose;
import org.postern.diagnostic.Counted;
import org.postern.policy.Bounds;
import org.postern.policy.SetDefinition;
import org.postern.policy.SourceSpec;
import org.postern.source.Entry;
import org.postern.source.Resolution;
import org.postern.state.KeptEntry;
import org.postern.state.LastGood;
import org.postern.state.Memory;

/**
 * What the sources of a set publish now, and what of them was in force until now.
 *
 * @param halves each half that has an answer or a last good one
 * @param refused entries that their source may not publish, in words
 * @param unanswered halves that never answered
 * @param published what all halves of a family publish together
 */
record Publication(
    List<HalfPublication> halves,
    List<String> refused,
    List<Resolution.Failed> unanswered,
    Map<Family, SequencedSet<Interval>> published) {

  /**
   * One half of one source.
   *
   * @param resolution what its answer is worth
   * @param entries published, without those refused or never wanted
   * @param last what was in force of it
   */
  record HalfPublication(Resolution resolution, List<Entry> entries, Optional<LastGood> last) {}

  static Publication of(SetDefinition set, List<Resolution> resolutions, Memory memory) {
    AddressSet never = never(set);
    List<HalfPublication> halves = new ArrayList<>();
    List<String> refused = new ArrayList<>();
    List<Resolution.Failed> unanswered = new ArrayList<>();
    for (Resolution resolution : resolutions) {
      Optional<LastGood> last = memory.lastGood(resolution.key());
      switch (resolution) {
        case Resolution.Fresh fresh ->
            halves.add(new HalfPublication(fresh, wanted(set, fresh, never, refused), last));
        case Resolution.Stale stale ->
            halves.add(
                new HalfPublication(stale, entries(stale.last()), Optional.of(stale.last())));
        case Resolution.Failed failed -> unanswered.add(failed);
      }
    }
    halves.addAll(withdrawn(set, resolutions, memory));
    Map<Family, SequencedSet<Interval>> published = new EnumMap<>(Family.class);
    for (Family family : Family.values()) {
      published.put(family, entries(halves, half -> half.resolution().key().family() == family));
    }
    return new Publication(halves, refused, unanswered, published);
  }

  private static SequencedSet<Interval> entries(
      List<HalfPublication> halves, Predicate<HalfPublication> wanted) {
    SequencedSet<Interval> found = new LinkedHashSet<>();
    for (HalfPublication half : halves) {
      if (wanted.test(half)) {
        half.entries().forEach(entry -> found.add(entry.interval()));
      }
    }
    return found;
  }

  /**
   * Sources that the policy no longer names publish nothing any more. They are looked at like the
   * others, so that an edit cannot empty a set past the guards.
   */
  private static List<HalfPublication> withdrawn(
      SetDefinition set, List<Resolution> resolutions, Memory memory) {
    Set<LastGood.Key> named = resolutions.stream().map(Resolution::key).collect(Collectors.toSet());
    return memory.lastGood().stream()
        .filter(last -> last.key().set().equals(set.name()) && !named.contains(last.key()))
        .filter(last -> !last.entries().isEmpty())
        .map(
            last ->
                new HalfPublication(
                    new Resolution.Fresh(
                        last.key(),
                        false,
                        List.of(),
                        last.at(),
                        last.ttl(),
                        last.via(),
                        last.server(),
                        Optional.empty()),
                    List.of(),
                    Optional.of(last)))
        .toList();
  }

  SequencedSet<Interval> published(Family family) {
    return Optional.ofNullable(published.get(family)).orElseThrow();
  }

  /** What is published by those whose entries may only be so wide. */
  SequencedSet<Interval> limited(Family family, Bounds bounds) {
    return entries(
        halves,
        half ->
            half.resolution().key().family() == family
                && bounds.limitWidth(
                    half.resolution().key().source(), half.resolution().outside()));
  }

  SequencedSet<Interval> kept(Family family) {
    SequencedSet<Interval> found = new LinkedHashSet<>();
    halves.stream()
        .filter(half -> half.resolution().key().family() == family)
        .flatMap(half -> half.last().stream())
        .forEach(last -> last.entries().forEach(entry -> found.add(entry.interval())));
    return found;
  }

  int size() {
    return published(Family.IP).size() + published(Family.IP6).size();
  }

  /** Whether the set is made of other sets alone, whose own guards judge what they hold. */
  boolean hasNoSource() {
    return halves.isEmpty() && unanswered.isEmpty();
  }

  boolean keptNothing() {
    return kept(Family.IP).isEmpty() && kept(Family.IP6).isEmpty();
  }

  static AddressSet never(SetDefinition set) {
    AddressSet.Builder builder = AddressSet.builder();
    for (SourceSpec.Literal literal : set.never()) {
      builder.add(literal.interval());
    }
    return builder.build();
  }

  private static List<Entry> wanted(
      SetDefinition set, Resolution.Fresh fresh, AddressSet never, List<String> refused) {
    List<Entry> wanted = new ArrayList<>();
    Map<SpecialPurpose.Entry, List<Interval>> special = new LinkedHashMap<>();
    boolean isSpecialRefused = new Bounds(set).refuseSpecial(fresh.key().source(), fresh.outside());
    for (Entry entry : fresh.entries()) {
      boolean unwanted = !never.isEmpty() && never.containsAll(AddressSet.of(entry.interval()));
      Optional<SpecialPurpose.Entry> block =
          isSpecialRefused ? SpecialPurpose.covering(entry.interval()) : Optional.empty();
      if (!unwanted && block.isPresent()) {
        special.computeIfAbsent(block.get(), one -> new ArrayList<>()).add(entry.interval());
      } else if (!unwanted) {
        wanted.add(entry);
      }
    }
    special.forEach(
        (block, named) ->
            refused.add(
                "set %s: %s names %s"
                    .formatted(set.name(), fresh.key().source(), describe(named, block))));
    return wanted;
  }

  /** Each network is told once: an answer may have hundreds of addresses in it. */
  private static String describe(List<Interval> named, SpecialPurpose.Entry block) {
    String where = "%s (%s, %s)".formatted(block.prefix(), block.name(), block.rfc());
    return named.size() == 1
        ? "%s, which is in %s".formatted(named.getFirst(), where)
        : "%s such as %s, which are in %s"
            .formatted(Counted.of(named.size(), "entry"), named.getFirst(), where);
  }

  private static List<Entry> entries(LastGood last) {
    return last.entries().stream().map(Publication::entry).toList();
  }

  private static Entry entry(KeptEntry kept) {
    return new Entry(kept.interval(), kept.label(), kept.line());
  }
}
