package org.postern.plan.guard;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.postern.address.AddressSet;
import org.postern.address.Bounds;
import org.postern.address.Interval;
import org.postern.address.text.Registry;
import org.postern.address.text.SpecialPurpose;
import org.postern.diagnostic.Counted;
import org.postern.policy.EntryBounds;
import org.postern.policy.LiteralSource;
import org.postern.policy.Policy;
import org.postern.policy.Rule;
import org.postern.policy.RuleScope;
import org.postern.policy.SetDefinition;
import org.postern.source.EntryTable;
import org.postern.source.Resolution;

/**
 * Lets in entries that the sources of a set publish: an outside source may name no special-purpose
 * address and none of the servers that the policy protects. Space that no regional registry was
 * given is let in with a word of caution, which ends when our table is old.
 */
final class Admission {
  private static final String UNALLOCATED =
      "space that was given to no regional registry as of %s (RFC 7249, %s)"
          .formatted(Registry.IP6_UNICAST.asOf(), Registry.IP6_UNICAST.name());

  private final SetDefinition set;
  private final EntryBounds bounds;
  private final AddressSet never;
  private final AddressSet own;
  private final AddressSet unallocated;
  private final List<String> refused = new ArrayList<>();
  private final List<String> cautions = new ArrayList<>();

  /**
   * Creates the admission to a set.
   *
   * @param own the servers of the policy
   * @param now the time by which the age of our tables counts
   */
  Admission(SetDefinition set, AddressSet own, Instant now) {
    this.set = set;
    this.bounds = new EntryBounds(set);
    this.never = LiteralSource.union(set.never());
    this.own = own;
    LocalDate day = LocalDate.ofInstant(now, ZoneOffset.UTC);
    this.unallocated =
        Registry.IP6_UNICAST.isOldOn(day) ? AddressSet.none() : SpecialPurpose.unallocated();
  }

  /** Returns the addresses that clients dial, where rules of a policy name them. */
  static AddressSet servers(Policy policy) {
    AddressSet all = AddressSet.none();
    for (Rule rule : policy.rules()) {
      all = all.union(rule.packets().flatMap(RuleScope.Packets::servers).orElse(AddressSet.none()));
    }
    return all;
  }

  /** Returns the entries that their source may not publish, in words, of all answers looked at. */
  List<String> refused() {
    return refused;
  }

  /** Returns the entries that are let in and should not be there, in words. */
  List<String> cautions() {
    return cautions;
  }

  /** Returns the entries of an answer without those refused or never wanted. */
  EntryTable wanted(Resolution.Fresh fresh) {
    boolean guarded = bounds.refuseSpecial(fresh.key().source(), fresh.outside());
    EntryTable entries = fresh.entries();
    if (!guarded && never.isEmpty()) {
      return entries;
    }
    Bounds intervals = entries.bounds();
    int[] positions = new int[entries.size()];
    int count = 0;
    Map<String, List<Interval>> named = new LinkedHashMap<>();
    Map<String, List<Interval>> odd = new LinkedHashMap<>();
    for (int index = 0; index < entries.size(); index++) {
      if (never.containsAll(intervals, index)) {
        continue;
      }
      if (guarded && isRefused(intervals, index)) {
        note(entries.interval(index), named);
      } else {
        positions[count++] = index;
        if (guarded && unallocated.intersects(intervals, index)) {
          odd.computeIfAbsent(UNALLOCATED, _ -> new ArrayList<>()).add(entries.interval(index));
        }
      }
    }
    named.forEach((where, those) -> refused.add(describe(fresh, those, where)));
    odd.forEach((where, those) -> cautions.add(describe(fresh, those, where)));
    return entries.at(positions, count);
  }

  /** A provider's network may well hold one of our servers; its own address is another matter. */
  private boolean isRefused(Bounds intervals, int index) {
    return SpecialPurpose.all().intersects(intervals, index)
        || (!own.isEmpty() && own.containsAll(intervals, index));
  }

  private static void note(Interval interval, Map<String, List<Interval>> named) {
    String where =
        SpecialPurpose.covering(interval)
            .map(SpecialPurpose.Entry::describe)
            .orElse("the server addresses of this policy (to)");
    named.computeIfAbsent(where, _ -> new ArrayList<>()).add(interval);
  }

  /**
   * Describes entries by their network, each told once: an answer may have hundreds of addresses in
   * it.
   */
  private String describe(Resolution.Fresh fresh, List<Interval> named, String where) {
    String what =
        named.size() == 1
            ? "%s, which is in %s".formatted(named.getFirst(), where)
            : "%s such as %s, which are in %s"
                .formatted(Counted.of(named.size(), "entry"), named.getFirst(), where);
    return "set %s: %s names %s".formatted(set.name(), fresh.key().source(), what);
  }
}
