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

/** What of a ruleset connection control can hold: what a receive connector can, of IPv4. */
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
    Ruleset ip =
        new Ruleset(ruleset.rules().stream().map(rule -> narrowed(rule, omissions)).toList());
    Projection projection = ExchangeProjection.of(ip, alike, "a virtual server");
    omissions.addAll(projection.omissions());
    return new Projection(projection.held(), omissions);
  }

  private static AccessRule narrowed(AccessRule rule, List<Omission> omissions) {
    if (rule.judgesPackets()
        || !(rule.peers() instanceof Peers.Only only)
        || only.addresses().isEmpty(Family.IP6)) {
      return rule;
    }
    omissions.add(
        new Omission(
            rule.name(),
            "leaves out its IPv6 addresses: Exchange 2003 takes no mail by IPv6",
            Loss.NOTHING));
    return rule.withPeers(new Peers.Only(only.addresses().only(Family.IP)));
  }

  /** Addresses as the object takes them: each with its mask. */
  static List<String> entries(AddressSet peers) {
    return peers.only(Family.IP).prefixes().stream()
        .map(prefix -> prefix.first() + ", " + mask(prefix))
        .toList();
  }

  private static String mask(Prefix prefix) {
    List<Integer> octets = new ArrayList<>();
    for (int i = 0; i < Family.IP.bits(); i += OCTET) {
      int bits = Math.clamp(prefix.length() - i, 0, OCTET);
      octets.add(0xff << (OCTET - bits) & 0xff);
    }
    return octets.stream().map(String::valueOf).collect(Collectors.joining("."));
  }
}
