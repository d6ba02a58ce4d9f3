package org.postern.address;

/** The set operations on the runs of one family, each one pass over its arguments. */
final class RunAlgebra {
  private RunAlgebra() {}

  static Runs union(Runs one, Runs other) {
    RunBuilder result = new RunBuilder(one.family(), one.count() + other.count());
    int left = 0;
    int right = 0;
    while (left < one.count() && right < other.count()) {
      if (one.compare(2 * left, other, 2 * right) <= 0) {
        result.add(one, left++);
      } else {
        result.add(other, right++);
      }
    }
    while (left < one.count()) {
      result.add(one, left++);
    }
    while (right < other.count()) {
      result.add(other, right++);
    }
    return result.build();
  }

  /** Returns the addresses in both; stretches of one that the other has a gap over are leapt. */
  static Runs intersect(Runs one, Runs other) {
    RunBuilder result = new RunBuilder(one.family(), Math.min(one.count(), other.count()));
    int left = 0;
    int right = 0;
    while (left < one.count() && right < other.count()) {
      boolean leftStarts = one.compare(2 * left, other, 2 * right) >= 0;
      Runs starting = leftStarts ? one : other;
      int first = leftStarts ? 2 * left : 2 * right;
      boolean leftEnds = one.compare(2 * left + 1, other, 2 * right + 1) <= 0;
      Runs ending = leftEnds ? one : other;
      int last = leftEnds ? 2 * left + 1 : 2 * right + 1;
      if (starting.compare(first, ending, last) <= 0) {
        result.add(starting.high(first), starting.low(first), ending.high(last), ending.low(last));
      }
      if (leftEnds) {
        left = leap(one, left + 1, other, right);
      } else {
        right = leap(other, right + 1, one, left);
      }
    }
    return result.build();
  }

  /** Returns the first run from there on that does not end before a run of the other begins. */
  private static int leap(Runs runs, int from, Runs other, int run) {
    return runs.search(from, other.high(2 * run), other.low(2 * run));
  }

  /**
   * Returns the addresses in the first and not in the other; stretches that are alike are skipped
   * at once.
   */
  static Runs subtract(Runs one, Runs other) {
    RunBuilder result = new RunBuilder(one.family(), 0);
    int left = 0;
    int right = 0;
    while (left < one.count()) {
      int alike = one.alike(left, other, right);
      if (alike > 0) {
        left += alike;
        right += alike;
      } else if (right < other.count() && other.compare(2 * right + 1, one, 2 * left) < 0) {
        right = leap(other, right + 1, one, left);
      } else {
        right = subtract(one, left++, other, right, result);
      }
    }
    return result.build();
  }

  /**
   * Subtracts from one run.
   *
   * @param from the first of the other's runs that ends in or behind it
   * @return the other's first run that may reach into the next run
   */
  private static int subtract(Runs one, int run, Runs other, int from, RunBuilder result) {
    long high = one.high(2 * run);
    long low = one.low(2 * run);
    int last = 2 * run + 1;
    int cut = from;
    while (cut < other.count() && other.compare(2 * cut, one, last) <= 0) {
      long cutHigh = other.high(2 * cut);
      long cutLow = other.low(2 * cut);
      if (Unsigned.compare(high, low, cutHigh, cutLow) < 0) {
        result.add(high, low, Unsigned.previousHigh(cutHigh, cutLow), cutLow - 1);
      }
      if (other.compare(2 * cut + 1, one, last) >= 0) {
        return cut;
      }
      high = Unsigned.nextHigh(other.high(2 * cut + 1), other.low(2 * cut + 1));
      low = other.low(2 * cut + 1) + 1;
      cut++;
    }
    result.add(high, low, one.high(last), one.low(last));
    return cut;
  }

  /**
   * Returns the whole runs of the first that meet a run of the other or lie directly beside one.
   */
  static Runs touching(Runs runs, Runs other) {
    RunBuilder result = new RunBuilder(runs.family(), other.count());
    int next = 0;
    for (int run = 0; run < other.count(); run++) {
      int first = 2 * run;
      boolean atStart = other.high(first) == 0 && other.low(first) == 0;
      long high = atStart ? 0 : Unsigned.previousHigh(other.high(first), other.low(first));
      long low = atStart ? 0 : other.low(first) - 1;
      next = Math.max(next, runs.search(high, low));
      while (next < runs.count() && startsInOrBehind(runs, next, other, first + 1)) {
        result.add(runs, next++);
      }
    }
    return result.build();
  }

  private static boolean startsInOrBehind(Runs runs, int run, Runs other, int end) {
    long high = runs.high(2 * run);
    long low = runs.low(2 * run);
    boolean zero = high == 0 && low == 0;
    return zero
        || Unsigned.compare(
                Unsigned.previousHigh(high, low), low - 1, other.high(end), other.low(end))
            <= 0;
  }

  /** Returns the addresses of the family that are in no run. */
  static Runs complement(Runs runs) {
    Address end = runs.family().last();
    RunBuilder result = new RunBuilder(runs.family(), runs.count() + 1);
    long high = 0;
    long low = 0;
    for (int run = 0; run < runs.count(); run++) {
      long startHigh = runs.high(2 * run);
      long startLow = runs.low(2 * run);
      if (Unsigned.compare(high, low, startHigh, startLow) < 0) {
        result.add(high, low, Unsigned.previousHigh(startHigh, startLow), startLow - 1);
      }
      long lastHigh = runs.high(2 * run + 1);
      long lastLow = runs.low(2 * run + 1);
      if (lastHigh == end.high() && lastLow == end.low()) {
        return result.build();
      }
      high = Unsigned.nextHigh(lastHigh, lastLow);
      low = lastLow + 1;
    }
    result.add(high, low, end.high(), end.low());
    return result.build();
  }

  static boolean intersects(Runs one, Runs other) {
    if (one.count() > other.count()) {
      return intersects(other, one);
    }
    for (int run = 0; run < one.count(); run++) {
      int candidate = other.search(one.high(2 * run), one.low(2 * run));
      if (other.startsBy(candidate, one.high(2 * run + 1), one.low(2 * run + 1))) {
        return true;
      }
    }
    return false;
  }

  static boolean containsAll(Runs outer, Runs inner) {
    for (int run = 0; run < inner.count(); run++) {
      // A run of the inner set lies in one of the outer's, or in none: those never touch.
      int candidate = outer.search(inner.high(2 * run + 1), inner.low(2 * run + 1));
      if (!outer.startsBy(candidate, inner.high(2 * run), inner.low(2 * run))) {
        return false;
      }
    }
    return true;
  }
}
