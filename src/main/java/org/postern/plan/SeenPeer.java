package org.postern.plan;

import java.time.Duration;
import org.postern.address.Address;

/**
 * A peer that a rule does not accept and that has called nevertheless.
 *
 * @param rule the name of the rule that refused or observed it; empty for fragments that hid which
 *     rule judges them
 * @param peer whose packets these were
 * @param ago how long before it was asked the last one came
 * @param packets how many came since the target remembers the peer
 */
public record SeenPeer(String rule, Address peer, Duration ago, long packets) {
  /** A peer whose fragments were refused. */
  public static SeenPeer ofFragments(Address peer, Duration ago, long packets) {
    return new SeenPeer("", peer, ago, packets);
  }

  /** Whether it sent fragments that hid which rule judges them. */
  public boolean isOfFragments() {
    return rule.isEmpty();
  }
}
