package org.postern.target.mail;

import java.util.ArrayList;
import java.util.List;
import org.postern.address.Address;
import org.postern.address.AddressSet;
import org.postern.address.Family;
import org.postern.address.Interval;
import org.postern.address.text.SpecialPurpose;
import org.postern.plan.Peers;

/**
 * The addresses by which a set is told from any other: both edges of every interval, and what is
 * next to them outside.
 *
 * @param inside addresses of the set
 * @param outside addresses that are not in it
 * @param complete whether these are all; of very many intervals only some are asked for, evenly
 */
public record Edges(List<Address> inside, List<Address> outside, boolean complete) {
  /** An address of each family that no list has: RFC 5737 and RFC 3849 keep them for documents. */
  private static final List<Address> STRANGERS =
      List.of(
          Address.ofBytes(new byte[] {(byte) 203, 0, 113, (byte) 254}),
          Address.ofBytes(
              new byte[] {0x20, 0x01, 0x0d, (byte) 0xb8, -1, -1, 0, 0, 0, 0, 0, 0, 0, 0, -1, -2}));

  /** Returns the edges of the peers of a rule; loopback, which is never judged, is left out. */
  public static Edges of(Peers peers, int most) {
    AddressSet set = peers.asSet();
    long intervals = 0;
    for (Family family : Family.values()) {
      intervals += set.intervalCount(family);
    }
    long every = Math.max(1, (intervals + most - 1) / most);
    List<Address> inside = new ArrayList<>();
    List<Address> outside = new ArrayList<>();
    long number = 0;
    for (Family family : Family.values()) {
      for (Interval interval : set.intervals(family)) {
        if (number++ % every == 0) {
          add(interval.first(), inside);
          add(interval.last(), inside);
          interval.first().previous().ifPresent(one -> add(one, outside));
          interval.last().next().ifPresent(one -> add(one, outside));
        }
      }
    }
    for (Address address : STRANGERS) {
      if (!set.contains(address)) {
        outside.add(address);
      }
    }
    return new Edges(inside, outside, every == 1);
  }

  private static void add(Address address, List<Address> to) {
    if (!SpecialPurpose.LOOPBACK.contains(address)) {
      to.add(address);
    }
  }
}
