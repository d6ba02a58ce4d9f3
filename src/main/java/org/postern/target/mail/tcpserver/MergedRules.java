package org.postern.target.mail.tcpserver;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.address.Address;
import org.postern.address.AddressSet;
import org.postern.address.Family;
import org.postern.address.text.SpecialPurpose;
import org.postern.plan.AccessRule;
import org.postern.plan.Peers;
import org.postern.plan.Ruleset;
import org.postern.target.mail.ConnectionRules;

/**
 * The administrator's lines with ours behind them. No address that a line of his decides on is in
 * one of ours, so that what he denies stays denied, and the variables that he sets stay set. Where
 * he has a line for all others that lets them in, ours would only take its variables from our
 * peers: then there is none of ours.
 *
 * @param source his lines
 * @param ours the peers of ours that none of his decides on, loopback among them
 * @param refuses whether a line of ours refuses all others
 */
record MergedRules(SourceLines source, AddressSet ours, boolean refuses) {
  private static final AddressSet LOOPBACK = SpecialPurpose.LOOPBACK.only(Family.IP);

  /**
   * Merges the administrator's lines with our rules.
   *
   * @param ruleset the meaning of our files
   */
  static MergedRules of(SourceLines source, Ruleset ruleset) {
    Optional<AccessRule> refusing =
        ruleset.rules().stream().filter(ConnectionRules::refusesNow).findFirst();
    boolean voided = source.otherwise().filter(SourceLines.CatchAll::allows).isPresent();
    if (refusing.isEmpty() || voided) {
      return new MergedRules(source, AddressSet.none(), false);
    }
    Peers peers = refusing.get().peers();
    AddressSet accepted = peers.asSet().only(Family.IP).union(LOOPBACK);
    return new MergedRules(source, accepted.subtract(source.covered()), true);
  }

  /** Returns the text that tcprules(1) is given. */
  String text(String his) {
    List<String> lines = new ArrayList<>(SourceLines.rules(his));
    OctetKeys.of(ours).forEach(key -> lines.add(key + ":allow"));
    if (refuses && source.otherwise().isEmpty()) {
      lines.add(":deny");
    }
    return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
  }

  /** Tells whether a client is let in whose host has no name. */
  boolean accepts(Address address) {
    if (source.covered().contains(address)) {
      return source.allowed().contains(address);
    }
    return ours.contains(address)
        || source.otherwise().map(SourceLines.CatchAll::allows).orElse(!refuses);
  }
}
