package org.postern.target.windows;

import java.util.ArrayList;
import java.util.List;
import org.postern.address.Address;
import org.postern.address.AddressSet;
import org.postern.address.Family;
import org.postern.address.Interval;

/**
 * The addresses that Windows Firewall refuses when they stand alone in a list, with the error
 * 0xD000000D: the loopback of IPv6, and any multicast address of IPv6. It filters the loopback
 * nowhere, and no connection comes from a multicast address (RFC 4291, section 2.7).
 */
final class Refused {
  /** {@code ::1}, which is left out of every list. */
  static final AddressSet LOOPBACK = AddressSet.of(new Address(Family.IP6, 0, 1));

  /** The multicast addresses, {@code ff00::/8}. */
  private static final Interval MULTICAST =
      new Interval(new Address(Family.IP6, 0xffL << 56, 0), Family.IP6.last());

  private Refused() {}

  /**
   * Returns accepted peers without what no list can hold, so that a list of all other addresses can
   * be held too.
   */
  static AddressSet without(AddressSet peers) {
    AddressSet kept = peers.subtract(single(peers));
    return kept.union(single(kept.complement())).subtract(LOOPBACK);
  }

  /** Returns server addresses without what no list can hold. */
  static AddressSet withoutServers(AddressSet servers) {
    return servers.subtract(single(servers)).subtract(LOOPBACK);
  }

  /**
   * Returns the intervals that {@link #without} leaves out of a list, or out of the list of all
   * others.
   */
  static List<Interval> of(AddressSet peers) {
    AddressSet single = single(peers);
    List<Interval> found = new ArrayList<>();
    for (Interval interval : peers.intervals(Family.IP6)) {
      Address loopback = LOOPBACK.first().orElseThrow();
      if (interval.first().equals(loopback) || interval.last().equals(loopback)) {
        found.add(new Interval(loopback, loopback));
      }
    }
    found.addAll(single.intervals());
    found.addAll(single(peers.subtract(single).complement()).intervals());
    return found;
  }

  /** Returns the multicast addresses without a neighbour in the set. */
  private static AddressSet single(AddressSet set) {
    AddressSet.Builder single = AddressSet.builder();
    for (Interval interval : set.intervals(Family.IP6)) {
      if (interval.first().equals(interval.last()) && MULTICAST.contains(interval.first())) {
        single.add(interval);
      }
    }
    return single.build();
  }
}
