package org.postern.target.windows.exchange;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.postern.address.AddressSet;
import org.postern.address.Family;
import org.postern.address.Prefix;
import org.postern.plan.AccessRule;
import org.postern.plan.Peers;
import org.postern.plan.Ruleset;
import org.postern.target.Omission;
import org.postern.target.Omission.Loss;
import org.postern.target.Projection;

/**
 * Finds what the connection control of Exchange 2003 can hold of a ruleset: what a receive
 * connector can, for IPv4 only.
 */
final class Exchange2003Projection {
  private static final int OCTET = 8;

  private Exchange2003Projection() {}

  static Projection of(Ruleset ruleset, Exchange2003Options options) {
    ExchangeOptions alike =
        new ExchangeOptions(
            options.target(),
            options.server(),
            "",
            false,
            false,
            options.usersElsewhere(),
            options.rules());
    List<Omission> omissions = new ArrayList<>();
    List<AccessRule> ip = new ArrayList<>();
    for (AccessRule rule : ruleset.rules()) {
      boolean hasIp6 =
          options.rules().takes(rule)
              && !rule.judgesPackets()
              && !rule.peers().asSet().isEmpty(Family.IP6);
      if (!hasIp6 || !(rule.peers() instanceof Peers.Only only)) {
        ip.add(rule);
      } else if (only.addresses().isEmpty(Family.IP)) {
        omissions.add(withoutIp(rule));
      } else {
        omissions.add(
            new Omission(
                rule.name(),
                "leaves out its IPv6 addresses: Exchange 2003 takes no mail by IPv6",
                Loss.NOTHING));
        ip.add(rule.withPeers(new Peers.Only(only.addresses().only(Family.IP))));
      }
    }
    Projection projection = ExchangeProjection.of(new Ruleset(ip), alike, "a virtual server");
    omissions.addAll(projection.omissions());
    return new Projection(projection.held(), omissions);
  }

  /** A list that holds only the loopback address would refuse all mail. */
  private static Omission withoutIp(AccessRule rule) {
    return new Omission(
        rule.name(),
        "accepts no IPv4 address, and Exchange 2003 takes no mail by IPv6",
        Loss.ofAll(rule));
  }

  /** Returns addresses as connection control takes them: each with its mask. */
  static List<String> entries(AddressSet peers) {
    return peers.only(Family.IP).prefixes().stream()
        .map(prefix -> prefix.first() + ", " + mask(prefix))
        .toList();
  }

  private static String mask(Prefix prefix) {
    List<Integer> octets = new ArrayList<>();
    for (int i = 0; i < Family.IP.bits(); i += OCTET) {
      int bits = Math.clamp(prefix.length() - i, 0, OCTET);
      octets.add((0xff << (OCTET - bits)) & 0xff);
    }
    return octets.stream().map(String::valueOf).collect(Collectors.joining("."));
  }
}
