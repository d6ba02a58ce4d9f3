package org.postern.address.widening;

import java.math.BigInteger;
import java.util.List;

/** How entries of a set are traded for addresses that were not asked for. Immutable. */
public interface Tradeoff {
  /** What entries are. */
  enum Form {
    /** The fewest prefixes. */
    PREFIXES,
    /** The fewest intervals. */
    RANGES
  }

  /**
   * A point of the trade-off.
   *
   * @param entries how many
   * @param extra no fewer addresses have to be added for that
   */
  record Point(int entries, BigInteger extra) {}

  /** The trade-off of a set, for all budgets. */
  static Tradeoff of(WideningTask task, Form form) {
    return switch (form) {
      case PREFIXES -> new PrefixTradeoff(task);
      case RANGES -> new RangeTradeoff(task);
    };
  }

  /** How many entries the set has as it is. */
  int entries();

  /** How many entries are left when all is covered that may be, and what that adds. */
  Point fewest();

  /** The set with so many entries at most and the fewest extra addresses. */
  Outcome toEntries(int most);

  /** The set with so many extra addresses at most and the fewest entries. */
  Outcome.Found withinExtra(BigInteger most);

  /** Optimal points by falling number of entries, both ends included, about so many. */
  List<Point> curve(int rows);
}
