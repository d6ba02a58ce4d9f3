package org.postern.address;

/**
 * Takes IPv6 intervals in the order of their first addresses, overlapping or not, and hands out the
 * fewest that hold the same addresses.
 */
final class Ip6RunMerger implements IntervalConsumer {
  private final IntervalConsumer consumer;
  private boolean open;
  private long high;
  private long low;
  private long lastHigh;
  private long lastLow;

  /** Creates a merger that hands the intervals to a consumer. */
  Ip6RunMerger(IntervalConsumer consumer) {
    this.consumer = consumer;
  }

  @Override
  public void accept(long fromHigh, long fromLow, long toHigh, long toLow) {
    if (open && reaches(fromHigh, fromLow)) {
      if (Unsigned.compare(toHigh, toLow, lastHigh, lastLow) > 0) {
        lastHigh = toHigh;
        lastLow = toLow;
      }
      return;
    }
    end();
    open = true;
    high = fromHigh;
    low = fromLow;
    lastHigh = toHigh;
    lastLow = toLow;
  }

  /**
   * Tells whether a number at or above the start of the open interval is in it or just behind it.
   */
  private boolean reaches(long fromHigh, long fromLow) {
    // The number behind the last of all wraps to zero, which the comparison has caught before.
    return Unsigned.compare(fromHigh, fromLow, lastHigh, lastLow) <= 0
        || (fromLow == lastLow + 1 && fromHigh == Unsigned.nextHigh(lastHigh, lastLow));
  }

  /** Hands out the last interval. */
  void end() {
    if (open) {
      consumer.accept(high, low, lastHigh, lastLow);
      open = false;
    }
  }
}
