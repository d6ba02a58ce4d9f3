package org.postern.address.widening;

import java.math.BigInteger;
import org.postern.address.Widened;

/** The outcome of a budget. */
public sealed interface Outcome {
  /**
   * A widened set within the budget. What it claims has been checked.
   *
   * @param widened the set, and what was added to it
   * @param entries how many it has
   * @param extra how many addresses were added
   * @param fewest no set within the budget of extra addresses has fewer entries; equal to entries
   *     where the budget is one of entries
   * @param least no set within the budget of entries adds fewer addresses; equal to extra where the
   *     budget is one of extra addresses
   */
  record Found(Widened widened, int entries, BigInteger extra, int fewest, BigInteger least)
      implements Outcome {
    /** Tells whether nothing better exists. */
    public boolean isOptimal() {
      return entries == fewest && extra.equals(least);
    }

    /**
     * Returns the largest possible distance from the optimum, as a fraction of the found value; 0
     * for an optimum.
     */
    public double gap() {
      double byEntries = entries == 0 ? 0 : (entries - fewest) / (double) entries;
      double byExtra =
          extra.signum() == 0 ? 0 : extra.subtract(least).doubleValue() / extra.doubleValue();
      return Math.max(byEntries, byExtra);
    }
  }

  /**
   * The budget of entries cannot be met.
   *
   * @param fewest how many entries can be
   * @param price how many addresses those add
   */
  record Unreachable(int fewest, BigInteger price) implements Outcome {}
}
