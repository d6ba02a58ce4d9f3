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

  /** The script that makes the table with what it holds. */
  static String script(Blocklist list) {
    return table(
        elements(list, Family.IP, "elements = { %s };"),
        elements(list, Family.IP6, "elements = { %s };"));
  }

  /** The script that makes the table and then adds the elements: more work for nft. */
  static String commands(Blocklist list) {
    return table("", "")
        + elements(list, Family.IP, "add element inet peer peers_ip { %s }\n")
        + elements(list, Family.IP6, "add element inet peer peers_ip6 { %s }\n");
  }

  private static String elements(Blocklist list, Family family, String form) {
    return form.formatted(list.elements(family));
  }

  private static String table(String ip, String ip6) {
    return """
    table inet peer {
      counter accepted { }
      counter refused { }
      set peers_ip { type ipv4_addr; flags interval; %s }
      set peers_ip6 { type ipv6_addr; flags interval; %s }
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
        .formatted(ip, ip6);
  }
}
