package org.postern.picture;

import org.postern.address.Address;
import org.postern.address.Family;
import org.postern.address.Prefix;

/**
 * A prefix cut into {@code 4^order} cells, blocks of one size, that follow a Hilbert curve. A cell
 * is known by its distance along the curve, which is also its place in the order of addresses.
 *
 * @param prefix the prefix that is looked at
 * @param order the order of the curve, 0 to {@link #finest}
 */
public record View(Prefix prefix, int order) {
  /** The finest order: cells beyond it are smaller than any screen or sheet of paper shows. */
  private static final int FINEST = 12;

  /**
   * @throws IllegalArgumentException for an order that the prefix has not enough addresses for
   */
  public View {
    if (order < 0 || order > finest(prefix)) {
      throw new IllegalArgumentException(prefix + " cannot be shown at order " + order);
    }
  }

  /** Returns the prefix of all addresses of a family. */
  public static Prefix whole(Family family) {
    return new Prefix(family.first(), 0);
  }

  /**
   * Returns the highest order at which a prefix can be shown: a cell is never less than an address.
   */
  public static int finest(Prefix prefix) {
    return Math.min(FINEST, (prefix.family().bits() - prefix.length()) / 2);
  }

  /** Returns the view of that order, or the finest one if that is coarser. */
  public static View upTo(Prefix prefix, int order) {
    return new View(prefix, Math.min(order, finest(prefix)));
  }

  /** Returns the curve. */
  public Hilbert hilbert() {
    return new Hilbert(order);
  }

  /** Returns how many cells a side has. */
  public int side() {
    return hilbert().side();
  }

  /** Returns how many cells there are. */
  public int cells() {
    return hilbert().points();
  }

  /** Returns the prefix length of every cell. */
  public int cellLength() {
    return prefix.length() + 2 * order;
  }

  /** Returns how many low bits of an address tell members of a cell apart. */
  int cellBits() {
    return prefix.family().bits() - cellLength();
  }

  /** Returns the addresses of a cell. */
  public Prefix block(int cell) {
    if (cell < 0 || cell >= cells()) {
      throw new IndexOutOfBoundsException(cell);
    }
    int bits = cellBits();
    long high = bits >= Long.SIZE ? ((long) cell << bits) : bits == 0 ? 0 : ((long) cell >>> -bits);
    long low = bits >= Long.SIZE ? 0 : ((long) cell << bits);
    Address base = prefix.base();
    return new Prefix(
        new Address(base.family(), base.high() | high, base.low() | low), cellLength());
  }

  /** Returns the cell that an address of the prefix is in; of other addresses it says nothing. */
  public int cell(Address address) {
    return cell(address.high(), address.low());
  }

  int cell(long high, long low) {
    int bits = cellBits();
    long shifted =
        bits >= Long.SIZE ? (high >>> bits) : bits == 0 ? low : (low >>> bits) | (high << -bits);
    return (int) shifted & (cells() - 1);
  }

  /**
   * Returns the area where a prefix lies: a square, two squares side by side, or the cell that it
   * is in.
   *
   * @throws IllegalArgumentException for a prefix that shares no address with the view
   */
  public Area area(Prefix part) {
    boolean whole = part.length() <= prefix.length();
    Prefix outer = whole ? part : prefix;
    if (!outer.interval().contains((whole ? prefix : part).base())) {
      throw new IllegalArgumentException(part + " is not in " + prefix);
    }
    Prefix shown = whole ? prefix : part;
    int bits = Math.max(0, cellLength() - shown.length());
    int first = cell(shown.base());
    return bits % 2 == 0
        ? square(first, bits / 2)
        : square(first, bits / 2).with(square(first + (1 << (bits - 1)), bits / 2));
  }

  private Area square(int cell, int order) {
    int side = 1 << order;
    Hilbert.Point point = hilbert().point(cell);
    return new Area(point.x() & -side, point.y() & -side, side, side);
  }
}
