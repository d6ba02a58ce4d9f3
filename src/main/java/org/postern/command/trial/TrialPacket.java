package org.postern.command.trial;

import org.postern.address.Address;
import org.postern.host.RecordTree;
import org.postern.plan.Attempt;
import org.postern.policy.Hook;

/**
 * The first packet of a connection that is tried.
 *
 * @param hook the hook where it is judged
 * @param inInterface the interface by which it comes in
 */
public record TrialPacket(
    Hook hook, @RecordTree.Name("in") String inInterface, Address peer, Address server, int port) {
  static TrialPacket of(Attempt.Opening packet) {
    return new TrialPacket(
        packet.hook(), packet.inInterface(), packet.peer(), packet.server(), packet.port());
  }

  Attempt.Opening opening() {
    return new Attempt.Opening(hook, inInterface, peer, server, port, true);
  }
}
