package org.postern.command.trial;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.postern.address.Address;
import org.postern.address.AddressSet;
import org.postern.address.Family;
import org.postern.address.Interval;
import org.postern.address.text.AddressText;

/**
 * The peers of one family that stand for all: the ends of accepted intervals, what lies just
 * outside them, and some that are far away. Deterministic.
 *
 * @param intervals how many accepted intervals can be dialled from
 * @param tried the number of intervals of which the ends are taken
 * @param members accepted
 * @param neighbours not accepted, each with the accepted address it is next to
 * @param strangers not accepted
 */
record TrialSample(
    int intervals,
    int tried,
    List<Address> members,
    Map<Address, Address> neighbours,
    List<Address> strangers) {
  /** The ends of all intervals are tried up to so many, beyond it so many spread over them. */
  static final int MOST = 64;

  /** The addresses that the kernel takes as the source of a TCP connection from elsewhere. */
  static final AddressSet USABLE =
      set("1.0.0.0-126.255.255.255", "128.0.0.0-223.255.255.255", "100::-fdff:" + ones(7));

  /** Everyday addresses that belong to no mail filter, and those of tests (RFC 5737, RFC 3849). */
  private static final AddressSet FAR =
      set("8.8.8.8", "192.0.2.77", "203.0.113.25", "2001:4860:4860::8888", "2001:db8::25");

  TrialSample {
    members = List.copyOf(members);
    strangers = List.copyOf(strangers);
  }

  /**
   * Returns the sample of one family.
   *
   * @param peers the peers that the rule accepts
   * @param usable addresses that can be dialled from
   */
  static TrialSample of(AddressSet peers, AddressSet usable, Family family) {
    List<Interval> intervals = peers.intersect(usable).intervals(family);
    Set<Address> members = new LinkedHashSet<>();
    Map<Address, Address> neighbours = new LinkedHashMap<>();
    List<Interval> tried = spread(intervals);
    for (Interval interval : tried) {
      members.add(interval.first());
      members.add(interval.last());
      AddressSet outside = usable.subtract(peers);
      neighbour(interval.first().previous(), interval.first(), outside, neighbours);
      neighbour(interval.last().next(), interval.last(), outside, neighbours);
    }
    List<Address> strangers = strangers(usable.subtract(peers).only(family));
    strangers.removeAll(neighbours.keySet());
    return new TrialSample(
        intervals.size(), tried.size(), List.copyOf(members), neighbours, strangers);
  }

  private static void neighbour(
      Optional<Address> address, Address of, AddressSet outside, Map<Address, Address> found) {
    address.filter(outside::contains).ifPresent(one -> found.putIfAbsent(one, of));
  }

  /** Returns the first and the last of them, and those between in even steps. */
  private static List<Interval> spread(List<Interval> intervals) {
    if (intervals.size() <= MOST) {
      return intervals;
    }
    List<Interval> some = new ArrayList<>();
    for (long i = 0; i < MOST; i++) {
      some.add(intervals.get((int) (i * (intervals.size() - 1) / (MOST - 1))));
    }
    return some;
  }

  /** Returns the two ends of the space that is not accepted, and the far ones. */
  private static List<Address> strangers(AddressSet outside) {
    Set<Address> found = new LinkedHashSet<>();
    List<Interval> intervals = outside.intervals();
    if (!intervals.isEmpty()) {
      found.add(intervals.getFirst().first());
      found.add(intervals.getLast().last());
    }
    FAR.intersect(outside).intervals().forEach(one -> found.add(one.first()));
    return new ArrayList<>(found);
  }

  private static String ones(int words) {
    return String.join(":", Collections.nCopies(words, "ffff"));
  }

  private static AddressSet set(String... texts) {
    AddressSet.Builder builder = AddressSet.builder();
    for (String text : texts) {
      switch (AddressText.parse(text)) {
        case AddressText.Ok ok -> builder.add(ok.interval());
        case AddressText.Wrong wrong -> throw new IllegalStateException(text + wrong.reason());
      }
    }
    return builder.build();
  }
}
