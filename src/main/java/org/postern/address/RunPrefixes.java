package org.postern.address;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The fewest prefixes of which the runs of one family are made, each run by itself. */
final class RunPrefixes {
  private RunPrefixes() {}

  /** Returns the fewest prefixes that hold exactly these addresses, as unmodifiable objects. */
  static List<Prefix> of(Runs runs) {
    List<Prefix> prefixes = new ArrayList<>();
    forEach(
        runs,
        (high, low, length) ->
            prefixes.add(new Prefix(new Address(runs.family(), high, low), length)));
    return Collections.unmodifiableList(prefixes);
  }

  /** Returns the number of prefixes of all runs. */
  static long count(Runs runs) {
    long count = 0;
    for (int run = 0; run < runs.count(); run++) {
      count += runs.isSingle(run) ? 1 : count(runs, run);
    }
    return count;
  }

  private static int count(Runs runs, int run) {
    int end = 2 * run;
    return count(runs.high(end), runs.low(end), runs.high(end + 1), runs.low(end + 1));
  }

  /** Returns the number of prefixes of which one interval is made. */
  static int count(long firstHigh, long firstLow, long lastHigh, long lastLow) {
    int count = 0;
    long high = firstHigh;
    long low = firstLow;
    while (true) {
      int hostBits = largestBlock(high, low, lastHigh, lastLow);
      count++;
      high |= Unsigned.onesHigh(hostBits);
      low |= Unsigned.onesLow(hostBits);
      if (high == lastHigh && low == lastLow) {
        return count;
      }
      high = Unsigned.nextHigh(high, low);
      low++;
    }
  }

  /** Hands out the fewest prefixes that hold exactly these addresses, in order. */
  static void forEach(Runs runs, PrefixConsumer consumer) {
    int bits = runs.family().bits();
    for (int run = 0; run < runs.count(); run++) {
      if (runs.isSingle(run)) {
        consumer.accept(runs.high(2 * run), runs.low(2 * run), bits);
      } else {
        forEach(runs, run, consumer);
      }
    }
  }

  private static void forEach(Runs runs, int run, PrefixConsumer consumer) {
    int end = 2 * run;
    forEach(
        runs.family(),
        runs.high(end),
        runs.low(end),
        runs.high(end + 1),
        runs.low(end + 1),
        consumer);
  }

  /** Hands out the fewest prefixes of one interval, in order. */
  static void forEach(
      Family family,
      long firstHigh,
      long firstLow,
      long lastHigh,
      long lastLow,
      PrefixConsumer consumer) {
    int bits = family.bits();
    long high = firstHigh;
    long low = firstLow;
    while (true) {
      int hostBits = largestBlock(high, low, lastHigh, lastLow);
      consumer.accept(high, low, bits - hostBits);
      // Adding the block's size minus one cannot overflow; adding its size can.
      high |= Unsigned.onesHigh(hostBits);
      low |= Unsigned.onesLow(hostBits);
      if (high == lastHigh && low == lastLow) {
        break;
      }
      high = Unsigned.nextHigh(high, low);
      low++;
    }
  }

  /** Returns the host bits of the largest prefix that starts at the first number and fits. */
  private static int largestBlock(long high, long low, long lastHigh, long lastLow) {
    long restHigh = Unsigned.minusHigh(lastHigh, lastLow, high, low);
    long restLow = lastLow - low;
    long sizeHigh = Unsigned.nextHigh(restHigh, restLow);
    long sizeLow = restLow + 1;
    boolean everything = sizeHigh == 0 && sizeLow == 0;
    int fitting = everything ? 128 : 127 - Unsigned.leadingZeros(sizeHigh, sizeLow);
    return Math.min(fitting, Unsigned.trailingZeros(high, low));
  }
}
