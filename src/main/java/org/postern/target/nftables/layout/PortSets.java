package org.postern.target.nftables.layout;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.postern.plan.AccessRule;
import org.postern.plan.Ruleset;
import org.postern.policy.Ports;
import org.postern.target.nftables.netlink.NfTables;
import org.postern.target.nftables.netlink.NftablesException;
import org.postern.target.nftables.netlink.TableFamily;
import org.postern.target.nftables.wire.ElementKeys;
import org.postern.target.nftables.wire.Elements;
import org.postern.target.nftables.wire.KeyType;
import org.postern.target.nftables.wire.Request;
import org.postern.target.nftables.wire.RulesetReader;
import org.postern.target.nftables.wire.Sets;

/**
 * The sets of the ports that rules judge, where a rule has more than one range of them. Such a set
 * never changes: the kernel refuses that for a constant set that a rule uses (Linux {@code
 * net/netfilter/nf_tables_api.c}), and other ports make a set of another name, so that a rule looks
 * at the old ones or at the new ones and never at a mixture.
 */
public final class PortSets {
  private static final TableFamily FAMILY = TableContents.FAMILY;
  private static final int FLAGS = NfTables.NFT_SET_CONSTANT | NfTables.NFT_SET_INTERVAL;

  private PortSets() {}

  /** Returns the sets of a ruleset by name. */
  public static Map<String, Ports> of(Ruleset ruleset) {
    Map<String, Ports> sets = new LinkedHashMap<>();
    for (AccessRule rule : ruleset.rules()) {
      Ports ports = rule.packets().ports();
      if (PortTest.of(rule.name(), ports) instanceof PortTest.Member member) {
        sets.put(member.set(), ports);
      }
    }
    return sets;
  }

  /** Reads those of our table; a set that is made otherwise, or holds no port, is left out. */
  static Map<String, Ports> read(RulesetReader reader, Iterable<Sets.SetInfo> sets)
      throws NftablesException {
    Map<String, Ports> found = new TreeMap<>();
    for (Sets.SetInfo set : sets) {
      if (set.setFlags() == FLAGS
          && set.keyType() == KeyType.INET_SERVICE.number()
          && set.keyLength() == KeyType.INET_SERVICE.length()) {
        ports(LiteralSet.readWhole(reader, set)).ifPresent(ports -> found.put(set.name(), ports));
      }
    }
    return found;
  }

  private static Optional<Ports> ports(LiteralSet set) {
    List<Ports.Range> ranges = new ArrayList<>();
    for (LiteralSet.Element element : set.elements()) {
      if (element.first().be16() < 1) {
        return Optional.empty();
      }
      ranges.add(new Ports.Range(element.first().be16(), element.last().be16()));
    }
    return set.whole() && !ranges.isEmpty() ? Optional.of(new Ports(ranges)) : Optional.empty();
  }

  /** Creates the sets that are missing. */
  static void create(Ruleset wanted, TableContents held, List<Request> requests) {
    of(wanted)
        .forEach(
            (set, ports) -> {
              if (!held.sets().containsKey(set)) {
                make(set, ports, requests);
              }
            });
  }

  private static void make(String set, Ports ports, List<Request> requests) {
    requests.add(Sets.NewSet.constant(FAMILY, Names.TABLE, set, KeyType.INET_SERVICE, FLAGS));
    requests.add(
        new Elements.NewSetElem(FAMILY, Names.TABLE, set, new ElementKeys.Services(ports)));
  }

  /** Replaces what others made by these names, where no rule refers to it. */
  static void replace(Ruleset wanted, TableContents held, List<Request> requests) {
    Map<String, Ports> sets = of(wanted);
    for (String set : unsound(wanted, held)) {
      requests.add(new Sets.DelSet(FAMILY, Names.TABLE, set));
      make(set, Optional.ofNullable(sets.get(set)).orElseThrow(), requests);
    }
  }

  /** Returns the names of sets that are there, but hold other ports or are not made like ours. */
  public static List<String> unsound(Ruleset wanted, TableContents held) {
    return of(wanted).entrySet().stream()
        .filter(one -> held.sets().containsKey(one.getKey()))
        .filter(one -> !one.getValue().equals(held.ports().get(one.getKey())))
        .map(Map.Entry::getKey)
        .toList();
  }
}
