package org.postern.plan;

import java.math.BigInteger;
import org.postern.address.widening.Outcome;

/**
 * The result of widening within a budget, as a document for programs.
 *
 * @param entries how many the widened set has
 * @param extra how many addresses it covers that no source named
 * @param entriesBound no set with as few extra addresses has fewer entries
 * @param extraBound no set with as few entries has fewer extra addresses
 * @param gap how far it may be from the optimum, as a part of what it is; 0 when it is one
 */
public record WidenedDocument(
    int entries, BigInteger extra, int entriesBound, BigInteger extraBound, double gap) {
  /** Returns the document of a set that was found. */
  public static WidenedDocument of(Outcome.Found found) {
    return new WidenedDocument(
        found.entries(), found.extra(), found.fewest(), found.least(), found.gap());
  }
}
