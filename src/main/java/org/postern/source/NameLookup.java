package org.postern.source;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import org.postern.address.Address;

/** Finds out which addresses have a name that is a domain or below it. */
public interface NameLookup {
  /** The result of looking up the names of an address. */
  sealed interface Told {}

  /** The address has a name. */
  record Proven(NameProof proof) implements Told {}

  /**
   * The address has no such name.
   *
   * @param ttl how long that holds
   */
  record Refuted(Duration ttl) implements Told {}

  /**
   * A look-up that learned nothing.
   *
   * @param why the reason in words and free of foreign bytes
   */
  record Unknown(String why) implements Told {}

  /**
   * Looks up all addresses at the same time.
   *
   * @param domain the domain, absolute, lower case, without the final dot
   * @return the result for each of the addresses
   */
  Map<Address, Told> below(String domain, Collection<Address> addresses);
}
