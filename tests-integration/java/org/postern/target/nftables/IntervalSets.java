package org.postern.target.nftables;

import java.util.List;
import java.util.stream.Collectors;
import org.postern.address.AddressSet;
import org.postern.address.Family;
import org.postern.address.Interval;

/**
 * The way of foomuuri and VyOS: all peers of a family in one set of intervals, which every change
 * empties and fills again in one transaction of nft.
 */
final class IntervalSets {
  private final Host host;

  private IntervalSets(Host host) {
    this.host = host;
  }

  /** Lets in no peers but these. */
  static IntervalSets accepting(Host host, AddressSet peers) {
    host.load(
        """
        table inet usual {
          set peers { type ipv4_addr; flags interval; }
          set peers6 { type ipv6_addr; flags interval; }
          chain input {
            type filter hook input priority -10;
            tcp dport != 25 accept
            ip saddr @peers accept
            ip6 saddr @peers6 accept
            meta l4proto tcp drop
          }
        }
        """
            + filled(peers));
    return new IntervalSets(host);
  }

  /** Lets in these peers instead. */
  void replace(AddressSet peers) {
    host.load("flush set inet usual peers\nflush set inet usual peers6\n" + filled(peers));
  }

  private static String filled(AddressSet peers) {
    return add("peers", peers.intervals(Family.IP)) + add("peers6", peers.intervals(Family.IP6));
  }

  private static String add(String set, List<Interval> intervals) {
    return intervals.stream()
        .map(Interval::toString)
        .collect(Collectors.joining(", ", "add element inet usual " + set + " { ", " }\n"));
  }
}
