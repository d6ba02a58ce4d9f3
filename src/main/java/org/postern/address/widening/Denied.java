package org.postern.address.widening;

import org.postern.address.AddressSet;
import org.postern.address.Bounds;
import org.postern.address.Family;
import org.postern.address.Interval;

/** The addresses that must not be covered. */
final class Denied {
  private final Bounds ip;
  private final Bounds ip6;

  Denied(AddressSet never) {
    this.ip = never.bounds(Family.IP);
    this.ip6 = never.bounds(Family.IP6);
  }

  boolean isEmpty() {
    return ip.size() == 0 && ip6.size() == 0;
  }

  /** Tells whether some address of an interval must not be covered. */
  boolean meets(Interval interval) {
    Bounds bounds = interval.family() == Family.IP ? ip : ip6;
    long high = interval.first().high();
    long low = interval.first().low();
    int from = 0;
    int to = bounds.size();
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (Amounts.compare(bounds.lastHigh(middle), bounds.lastLow(middle), high, low) < 0) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    return from < bounds.size()
        && Amounts.compare(
                bounds.firstHigh(from),
                bounds.firstLow(from),
                interval.last().high(),
                interval.last().low())
            <= 0;
  }
}
