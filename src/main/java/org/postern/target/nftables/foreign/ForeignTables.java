package org.postern.target.nftables.foreign;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.postern.address.Family;
import org.postern.policy.Hook;
import org.postern.target.FirewallRemedies;
import org.postern.target.ForeignChain;
import org.postern.target.ForeignChain.Purpose;
import org.postern.target.ForeignRule;
import org.postern.target.nftables.layout.BaseChains;
import org.postern.target.nftables.layout.LiteralSet;
import org.postern.target.nftables.layout.Names;
import org.postern.target.nftables.layout.TableContents;
import org.postern.target.nftables.netlink.NfTables;
import org.postern.target.nftables.netlink.NftablesException;
import org.postern.target.nftables.netlink.TableFamily;
import org.postern.target.nftables.wire.Chains;
import org.postern.target.nftables.wire.Expression;
import org.postern.target.nftables.wire.Rules;
import org.postern.target.nftables.wire.RulesetReader;
import org.postern.target.nftables.wire.Tables;

/**
 * Reads the base chains of other programs that filter on the hooks where our rules judge, those
 * that translate addresses, and all chains to which they lead. Of sets, only literal ones are read.
 */
public final class ForeignTables {
  /** The most rules to which one base chain may lead; what more of them do counts as unknown. */
  private static final int MOST_RULES = 50_000;

  private static final ForeignRule UNREAD = opening -> Set.of(new ForeignRule.End.Unknown());

  private final RulesetReader reader;

  private ForeignTables(RulesetReader reader) {
    this.reader = reader;
  }

  /**
   * Reads the chains.
   *
   * @param wanted selects base chains; ours are left out in any case
   */
  public static List<ForeignChain> read(
      RulesetReader reader, Set<Hook> hooks, Predicate<Chains.ChainInfo> wanted)
      throws NftablesException {
    return reader.atOneGeneration(() -> new ForeignTables(reader).chains(hooks, wanted));
  }

  private List<ForeignChain> chains(Set<Hook> hooks, Predicate<Chains.ChainInfo> wanted)
      throws NftablesException {
    Set<Tables.TableInfo> dormant =
        reader.tables().stream()
            .filter(table -> (table.flags() & NfTables.NFT_TABLE_F_DORMANT) != 0)
            .collect(Collectors.toSet());
    List<ForeignChain> found = new ArrayList<>();
    for (Chains.ChainInfo chain : reader.chains()) {
      boolean asleep =
          dormant.stream()
              .anyMatch(
                  table -> table.family() == chain.family() && table.name().equals(chain.table()));
      if (!isOurs(chain) && !asleep && chain.base().isPresent() && wanted.test(chain)) {
        Optional<Purpose> purpose = purpose(chain.base().get(), hooks);
        if (purpose.isPresent() && !families(chain.family()).isEmpty()) {
          found.add(chain(chain, chain.base().get(), purpose.get()));
        }
      }
    }
    return found;
  }

  private static boolean isOurs(Chains.ChainInfo chain) {
    return chain.family() == TableContents.FAMILY && chain.table().equals(Names.TABLE);
  }

  private static Set<Family> families(TableFamily family) {
    return switch (family) {
      case INET -> EnumSet.allOf(Family.class);
      case IP -> EnumSet.of(Family.IP);
      case IP6 -> EnumSet.of(Family.IP6);
      case ARP, NETDEV, BRIDGE -> EnumSet.noneOf(Family.class);
    };
  }

  /** A packet that comes in is translated before routing decides between input and forward. */
  private static Optional<Purpose> purpose(Chains.BaseHook base, Set<Hook> hooks) {
    boolean output = hooks.contains(Hook.OUTPUT);
    boolean translates =
        (base.hook() == NfTables.NF_INET_PRE_ROUTING && hooks.size() > (output ? 1 : 0))
            || (base.hook() == NfTables.NF_INET_LOCAL_OUT && output);
    boolean filters = hook(base).filter(hooks::contains).isPresent();
    return switch (base.type()) {
      case "nat" -> translates ? Optional.of(Purpose.TRANSLATION) : Optional.empty();
      // A route chain filters too, and looks for another way when it has changed the packet.
      case "filter", "route" -> filters ? Optional.of(Purpose.FILTER) : Optional.empty();
      default -> Optional.empty();
    };
  }

  private static Optional<Hook> hook(Chains.BaseHook base) {
    return BaseChains.hook(base.hook());
  }

  private ForeignChain chain(Chains.ChainInfo chain, Chains.BaseHook base, Purpose purpose)
      throws NftablesException {
    String where =
        "%s %s %s (hook %s)"
            .formatted(
                chain.family().word(),
                chain.table(),
                chain.name(),
                hook(base).map(Hook::text).orElse("prerouting"));
    Map<String, List<ForeignRule>> rules = rules(chain);
    boolean ufw = rules.keySet().stream().anyMatch(FirewallRemedies::isOfUfw);
    NftRemedies remedies = new NftRemedies(chain.family(), chain.table(), chain.name(), ufw);
    return new ForeignChain(
        chain.name(),
        where,
        hook(base).orElse(Hook.INPUT),
        families(chain.family()),
        purpose,
        base.policy() == NfTables.NF_DROP,
        rules,
        remedies::of);
  }

  private Map<String, List<ForeignRule>> rules(Chains.ChainInfo base) throws NftablesException {
    Map<String, List<ForeignRule>> found = new HashMap<>();
    Deque<String> open = new ArrayDeque<>(List.of(base.name()));
    int count = 0;
    while (!open.isEmpty()) {
      String chain = open.remove();
      if (!found.containsKey(chain)) {
        List<FollowedRule> rules = new ArrayList<>();
        for (Rules.RuleInfo rule : reader.rules(base.family(), base.table(), chain)) {
          rules.add(new FollowedRule(rule.expressions(), sets(base, rule)));
        }
        count += rules.size();
        if (count > MOST_RULES) {
          return Map.of(base.name(), List.of(UNREAD));
        }
        rules.forEach(rule -> open.addAll(rule.chains()));
        found.put(chain, List.copyOf(rules));
      }
    }
    return found;
  }

  private Map<String, LiteralSet> sets(Chains.ChainInfo base, Rules.RuleInfo rule)
      throws NftablesException {
    Map<String, LiteralSet> sets = new HashMap<>();
    for (Expression expression : rule.expressions()) {
      Optional<String> name = FollowedRule.setOf(expression);
      if (name.isPresent()) {
        LiteralSet.read(reader, base.family(), base.table(), name.get())
            .ifPresent(set -> sets.put(name.get(), set));
      }
    }
    return sets;
  }
}
