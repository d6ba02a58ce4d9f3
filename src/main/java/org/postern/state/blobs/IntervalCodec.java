package org.postern.state.blobs;

import java.io.IOException;
import org.postern.address.Bounds;
import org.postern.address.Family;

/**
 * Ascending intervals as the differences between their lowest addresses, each with its size: a
 * number of host bits where it is a prefix, its last address else. Writer and reader side by side.
 */
final class IntervalCodec {
  /** The mark of an interval that is no prefix; its size stands behind the mark. */
  private static final int RANGE = 255;

  private final Family family;
  private long high;
  private long low;
  private boolean first = true;

  /** Begins before the first interval. */
  IntervalCodec(Family family) {
    this.family = family;
  }

  void write(Bounds bounds, int index, ByteWriter out) {
    long firstHigh = bounds.firstHigh(index);
    long firstLow = bounds.firstLow(index);
    difference(firstHigh, firstLow, out);
    long spanLow = bounds.lastLow(index) - firstLow;
    long spanHigh =
        bounds.lastHigh(index)
            - firstHigh
            - (Long.compareUnsigned(bounds.lastLow(index), firstLow) < 0 ? 1 : 0);
    int bits = hostBits(spanHigh, spanLow);
    if (bits >= 0) {
      out.put(bits);
    } else {
      out.put(RANGE).number(spanLow);
      if (family == Family.IP6) {
        out.number(spanHigh);
      }
    }
    high = firstHigh;
    low = firstLow;
    first = false;
  }

  /** Writes a difference of addresses: for IPv6 the upper half stands before the lower one. */
  private void difference(long firstHigh, long firstLow, ByteWriter out) {
    long byLow = firstLow - low;
    if (family == Family.IP6) {
      long byHigh = firstHigh - high - (Long.compareUnsigned(firstLow, low) < 0 ? 1 : 0);
      out.number(byHigh);
    }
    out.number(byLow);
  }

  /** Returns the host bits of a prefix of that size minus one; negative where there is none. */
  private static int hostBits(long spanHigh, long spanLow) {
    if (spanHigh == 0) {
      return (spanLow & spanLow + 1) == 0 ? Long.SIZE - Long.numberOfLeadingZeros(spanLow) : -1;
    }
    boolean full = spanLow == -1L && (spanHigh & spanHigh + 1) == 0;
    return full ? 2 * Long.SIZE - Long.numberOfLeadingZeros(spanHigh) : -1;
  }

  /** Takes the intervals, each of which must be above the one before. */
  interface Taker {
    void take(long firstHigh, long firstLow, long lastHigh, long lastLow) throws IOException;
  }

  void read(ByteReader in, Taker taker) throws IOException {
    long byHigh = family == Family.IP6 ? in.number() : 0;
    long byLow = in.number();
    long firstLow = low + byLow;
    long carry = Long.compareUnsigned(firstLow, low) < 0 ? 1 : 0;
    long firstHigh = high + byHigh + carry;
    int size = in.take();
    long spanHigh = 0;
    long spanLow;
    if (size == RANGE) {
      spanLow = in.number();
      spanHigh = family == Family.IP6 ? in.number() : 0;
    } else if (size <= family.bits()) {
      spanLow = size >= Long.SIZE ? -1L : (1L << size) - 1;
      spanHigh = size <= Long.SIZE ? 0 : size == 128 ? -1L : (1L << (size - Long.SIZE)) - 1;
    } else {
      throw new IOException("no interval has " + size + " host bits");
    }
    long lastLow = firstLow + spanLow;
    long lastHigh = firstHigh + spanHigh + (Long.compareUnsigned(lastLow, firstLow) < 0 ? 1 : 0);
    require(firstHigh, firstLow, lastHigh, lastLow);
    taker.take(firstHigh, firstLow, lastHigh, lastLow);
    high = firstHigh;
    low = firstLow;
    first = false;
  }

  private void require(long firstHigh, long firstLow, long lastHigh, long lastLow)
      throws IOException {
    boolean fits =
        family == Family.IP6
            || (firstHigh == 0 && lastHigh == 0 && firstLow >>> 32 == 0 && lastLow >>> 32 == 0);
    boolean ordered = compare(firstHigh, firstLow, lastHigh, lastLow) <= 0;
    boolean ascends = first || compare(high, low, firstHigh, firstLow) <= 0;
    if (!fits || !ordered || !ascends) {
      throw new IOException("an interval is out of place");
    }
  }

  private static int compare(long high, long low, long otherHigh, long otherLow) {
    int byHigh = Long.compareUnsigned(high, otherHigh);
    return byHigh != 0 ? byHigh : Long.compareUnsigned(low, otherLow);
  }
}
