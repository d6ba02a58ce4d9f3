package org.postern.plan;

import org.postern.address.Address;
import org.postern.policy.Hook;

/** An attempt that is judged: a packet that opens a connection, or the delivery of a mail. */
public sealed interface Attempt {
  /** Returns the address of the far side. */
  Address peer();

  /** Describes it as a sentence of a counterexample. */
  String describe();

  /**
   * A TCP packet as the policy language speaks of it, before any address translation.
   *
   * @param hook the hook on which it is seen
   * @param inInterface the interface it came in by; empty on output
   * @param peer the far side: the source on input and forward, the destination on output
   * @param server the address the client dialled: the destination on input and forward; on output
   *     it equals the peer
   * @param port the TCP port the client dialled
   * @param first whether it opens a connection: SYN without ACK (RFC 9293 3.5)
   * @param fragmented whether it comes in IPv6 fragments of any form (RFC 8200 4.5). The verdict is
   *     that of the whole packet; IPv4 is put together before any hook sees it
   */
  record Opening(
      Hook hook,
      String inInterface,
      Address peer,
      Address server,
      int port,
      boolean first,
      boolean fragmented)
      implements Attempt {
    public Opening {
      if (peer.family() != server.family()) {
        throw new IllegalArgumentException("peer and server differ in family");
      }
    }

    /** A packet that comes whole. */
    public Opening(
        Hook hook, String inInterface, Address peer, Address server, int port, boolean first) {
      this(hook, inInterface, peer, server, port, first, false);
    }

    /** Returns a copy that comes in fragments. */
    public Opening inFragments() {
      return new Opening(hook, inInterface, peer, server, port, first, true);
    }

    @Override
    public String describe() {
      String by = inInterface.isEmpty() ? "" : " by " + inInterface;
      String to = hook == Hook.OUTPUT ? "" : " to " + server;
      return hook.text()
          + by
          + (hook == Hook.OUTPUT ? ": to " : ": from ")
          + peer
          + to
          + " port "
          + port
          + (first ? "" : " (not opening)")
          + (fragmented ? " (fragmented)" : "");
    }
  }

  /**
   * A mail server's decision on one recipient.
   *
   * @param peer the client
   * @param domain the domain of the recipient: A-labels in lower case without the final dot; empty
   *     for a recipient without one (RFC 5321 4.5.1)
   * @param authenticated whether the client has proven who it is (RFC 4954)
   * @param listener the TCP port that the client has called
   * @param name the name of the client by its PTR record, where that name has its address; empty
   *     for none
   */
  record Delivery(Address peer, String domain, boolean authenticated, int listener, String name)
      implements Attempt {
    /** Creates a delivery by a client without a name. */
    public Delivery(Address peer, String domain, boolean authenticated, int listener) {
      this(peer, domain, authenticated, listener, "");
    }

    @Override
    public String describe() {
      return "smtp: mail to %s from %s%s at port %d%s"
          .formatted(
              domain.isEmpty() ? "a recipient without domain" : "@" + domain,
              peer,
              name.isEmpty() ? "" : " (" + name + ")",
              listener,
              authenticated ? " (authenticated)" : "");
    }
  }
}
