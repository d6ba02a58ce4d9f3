package org.postern.plan;

import org.postern.address.Address;
import org.postern.policy.Hook;

/**
 * One TCP packet as the policy language speaks of it, before any address translation.
 *
 * @param hook where it is seen
 * @param inInterface the interface it came in by; empty on output
 * @param peer the far side: the source on input and forward, the destination on output
 * @param server the address the client dialled: the destination on input and forward; on output it
 *     equals the peer
 * @param port the TCP port the client dialled
 * @param opening whether it opens a connection: SYN without ACK (RFC 9293 3.5)
 * @param fragmented whether it comes in IPv6 fragments of any form (RFC 8200 4.5). The verdict is
 *     that of the whole packet; IPv4 is put together before any hook sees it
 */
public record Packet(
    Hook hook,
    String inInterface,
    Address peer,
    Address server,
    int port,
    boolean opening,
    boolean fragmented) {
  public Packet {
    if (peer.family() != server.family()) {
      throw new IllegalArgumentException("peer and server differ in family");
    }
  }

  /** A packet that comes whole. */
  public Packet(
      Hook hook, String inInterface, Address peer, Address server, int port, boolean opening) {
    this(hook, inInterface, peer, server, port, opening, false);
  }

  /** Returns a copy that comes in fragments. */
  public Packet inFragments() {
    return new Packet(hook, inInterface, peer, server, port, opening, true);
  }

  /** As a sentence of a counter-example. */
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
        + (opening ? "" : " (not opening)")
        + (fragmented ? " (fragmented)" : "");
  }
}
