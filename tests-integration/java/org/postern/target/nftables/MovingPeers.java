package org.postern.target.nftables;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.postern.address.Address;
import org.postern.address.AddressSet;
import org.postern.address.Family;
import org.postern.address.Interval;
import org.postern.address.Prefix;

/**
 * Sets that change all the time, and always hold some addresses, in ever other prefixes, and never
 * hold some others, which are often next to one that is held.
 */
final class MovingPeers {
  private static final int KEPT = 8;

  /** The interval around a kept address, by offsets: a /32, a /31, both, a /30. */
  private static final int[][] NARROW = {{0, 0}, {0, 1}, {0, 2}, {0, 3}};

  /** A /32, a /25, a /24, a /25 and more, a range of all lengths from /32 to /26. */
  private static final int[][] WIDE = {{0, 0}, {0, 127}, {-128, 127}, {-1, 127}, {-127, 1}};

  private final Random random;
  private final int prefixes;
  private final List<Address> kept = new ArrayList<>();
  private final List<Address> foreign = new ArrayList<>();

  MovingPeers(long seed, int prefixes) {
    this.random = new Random(seed);
    this.prefixes = prefixes;
    for (Family family : Family.values()) {
      for (int i = 0; i < KEPT; i++) {
        Address address = at(family, i, 0);
        kept.add(address);
        foreign.add(move(address, i % 2 == 0 ? -1 : -129));
        foreign.add(move(address, i % 2 == 0 ? 4 : 128));
      }
    }
  }

  List<Address> kept() {
    return kept;
  }

  List<Address> foreign() {
    return foreign;
  }

  /** Another set with as many prefixes, most of them new. */
  AddressSet next() {
    AddressSet.Builder builder = AddressSet.builder();
    for (int i = 0; i < kept.size(); i++) {
      int[][] shapes = i % 2 == 0 ? NARROW : WIDE;
      int[] shape = shapes[random.nextInt(shapes.length)];
      builder.add(new Interval(move(kept.get(i), shape[0]), move(kept.get(i), shape[1])));
    }
    int shortest = 24 + random.nextInt(8);
    for (int i = 0; i < prefixes; i++) {
      Family family = random.nextInt(4) == 0 ? Family.IP6 : Family.IP;
      Address base = at(family, 1_000 + random.nextInt(50_000), random.nextInt(4) << 6);
      int hostBits = random.nextInt(33 - shortest);
      builder.add(Prefix.containing(base, family.bits() - hostBits));
    }
    return builder.build();
  }

  /** The address in the middle of the {@code index}-th /24, or of its like in IPv6. */
  private static Address at(Family family, int index, int offset) {
    return switch (family) {
      case IP -> new Address(family, 0, 0x0a000080L + ((long) index << 8) + offset);
      case IP6 -> new Address(family, 0x20010db800000000L, 0x80L + ((long) index << 8) + offset);
    };
  }

  private static Address move(Address address, int by) {
    return new Address(address.family(), address.high(), address.low() + by);
  }
}
