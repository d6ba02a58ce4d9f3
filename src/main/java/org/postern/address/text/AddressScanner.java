package org.postern.address.text;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.postern.address.Address;
import org.postern.address.AddressSet;
import org.postern.address.Family;
import org.postern.address.Interval;
import org.postern.address.Unsigned;

/**
 * Reads addresses, prefixes, ranges and netmasks from bytes, without an object for each. It takes
 * only what is certainly right: what it refuses, {@link AddressText} reads or explains; what it
 * takes means there the same.
 *
 * <p>After {@link #scan} has taken a text, the bounds tell which addresses it names. Not safe for
 * several threads.
 */
public final class AddressScanner {
  /** The number of bytes that must follow a text in its array; their values do not matter. */
  public static final int SLACK = 16;

  private static final int NONE = -1;

  private final QuadScanner quads = new QuadScanner();
  private final GroupScanner groups = new GroupScanner();

  private byte[] bytes = new byte[0];
  private Family family = Family.IP;
  private long firstHigh;
  private long firstLow;
  private long lastHigh;
  private long lastLow;
  private int length;

  /** Takes the array from which texts are scanned from now on. */
  public void over(byte[] source) {
    bytes = source;
    quads.over(ByteBuffer.wrap(source).order(ByteOrder.LITTLE_ENDIAN));
    groups.over(source);
  }

  /**
   * Reads the text that starts at a place.
   *
   * @return the place behind it, or a negative number when it is not taken
   */
  public int scan(int from) {
    int end = quads.scan(from);
    return end >= 0 ? scanQuad(end) : scanGroups(from);
  }

  /** Returns the family of what was read. */
  public Family family() {
    return family;
  }

  /** Returns the upper 64 bits of the lowest address; zero for IPv4. */
  public long firstHigh() {
    return firstHigh;
  }

  /** Returns the lower 64 bits of the lowest address. */
  public long firstLow() {
    return firstLow;
  }

  /** Returns the upper 64 bits of the highest address; zero for IPv4. */
  public long lastHigh() {
    return lastHigh;
  }

  /** Returns the lower 64 bits of the highest address. */
  public long lastLow() {
    return lastLow;
  }

  /** Returns the addresses as an object. */
  public Interval interval() {
    return new Interval(
        new Address(family, firstHigh, firstLow), new Address(family, lastHigh, lastLow));
  }

  /** Adds the addresses to a set. */
  public void addTo(AddressSet.Builder set) {
    set.add(family, firstHigh, firstLow, lastHigh, lastLow);
  }

  private int scanQuad(int end) {
    long first = quads.value();
    long last = first;
    int behind = end;
    if (bytes[end] == '/') {
      behind = length(end + 1, Family.IP.bits());
      int hostBits = Family.IP.bits() - length;
      if (behind < 0) {
        behind = quads.scan(end + 1);
        hostBits = hostBits(quads.value());
      }
      if (hostBits < 0 || (first & Unsigned.onesLow(hostBits)) != 0) {
        return NONE;
      }
      last |= Unsigned.onesLow(hostBits);
    } else if (bytes[end] == '-') {
      behind = quads.scan(end + 1);
      last = quads.value();
    }
    return first > last ? NONE : take(behind, Family.IP, 0, first, 0, last);
  }

  private int scanGroups(int from) {
    int end = groups.scan(from);
    if (end < 0) {
      return NONE;
    }
    long high = groups.high();
    long low = groups.low();
    if (bytes[end] == '/') {
      int behind = length(end + 1, Family.IP6.bits());
      long hostsHigh = Unsigned.onesHigh(Family.IP6.bits() - length);
      long hostsLow = Unsigned.onesLow(Family.IP6.bits() - length);
      return ((high & hostsHigh) | (low & hostsLow)) != 0
          ? NONE
          : take(behind, Family.IP6, high, low, high | hostsHigh, low | hostsLow);
    }
    if (bytes[end] == '-') {
      int behind = groups.scan(end + 1);
      return Unsigned.compare(high, low, groups.high(), groups.low()) > 0
          ? NONE
          : take(behind, Family.IP6, high, low, groups.high(), groups.low());
    }
    return take(end, Family.IP6, high, low, high, low);
  }

  private int take(int end, Family of, long startHigh, long startLow, long endHigh, long endLow) {
    family = of;
    firstHigh = startHigh;
    firstLow = startLow;
    lastHigh = endHigh;
    lastLow = endLow;
    return end;
  }

  /** Reads a prefix length of at most so many bits, and returns the place behind it. */
  private int length(int from, int most) {
    int at = from;
    int number = 0;
    while (at - from < 3 && bytes[at] >= '0' && bytes[at] <= '9') {
      number = 10 * number + bytes[at] - '0';
      at++;
    }
    boolean padded = bytes[from] == '0' && at - from > 1;
    length = padded ? 0 : Math.min(number, most);
    return at == from || padded || number > most ? NONE : at;
  }

  /**
   * Returns how many bits a netmask leaves open; negative when its set bits are not the leading
   * ones.
   */
  private static int hostBits(long mask) {
    long open = ~mask & 0xFFFF_FFFFL;
    return mask == 0 || (open & open + 1) != 0 ? NONE : Long.bitCount(open);
  }
}
