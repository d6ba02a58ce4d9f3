package org.postern.address.widening;

import java.math.BigInteger;
import org.postern.address.AddressSet;
import org.postern.address.Family;

/**
 * Checks the claims about a widened set by set algebra, which shares no code with the search that
 * found it. A claim that does not hold is a bug: an exception keeps the set from being used.
 */
final class Certificate {
  private Certificate() {}

  /**
   * Checks all claims.
   *
   * @throws IllegalStateException if a claim does not hold
   */
  static void check(WideningTask task, Tradeoff.Form form, Outcome.Found found) {
    AddressSet widened = found.widened().set();
    AddressSet excess = found.widened().excess();
    require(widened.containsAll(task.set()), "does not cover its members");
    require(excess.equals(widened.subtract(task.set())), "does not tell what was added");
    require(!excess.intersects(task.never()), "covers what it never may");
    require(excess.size().equals(found.extra()), "adds another number of addresses than it says");
    require(entries(widened, form) <= found.entries(), "has more entries than it says");
    require(
        found.fewest() <= found.entries() && found.least().compareTo(found.extra()) <= 0,
        "is better than its bound");
    require(found.least().compareTo(BigInteger.ZERO) >= 0, "has a bound below nothing");
  }

  /** Returns the number of entries that a set has in a form. */
  static int entries(AddressSet set, Tradeoff.Form form) {
    int entries = 0;
    for (Family family : Family.values()) {
      entries +=
          switch (form) {
            case PREFIXES -> set.prefixCount(family);
            case RANGES -> set.intervalCount(family);
          };
    }
    return entries;
  }

  private static void require(boolean holds, String claim) {
    if (!holds) {
      throw new IllegalStateException("a widened set " + claim);
    }
  }
}
