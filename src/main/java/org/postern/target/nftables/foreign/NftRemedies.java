package org.postern.target.nftables.foreign;

import java.util.List;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.postern.policy.Hook;
import org.postern.policy.Ports;
import org.postern.target.FirewallRemedies;
import org.postern.target.Opening;
import org.postern.target.nftables.netlink.TableFamily;

/**
 * How to let openings through a chain of nf_tables: by the tool of the firewall that keeps it,
 * where that is known, since it writes its own rules anew, or by a rule before all others.
 *
 * @param family the family of the table
 * @param table the name of the table
 * @param chain the base chain
 * @param ufw whether it leads to chains of ufw
 */
public record NftRemedies(TableFamily family, String table, String chain, boolean ufw) {
  private static final Set<String> TABLES = Set.of("filter", "nat", "mangle", "raw", "security");
  private static final Set<String> BUILT_IN =
      Set.of("PREROUTING", "INPUT", "FORWARD", "OUTPUT", "POSTROUTING");

  /** Names that can be pasted into a shell; others may have used any character. */
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_./-]*");

  List<String> of(Opening opening, String dropping) {
    if (table.equals("firewalld")) {
      return FirewallRemedies.firewalld(opening, dropping);
    }
    if (ufw) {
      return FirewallRemedies.ufw(opening);
    }
    return isOfIptables(family, table, chain)
        ? FirewallRemedies.iptables(family == TableFamily.IP ? "iptables" : "ip6tables", 1, opening)
        : isPlain() ? List.of(line(opening)) : List.of();
  }

  /**
   * Tells whether a base chain is one that iptables made: a built-in chain of one of its tables.
   */
  public static boolean isOfIptables(TableFamily family, String table, String chain) {
    return (family == TableFamily.IP || family == TableFamily.IP6)
        && TABLES.contains(table)
        && BUILT_IN.contains(chain);
  }

  private boolean isPlain() {
    return PLAIN.matcher(table).matches() && PLAIN.matcher(chain).matches();
  }

  private String line(Opening opening) {
    StringJoiner words = new StringJoiner(" ");
    words.add("nft insert rule").add(family.word()).add(table).add(chain);
    if (!opening.interfaces().isEmpty() && opening.hook() != Hook.OUTPUT) {
      words.add(
          "iifname { \"" + String.join("\", \"", new TreeSet<>(opening.interfaces())) + "\" }");
    }
    return words.add("tcp dport").add(ports(opening.ports())).add("accept").toString();
  }

  private static String ports(Ports ports) {
    return ports.ranges().size() == 1 ? ports.numbers(", ") : "{ " + ports.numbers(", ") + " }";
  }
}
