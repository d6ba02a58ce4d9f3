package org.postern.source;

import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.postern.address.Address;

/**
 * The proofs of names that hold, so that an address which is met does not have all others looked up
 * again. For any thread.
 */
public final class NameProofs {
  /**
   * The most proofs, as many as a set may have entries by its guard; further ones wait until some
   * have lapsed.
   */
  static final int MOST = 100_000;

  private final Map<String, Map<Address, NameProof>> byDomain = new HashMap<>();

  /**
   * Remembers a proof.
   *
   * @param domain the name is that or below it
   * @return false where there are too many
   */
  public synchronized boolean add(String domain, NameProof proof) {
    Map<Address, NameProof> proofs = byDomain.computeIfAbsent(domain, _ -> new LinkedHashMap<>());
    if (proofs.size() >= MOST && !proofs.containsKey(proof.address())) {
      return false;
    }
    proofs.put(proof.address(), proof);
    return true;
  }

  /** Forgets what was proven of an address. */
  public synchronized void remove(String domain, Address address) {
    Map<Address, NameProof> proofs = byDomain.get(domain);
    if (proofs != null) {
      proofs.remove(address);
    }
  }

  /**
   * Returns the proofs that have not lapsed, in the order in which they came; others are forgotten.
   */
  public synchronized List<NameProof> of(String domain, Instant now) {
    Map<Address, NameProof> proofs = byDomain.get(domain);
    if (proofs == null) {
      return List.of();
    }
    proofs.values().removeIf(one -> !one.left(now).isPositive());
    return List.copyOf(proofs.values());
  }
}
