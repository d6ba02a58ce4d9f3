package org.postern.address;

/** Takes intervals one by one without an object for each. */
@FunctionalInterface
public interface IntervalConsumer {
  /** Takes one interval: the two words of its first and of its last address. */
  void accept(long high, long low, long lastHigh, long lastLow);
}
