package org.postern.address;

/**
 * Takes IPv4 intervals in the order of their first addresses, overlapping or not, and hands out the
 * fewest that hold the same addresses.
 */
final class IpRunMerger {
  /** A number below all addresses, and not beside the first. */
  private static final long NONE = -2;

  private final IntervalConsumer consumer;
  private long first = NONE;
  private long last = NONE;

  /** Creates a merger that hands the intervals to a consumer. */
  IpRunMerger(IntervalConsumer consumer) {
    this.consumer = consumer;
  }

  /** Takes the addresses from one to another. */
  void add(long from, long to) {
    if (from <= last + 1) {
      last = Math.max(last, to);
    } else {
      end();
      first = from;
      last = to;
    }
  }

  /** Hands out the last interval. */
  void end() {
    if (last != NONE) {
      consumer.accept(0, first, 0, last);
      last = NONE;
    }
  }
}
