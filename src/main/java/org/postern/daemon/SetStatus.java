package org.postern.daemon;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.postern.address.Family;
import org.postern.pipeline.Prepared;
import org.postern.plan.EffectiveEntry;
import org.postern.plan.EffectiveSet;
import org.postern.plan.EntryState;

/**
 * The size of one family of a set.
 *
 * @param set the name of the set
 * @param family the family of the addresses
 * @param entries the number of entries in force of its own sources
 * @param prefixes the number of prefixes that it amounts to, those of sets within it too
 * @param fresh the entries that the last answer named
 * @param fading the entries that confirmed answers no longer name, and that stay for a while
 * @param stale the entries whose source gives no information
 * @param held the entries whose removal is held
 */
public record SetStatus(
    String set,
    Family family,
    int entries,
    int prefixes,
    int fresh,
    int fading,
    int stale,
    int held) {

  /** Returns how many entries are in force for that reason. */
  public int of(EntryState standing) {
    return switch (standing) {
      case FRESH -> fresh;
      case FADING -> fading;
      case STALE -> stale;
      case HELD -> held;
    };
  }

  private record Key(String set, Family family) {}

  /** Returns every set, in the order of the policy; none before all sources were heard. */
  public static List<SetStatus> of(Status status) {
    return status.settled().map(SetStatus::of).orElse(List.of());
  }

  /** Returns every set of a policy with what its sources amount to. */
  public static List<SetStatus> of(Prepared settled) {
    Map<Key, Map<EntryState, Integer>> counts = new HashMap<>();
    for (EffectiveEntry one : settled.meaning().settled().rows()) {
      counts
          .computeIfAbsent(
              new Key(one.key().set(), one.key().family()), key -> new EnumMap<>(EntryState.class))
          .merge(one.state(), 1, Integer::sum);
    }
    List<SetStatus> all = new ArrayList<>();
    for (EffectiveSet set : settled.meaning().sets()) {
      for (Family family : Family.values()) {
        all.add(of(set, family, counts.getOrDefault(new Key(set.name(), family), Map.of())));
      }
    }
    return all;
  }

  private static SetStatus of(EffectiveSet set, Family family, Map<EntryState, Integer> entries) {
    return new SetStatus(
        set.name(),
        family,
        entries.values().stream().mapToInt(Integer::intValue).sum(),
        set.addresses().prefixCount(family),
        entries.getOrDefault(EntryState.FRESH, 0),
        entries.getOrDefault(EntryState.FADING, 0),
        entries.getOrDefault(EntryState.STALE, 0),
        entries.getOrDefault(EntryState.HELD, 0));
  }
}
