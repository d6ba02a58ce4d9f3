package org.postern.target.nftables;

import org.postern.address.Family;

/**
 * What a person would write by hand for nft: the same judgement as ours, with one interval set for
 * each family.
 */
final class IntervalTable {
  /** The sets by family. */
  static final String SET = "peers_";

  private IntervalTable() {}

  /** The script that makes the table. */
  static String script(Blocklist list) {
    return """
    table inet peer {
      counter accepted { }
      counter refused { }
      set peers_ip { type ipv4_addr; flags interval; elements = { %s }; }
      set peers_ip6 { type ipv6_addr; flags interval; elements = { %s }; }
      set seen_ip { type ipv4_addr; size 65536; flags dynamic,timeout; timeout 7d; }
      set seen_ip6 { type ipv6_addr; size 65536; flags dynamic,timeout; timeout 7d; }
      chain smtp {
        iifname "lo" return
        ip saddr @peers_ip counter name "accepted" return
        ip6 saddr @peers_ip6 counter name "accepted" return
        update @seen_ip { ip saddr counter }
        update @seen_ip6 { ip6 saddr counter }
        counter name "refused" drop
      }
      chain input {
        type filter hook input priority -10; policy accept;
        meta l4proto tcp tcp dport 25 tcp flags & (syn | ack) == syn jump smtp
      }
    }
    """
        .formatted(list.elements(Family.IP), list.elements(Family.IP6));
  }
}
