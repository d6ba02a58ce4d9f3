package org.postern.target.mail;

import java.util.List;
import java.util.Optional;
import org.postern.address.Address;
import org.postern.address.text.SpecialPurpose;
import org.postern.diagnostic.Counted;
import org.postern.plan.Effect;
import org.postern.plan.SeenPeer;

/**
 * Finds that a mail server sees one inner address for all clients: a container behind a userland
 * proxy, a masquerading network or a balancer hides the senders from it. Then no list of addresses
 * tells them apart there.
 */
final class HiddenSenders {
  /**
   * The fewest recipients that tell of hidden senders: fewer may well be of one inner host that is
   * misconfigured.
   */
  private static final long ENOUGH = 20;

  private HiddenSenders() {}

  /**
   * Returns the effect where all refused or observed peers are one inner address, behind which
   * senders hide.
   */
  static Optional<Effect> in(List<SeenPeer> seen) {
    List<Address> peers = seen.stream().map(SeenPeer::peer).distinct().limit(2).toList();
    long recipients = seen.stream().mapToLong(SeenPeer::packets).sum();
    if (peers.size() != 1
        || recipients < ENOUGH
        || !SpecialPurpose.INNER.contains(peers.getFirst())) {
      return Optional.empty();
    }
    return Optional.of(
        new Effect(
            seen.getFirst().rule(),
            Effect.Kind.PART,
            "the mail server",
            "sees %s alone as a stranger, %s: where something hides the senders from it, such"
                    .formatted(peers.getFirst(), Counted.grouped(recipients, "time"))
                + " as the proxy of a container, no list in it tells them apart",
            List.of("hold the rule by a packet filter where the senders are seen: hook: forward")));
  }
}
