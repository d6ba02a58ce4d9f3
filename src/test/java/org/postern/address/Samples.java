package org.postern.address;

import java.util.Random;

/** Random addresses, prefixes and sets, of both families, crowded enough to touch and overlap. */
public final class Samples {
  private static final long[] PLACES = {0, 1, -1, -2, Long.MIN_VALUE, Long.MAX_VALUE, 0x20010db8L};

  private Samples() {}

  public static Family family(Random random) {
    return random.nextBoolean() ? Family.IP : Family.IP6;
  }

  /** An address near one of a few places, or anywhere. */
  static Address address(Family family, Random random) {
    long low = random.nextInt(3) == 0 ? random.nextLong() : place(random) + random.nextInt(64) - 32;
    long high = random.nextInt(4) == 0 ? random.nextLong() : place(random);
    return switch (family) {
      case IP -> new Address(Family.IP, 0, low & 0xFFFF_FFFFL);
      case IP6 -> new Address(Family.IP6, high, low);
    };
  }

  public static Prefix prefix(Family family, Random random) {
    int length = family.bits() - Math.min(random.nextInt(family.bits() + 1), random.nextInt(16));
    return Prefix.containing(address(family, random), length);
  }

  public static Interval interval(Family family, Random random) {
    Address one = address(family, random);
    Address other = address(family, random);
    return one.compareTo(other) <= 0 ? new Interval(one, other) : new Interval(other, one);
  }

  static AddressSet set(Random random) {
    AddressSet.Builder builder = AddressSet.builder();
    for (int part = random.nextInt(30); part > 0; part--) {
      builder.add(prefix(family(random), random));
    }
    for (int part = random.nextInt(3); part > 0; part--) {
      builder.add(interval(family(random), random));
    }
    return builder.build();
  }

  private static long place(Random random) {
    return PLACES[random.nextInt(PLACES.length)];
  }
}
