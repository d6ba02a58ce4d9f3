package org.postern.pipeline.ask;

import org.postern.source.KnownAddresses;
import org.postern.source.KnownLists;
import org.postern.source.NameProofs;

/**
 * The knowledge of sources from before.
 *
 * @param lists the results of earlier readings of lists
 * @param addresses the addresses that were learned and came into force
 * @param proofs the proofs that hold
 */
public record Recollection(KnownLists lists, KnownAddresses addresses, NameProofs proofs) {
  /** Returns the recollection of nothing. */
  public static Recollection none() {
    return new Recollection(KnownLists.NONE, KnownAddresses.NONE, new NameProofs());
  }
}
