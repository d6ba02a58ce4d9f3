package org.postern.address;

import java.util.Arrays;

/** Finds which intervals of a list, sorted by first address, share an address with a set. */
final class BoundsMeeting {
  private int[] found = new int[16];
  private int count;

  private BoundsMeeting() {}

  /**
   * Returns positions in a list of disjoint intervals, whose last addresses ascend too, by a search
   * for each interval of the set.
   */
  static int[] ofDisjoint(Runs bounds, Runs set) {
    BoundsMeeting meeting = new BoundsMeeting();
    int index = 0;
    for (int run = 0; run < set.count(); run++) {
      index = bounds.search(index, set.high(2 * run), set.low(2 * run));
      for (int at = index; bounds.startsBy(at, set.high(2 * run + 1), set.low(2 * run + 1)); at++) {
        meeting.add(at);
        // The last interval found may also share an address with the next run.
        index = at;
      }
    }
    return meeting.positions();
  }

  /** Returns positions in a list of intervals that may overlap, by one pass over both. */
  static int[] ofAny(Bounds bounds, Runs set) {
    BoundsMeeting meeting = new BoundsMeeting();
    int run = 0;
    for (int index = 0; index < bounds.size() && run < set.count(); index++) {
      while (run < set.count()
          && !set.reaches(run, bounds.firstHigh(index), bounds.firstLow(index))) {
        run++;
      }
      if (set.startsBy(run, bounds.lastHigh(index), bounds.lastLow(index))) {
        meeting.add(index);
      }
    }
    return meeting.positions();
  }

  /** Adds a position at or above the last one. */
  private void add(int position) {
    if (count > 0 && found[count - 1] == position) {
      return;
    }
    found = count == found.length ? Arrays.copyOf(found, 2 * count) : found;
    found[count++] = position;
  }

  private int[] positions() {
    return Arrays.copyOf(found, count);
  }
}
