package org.postern.pipeline.ask;

import org.postern.source.KnownAddresses;
import org.postern.source.KnownLists;
import org.postern.source.NameProofs;

/**
 * What is known of sources from before.
 *
 * @param lists what lists were read as
 * @param addresses what was learned and came into force
 * @param proofs what was proven and holds
 */
public record Recollection(KnownLists lists, KnownAddresses addresses, NameProofs proofs) {
  /** Nothing is known. */
  public static Recollection none() {
    return new Recollection(KnownLists.NONE, KnownAddresses.NONE, new NameProofs());
  }
}
