package org.postern.address.widening;

import org.postern.address.Address;
import org.postern.address.AddressSet;
import org.postern.address.Bounds;
import org.postern.address.Family;
import org.postern.address.Prefix;

/** The minimal prefixes of a set, IPv4 first, in order: the leaves of the tree. */
final class Leaves {
  private final int count;
  private final int ipCount;
  private final long[] high;
  private final long[] low;
  private final byte[] length;

  /** How many addresses all leaves before one hold, modulo 2^128. */
  private final long[] sumHigh;

  private final long[] sumLow;

  /** How many leaves before one hold some address that may be widened. */
  private final int[] widenable;

  private int filled;

  Leaves(AddressSet set, AddressSet widenable) {
    this.ipCount = set.prefixCount(Family.IP);
    this.count = Math.addExact(ipCount, set.prefixCount(Family.IP6));
    this.high = new long[count];
    this.low = new long[count];
    this.length = new byte[count];
    this.sumHigh = new long[count + 1];
    this.sumLow = new long[count + 1];
    this.widenable = new int[count + 1];
    for (Family family : Family.values()) {
      set.forEachPrefix(family, (h, l, bits) -> add(family, h, l, bits));
    }
    mark(set.equals(widenable), widenable);
  }

  private void add(Family family, long baseHigh, long baseLow, int bits) {
    int hostBits = family.bits() - bits;
    high[filled] = baseHigh;
    low[filled] = baseLow;
    length[filled] = (byte) bits;
    long sizeLow = Amounts.powerLow(hostBits);
    sumLow[filled + 1] = sumLow[filled] + sizeLow;
    sumHigh[filled + 1] =
        Amounts.plusHigh(sumHigh[filled], sumLow[filled], Amounts.powerHigh(hostBits), sizeLow);
    filled++;
  }

  private void mark(boolean all, AddressSet some) {
    for (Family family : Family.values()) {
      Bounds bounds = some.bounds(family);
      int from = family == Family.IP ? 0 : ipCount;
      int to = family == Family.IP ? ipCount : count;
      int at = 0;
      for (int leaf = from; leaf < to; leaf++) {
        while (at < bounds.size() && endsBefore(bounds, at, leaf)) {
          at++;
        }
        boolean holds = all || (at < bounds.size() && startsBy(bounds, at, leaf));
        widenable[leaf + 1] = widenable[leaf] + (holds ? 1 : 0);
      }
    }
  }

  private boolean endsBefore(Bounds bounds, int at, int leaf) {
    return Amounts.compare(bounds.lastHigh(at), bounds.lastLow(at), high[leaf], low[leaf]) < 0;
  }

  private boolean startsBy(Bounds bounds, int at, int leaf) {
    Address last = prefix(leaf, length(leaf)).last();
    return Amounts.compare(bounds.firstHigh(at), bounds.firstLow(at), last.high(), last.low()) <= 0;
  }

  int count() {
    return count;
  }

  Family family(int leaf) {
    return leaf < ipCount ? Family.IP : Family.IP6;
  }

  /** Returns the length of a leaf, 0 to 128. */
  int length(int leaf) {
    return Byte.toUnsignedInt(length[leaf]);
  }

  /** Returns the block of a length that holds a leaf. */
  Prefix prefix(int leaf, int bits) {
    return Prefix.containing(new Address(family(leaf), high[leaf], low[leaf]), bits);
  }

  /** Returns how many bits a leaf shares with the next; -1 if that is of the other family. */
  int shared(int leaf) {
    if (leaf + 1 == ipCount) {
      return -1;
    }
    long differs = high[leaf] ^ high[leaf + 1];
    if (differs != 0) {
      return Long.numberOfLeadingZeros(differs);
    }
    int zeros = Long.numberOfLeadingZeros(low[leaf] ^ low[leaf + 1]);
    return leaf < ipCount ? zeros - Integer.SIZE : zeros + Long.SIZE;
  }

  /** Tells whether some leaf from one to another, the last not included, may be widened. */
  boolean mayWiden(int from, int to) {
    return widenable[to] > widenable[from];
  }

  /**
   * Returns the high word of what leaves from one to another, the last not included, hold together.
   */
  long sizeHigh(int from, int to) {
    return Amounts.minusHigh(sumHigh[to], sumLow[to], sumHigh[from], sumLow[from]);
  }

  /** Returns the low word of that number. */
  long sizeLow(int from, int to) {
    return sumLow[to] - sumLow[from];
  }

  void addTo(AddressSet.Builder builder, int leaf) {
    builder.add(family(leaf), high[leaf], low[leaf], length(leaf));
  }

  void addTo(AddressSet.Builder builder, int leaf, int bits) {
    Prefix block = prefix(leaf, bits);
    builder.add(block.family(), block.base().high(), block.base().low(), bits);
  }
}
