package org.postern.address;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;

/**
 * The naive model: a few neighbouring addresses somewhere in a space, a set of them as one bit for
 * each. Its arithmetic is {@link BigInteger}'s, so that it shares nothing with the code it judges.
 *
 * @param first the first address as a number
 * @param bits the universe has 2^bits addresses
 */
public record Universe(Family family, BigInteger first, int bits) {

  /** Both ends of both spaces, and where a signed or a 64-bit number would go wrong. */
  public static List<Universe> everywhere(int bits) {
    List<Universe> universes = new ArrayList<>();
    for (Family family : Family.values()) {
      BigInteger size = BigInteger.TWO.pow(family.bits());
      universes.add(new Universe(family, BigInteger.ZERO, bits));
      universes.add(new Universe(family, size.subtract(BigInteger.TWO.pow(bits)), bits));
      universes.add(straddling(family, size.shiftRight(1), bits));
    }
    universes.add(straddling(Family.IP6, BigInteger.TWO.pow(32), bits));
    universes.add(straddling(Family.IP6, BigInteger.TWO.pow(63), bits));
    universes.add(straddling(Family.IP6, BigInteger.TWO.pow(64), bits));
    return universes;
  }

  private static Universe straddling(Family family, BigInteger middle, int bits) {
    return new Universe(family, middle.subtract(BigInteger.TWO.pow(bits - 1)), bits);
  }

  public int size() {
    return 1 << bits;
  }

  public Address address(int index) {
    BigInteger number = first.add(BigInteger.valueOf(index));
    return new Address(family, number.shiftRight(64).longValue(), number.longValue());
  }

  public AddressSet set(BitSet members) {
    AddressSet.Builder builder = AddressSet.builder();
    members.stream().mapToObj(this::address).forEach(builder::add);
    return builder.build();
  }

  AddressSet whole() {
    return AddressSet.of(new Interval(address(0), address(size() - 1)));
  }

  /** The members of a set that lies in this universe, taken from its intervals. */
  public BitSet members(AddressSet set) {
    BitSet members = new BitSet(size());
    for (Interval interval : set.intervals()) {
      members.set(index(interval.first()), index(interval.last()) + 1);
    }
    return members;
  }

  int index(Address address) {
    if (address.family() != family) {
      throw new AssertionError(address + " is of the other family");
    }
    return new BigInteger(1, address.toBytes()).subtract(first).intValueExact();
  }

  /** The fewest prefixes that hold exactly these members, by halving. */
  int fewestPrefixes(BitSet members) {
    boolean aligned = first.mod(BigInteger.valueOf(size())).signum() == 0;
    return aligned
        ? fewest(members, 0, size())
        : fewest(members, 0, size() / 2) + fewest(members, size() / 2, size());
  }

  private static int fewest(BitSet members, int from, int to) {
    int held = members.get(from, to).cardinality();
    if (held == 0 || held == to - from) {
      return held == 0 ? 0 : 1;
    }
    int middle = (from + to) / 2;
    return fewest(members, from, middle) + fewest(members, middle, to);
  }

  /** The subset whose members are the set bits of a number. */
  static BitSet subset(long number) {
    return BitSet.valueOf(new long[] {number});
  }

  /** A subset of a few runs and a few single members. */
  public BitSet random(Random random) {
    BitSet members = new BitSet(size());
    for (int part = random.nextInt(12); part > 0; part--) {
      int from = random.nextInt(size());
      int length = random.nextBoolean() ? 1 : random.nextInt(size() / 4);
      members.set(from, Math.min(size(), from + length));
    }
    return members;
  }

  @Override
  public String toString() {
    return "%s %s+%d".formatted(family, address(0), size());
  }
}
