package org.postern.command.init;

import java.util.List;
import org.postern.address.Address;
import org.postern.address.Prefix;
import org.postern.pipeline.doctor.Situation;

/** The situation of a host before it has a policy, as a document for programs. */
public record SituationDocument(Found found) {
  /**
   * The findings on the host.
   *
   * @param filters packet filters in use
   * @param listens whether something listens at port 25
   * @param sentOn the rule that sends port 25 on to another host; none where there is none
   * @param mailServers the mail servers that are known
   * @param domains mail domains of these
   * @param containers the containers that run
   * @param resolvers the name servers that are asked
   * @param addresses the addresses of the host
   * @param near prefixes of its networks
   * @param connected peers at port 25
   * @param unseen the things that could not be looked at, and why
   */
  public record Found(
      List<String> filters,
      boolean listens,
      List<String> sentOn,
      List<String> mailServers,
      List<String> domains,
      List<String> containers,
      List<String> resolvers,
      List<Address> addresses,
      List<String> near,
      List<Address> connected,
      List<String> unseen) {}

  static SituationDocument of(Situation situation) {
    return new SituationDocument(
        new Found(
            situation.filters(),
            situation.isListening(),
            situation.sentOn().stream().toList(),
            situation.mailServers(),
            situation.domains(),
            situation.containers(),
            situation.resolvers(),
            situation.addresses(),
            situation.near().stream().map(Prefix::text).toList(),
            situation.peers().stream().map(Situation.Peer::address).toList(),
            situation.unseen()));
  }
}
