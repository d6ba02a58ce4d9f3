package org.postern.source;

import java.util.List;
import java.util.Map;
import org.postern.address.Address;

/** Finds out what peers are called. */
public interface PeerNames {
  /** Names no peer, since no server is asked. */
  PeerNames NONE = peers -> Map.of();

  /**
   * Returns the names that lead back to their address, asked for all at the same time. A name that
   * only the owner of the address claims is none: the owner of an address may write any name for
   * it.
   *
   * @return the name of each peer that has one: lower case, letters, digits, dashes and underscores
   *     between dots
   */
  Map<Address, String> confirmed(List<Address> peers);
}
