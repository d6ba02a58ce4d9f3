package org.postern.plan;

import java.time.Duration;
import java.util.Optional;
import org.postern.address.Address;

/**
 * A peer that a rule does not accept and that has called nevertheless.
 *
 * @param rule the name of the rule that refused or observed it; empty for fragments that hid which
 *     rule judges them
 * @param peer the peer that called
 * @param ago how long before it was asked the last one came
 * @param packets how many came since the target remembers the peer; of a rule of mail, how many
 *     recipients it asked for
 * @param domain the domain of these recipients; empty for packets, and where it is not known
 */
public record SeenPeer(
    String rule, Address peer, Duration ago, long packets, Optional<String> domain) {
  /** A peer whose packets a rule has met. */
  public SeenPeer(String rule, Address peer, Duration ago, long packets) {
    this(rule, peer, ago, packets, Optional.empty());
  }

  /** A peer whose fragments were refused. */
  public static SeenPeer ofFragments(Address peer, Duration ago, long packets) {
    return new SeenPeer("", peer, ago, packets);
  }

  /** Tells whether it sent fragments that hid which rule judges them. */
  public boolean isOfFragments() {
    return rule.isEmpty();
  }
}
