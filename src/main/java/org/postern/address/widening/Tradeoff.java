package org.postern.address.widening;

import java.math.BigInteger;
import java.util.List;

/**
 * The trade-off between the number of entries that express a set and the extra addresses that they
 * cover. Immutable.
 */
public interface Tradeoff {
  /** The form of an entry. */
  enum Form {
    /** Entries are prefixes, as few as possible. */
    PREFIXES,
    /** Entries are intervals, as few as possible. */
    RANGES
  }

  /**
   * A point of the trade-off.
   *
   * @param entries the number of entries
   * @param extra the least number of addresses that must be added to reach it
   */
  record Point(int entries, BigInteger extra) {}

  /** Returns the trade-off of the set of a task, for all budgets. */
  static Tradeoff of(WideningTask task, Form form) {
    return switch (form) {
      case PREFIXES -> new PrefixTradeoff(task);
      case RANGES -> new RangeTradeoff(task);
    };
  }

  /** Returns the number of entries of the set without extra addresses. */
  int entries();

  /** Returns the point with the fewest entries, at which all addresses are covered that may be. */
  Point fewest();

  /** Finds the set with at most {@code most} entries and the fewest extra addresses. */
  Outcome toEntries(int most);

  /** Finds the set with at most {@code most} extra addresses and the fewest entries. */
  Outcome.Found withinExtra(BigInteger most);

  /** Returns about {@code rows} optimal points by falling number of entries, both ends included. */
  List<Point> curve(int rows);
}
