package org.postern.address;

/** Compares neighbours among the intervals of some bounds, to tell in which order they are. */
final class BoundsOrder {
  private BoundsOrder() {}

  /** Tells whether no interval starts below the one before. */
  static boolean isByStart(Bounds bounds) {
    for (int index = 1; index < bounds.size(); index++) {
      if (Unsigned.compare(
              bounds.firstHigh(index),
              bounds.firstLow(index),
              bounds.firstHigh(index - 1),
              bounds.firstLow(index - 1))
          < 0) {
        return false;
      }
    }
    return true;
  }

  /** Tells whether each interval is above the one before it, so that none is there twice. */
  static boolean isAscending(Bounds bounds) {
    for (int index = 1; index < bounds.size(); index++) {
      if (bounds.compare(index - 1, bounds, index) >= 0) {
        return false;
      }
    }
    return true;
  }

  /** Tells whether each interval is above the end of the one before. */
  static boolean isDisjoint(Bounds bounds) {
    for (int index = 1; index < bounds.size(); index++) {
      if (!isAbove(bounds, index, bounds.lastHigh(index - 1), bounds.lastLow(index - 1))) {
        return false;
      }
    }
    return true;
  }

  /**
   * Tells whether each interval is above the end of the one before, with a gap: the runs of a set.
   */
  static boolean isCanonical(Bounds bounds) {
    Family family = bounds.family();
    Address last = family.last();
    for (int index = 1; index < bounds.size(); index++) {
      long high = bounds.lastHigh(index - 1);
      long low = bounds.lastLow(index - 1);
      boolean isLast = high == last.high() && low == last.low();
      if (isLast || !isAbove(bounds, index, Unsigned.nextHigh(high, low), low + 1)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isAbove(Bounds bounds, int index, long high, long low) {
    return bounds.family() == Family.IP
        ? bounds.firstLow(index) > low
        : Unsigned.compare(bounds.firstHigh(index), bounds.firstLow(index), high, low) > 0;
  }
}
