package org.postern.picture;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.postern.address.AddressSet;

/**
 * How many addresses of a set are in each cell of a view: exact, however few or many. Takes one
 * pass over the intervals of the set and one over the cells.
 */
public final class Raster {
  /** The bits of a trace: less than one address in 2^8. */
  private static final int TRACE_BITS = 8;

  private final View view;
  private final BigInteger size;
  private final BigInteger[] counts;

  private Raster(View view) {
    this.view = view;
    this.size = BigInteger.ONE.shiftLeft(view.cellBits());
    this.counts = new BigInteger[view.cells()];
    Arrays.fill(counts, BigInteger.ZERO);
  }

  /** Counts the addresses of a set that are in the view. */
  public static Raster of(View view, AddressSet set) {
    Raster raster = new Raster(view);
    set.intersect(AddressSet.of(view.prefix()))
        .forEachInterval(view.prefix().family(), raster::add);
    return raster;
  }

  private void add(long high, long low, long lastHigh, long lastLow) {
    int from = view.cell(high, low);
    int to = view.cell(lastHigh, lastLow);
    BigInteger before = offset(high, low);
    BigInteger upTo = offset(lastHigh, lastLow).add(BigInteger.ONE);
    if (from == to) {
      counts[from] = counts[from].add(upTo).subtract(before);
      return;
    }
    counts[from] = counts[from].add(size).subtract(before);
    Arrays.fill(counts, from + 1, to, size);
    counts[to] = upTo;
  }

  /** Returns how many addresses of its cell are below this one. */
  private BigInteger offset(long high, long low) {
    int bits = view.cellBits();
    long belowHigh = bits <= Long.SIZE ? 0 : high & (-1L >>> (2 * Long.SIZE - bits));
    long belowLow = bits == 0 ? 0 : low & (-1L >>> Math.max(0, Long.SIZE - bits));
    return belowHigh == 0 && belowLow >= 0
        ? BigInteger.valueOf(belowLow)
        : new BigInteger(
            1, ByteBuffer.allocate(2 * Long.BYTES).putLong(belowHigh).putLong(belowLow).array());
  }

  /** Returns the view of the raster. */
  public View view() {
    return view;
  }

  /** Returns how many addresses of the set are in a cell. */
  public BigInteger count(int cell) {
    return counts[cell];
  }

  /** Returns how many addresses any of the cells has. */
  public BigInteger cellSize() {
    return size;
  }

  /**
   * Returns the part of a cell that is in the set, 0 to 1: above 0 where there is a single address.
   * It is rounded to a double; what is all of a cell and what is not is told by {@link #cell}.
   */
  public double share(int cell) {
    return counts[cell].doubleValue() / size.doubleValue();
  }

  /** Returns the contents of a cell: nothing, a trace, a part, or all. */
  public Cell cell(int cell) {
    BigInteger count = counts[cell];
    if (count.signum() == 0) {
      return Cell.EMPTY;
    }
    if (count.equals(size)) {
      return Cell.FULL;
    }
    return count.shiftLeft(TRACE_BITS).compareTo(size) < 0 ? Cell.TRACE : Cell.PART;
  }
}
