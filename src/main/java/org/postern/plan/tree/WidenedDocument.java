package org.postern.plan.tree;

import java.math.BigInteger;
import org.postern.address.widening.Outcome;

/**
 * What a budget of widening came to, for programs.
 *
 * @param entries how many there are
 * @param extra how many addresses they hold that no source named
 * @param entriesBound no fewer entries are possible
 * @param extraBound no fewer such addresses are possible
 * @param gap how far it is from the optimum at most, as a part of it
 */
public record WidenedDocument(
    int entries, BigInteger extra, int entriesBound, BigInteger extraBound, double gap) {
  /** Returns what was found. */
  public static WidenedDocument of(Outcome.Found found) {
    return new WidenedDocument(
        found.entries(), found.extra(), found.fewest(), found.least(), found.gap());
  }
}
