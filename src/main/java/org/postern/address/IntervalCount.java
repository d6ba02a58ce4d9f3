package org.postern.address;

import java.math.BigInteger;

/** Counts what intervals hold. Not safe for several threads. */
public final class IntervalCount implements IntervalConsumer {
  private long ranges;
  private long prefixes;

  /** The sum of the intervals' lasts less their firsts: only thus the whole of IPv6 fits. */
  private long high;

  private long low;

  private IntervalCount() {}

  /** Counts one family of a source. */
  public static IntervalCount of(IntervalSource source, Family family) {
    IntervalCount count = new IntervalCount();
    source.forEachInterval(family, count);
    return count;
  }

  @Override
  public void accept(long firstHigh, long firstLow, long lastHigh, long lastLow) {
    ranges++;
    long difference = lastLow - firstLow;
    if (difference == 0 && firstHigh == lastHigh) {
      prefixes++;
      return;
    }
    prefixes += RunPrefixes.count(firstHigh, firstLow, lastHigh, lastLow);
    high += Unsigned.minusHigh(lastHigh, lastLow, firstHigh, firstLow);
    low += difference;
    high += Long.compareUnsigned(low, difference) < 0 ? 1 : 0;
  }

  /** Returns how many intervals there are. */
  public long ranges() {
    return ranges;
  }

  /** Returns the fewest prefixes that hold the same addresses. */
  public long prefixes() {
    return prefixes;
  }

  /** Returns how many addresses there are. */
  public BigInteger addresses() {
    return Runs.unsigned(high)
        .shiftLeft(Long.SIZE)
        .add(Runs.unsigned(low))
        .add(BigInteger.valueOf(ranges));
  }
}
