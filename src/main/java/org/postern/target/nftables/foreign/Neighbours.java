package org.postern.target.nftables.foreign;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.plan.Observation.Foreign;
import org.postern.policy.Hook;
import org.postern.target.nftables.layout.BaseChains;
import org.postern.target.nftables.layout.Clause;
import org.postern.target.nftables.layout.ClauseReader;
import org.postern.target.nftables.layout.Names;
import org.postern.target.nftables.layout.PortTest;
import org.postern.target.nftables.layout.TableContents;
import org.postern.target.nftables.netlink.NfTables;
import org.postern.target.nftables.netlink.NftablesException;
import org.postern.target.nftables.wire.Chains;
import org.postern.target.nftables.wire.Expression;
import org.postern.target.nftables.wire.Rules;
import org.postern.target.nftables.wire.RulesetReader;
import org.postern.target.nftables.wire.Statements;

/**
 * The rules of others on the hooks where we judge: base chains that drop by policy, and rules that
 * drop or reject everything or a TCP port. Rules with other conditions, and chains they jump to,
 * are beyond that: about them we cannot tell.
 *
 * @param foreign the effects that were found
 * @param translates whether another program's rules translate addresses
 * @param tracks whether another program's rules already use connection tracking
 */
public record Neighbours(List<Foreign> foreign, boolean translates, boolean tracks) {

  public static Neighbours read(RulesetReader reader, boolean legacyTranslates)
      throws NftablesException {
    List<Foreign> foreign = new ArrayList<>();
    boolean translates = legacyTranslates;
    boolean tracks = legacyTranslates;
    for (Chains.ChainInfo chain : reader.chains()) {
      if (chain.base().isEmpty() || isOurs(chain)) {
        continue;
      }
      Chains.BaseHook base = chain.base().get();
      translates |= base.type().equals("nat");
      tracks |= base.type().equals("nat");
      List<Rules.RuleInfo> rules = reader.rules(chain.family(), chain.table(), chain.name());
      tracks |= rules.stream().anyMatch(Neighbours::tracks);
      if (isJudging(chain)) {
        look(chain, base, rules, foreign);
      }
    }
    return new Neighbours(List.copyOf(foreign), translates, tracks);
  }

  private static void look(
      Chains.ChainInfo chain,
      Chains.BaseHook base,
      List<Rules.RuleInfo> rules,
      List<Foreign> foreign) {
    String where =
        "%s %s %s (hook %s)"
            .formatted(
                chain.family().word(), chain.table(), chain.name(), hookName(base).orElseThrow());
    if (base.policy() == NfTables.NF_DROP) {
      foreign.add(new Foreign(where, "drops by policy what none of its rules accepts"));
    }
    for (Rules.RuleInfo rule : rules) {
      refused(rule).ifPresent(what -> foreign.add(new Foreign(where, what)));
    }
  }

  /** Returns what a rule refuses, if it is simple enough to tell. */
  private static Optional<String> refused(Rules.RuleInfo rule) {
    List<Clause> clauses = new ArrayList<>(ClauseReader.read(withoutCounters(rule)));
    clauses.removeIf(clause -> clause instanceof Clause.Tcp || clause instanceof Clause.Opening);
    if (clauses.isEmpty() || !refuses(clauses.removeLast())) {
      return Optional.empty();
    }
    if (clauses.isEmpty()) {
      return Optional.of("drops or rejects everything that reaches its rule");
    }
    return clauses.size() == 1 && clauses.getFirst() instanceof Clause.Port port
        ? ports(port.test()).map(ports -> "drops or rejects tcp/" + ports)
        : Optional.empty();
  }

  /** Returns the ports of a test; empty for those in a set, as sets of others are never read. */
  private static Optional<String> ports(PortTest test) {
    return switch (test) {
      case PortTest.One one -> Optional.of(one.text());
      case PortTest.Between between -> Optional.of(between.text());
      case PortTest.Member _ -> Optional.empty();
    };
  }

  private static boolean refuses(Clause last) {
    return switch (last) {
      case Clause.Verdict verdict ->
          verdict.kind() == Clause.Verdict.Kind.DROP || verdict.kind() == Clause.Verdict.Kind.RESET;
      case Clause.Foreign other -> other.expressions().getFirst() instanceof Statements.Reject;
      default -> false;
    };
  }

  private static List<Expression> withoutCounters(Rules.RuleInfo rule) {
    return rule.expressions().stream().filter(one -> !(one instanceof Statements.Counter)).toList();
  }

  private static boolean tracks(Rules.RuleInfo rule) {
    return rule.expressions().stream()
        .anyMatch(one -> one.name().equals("ct") || one.name().equals("match"));
  }

  private static boolean isOurs(Chains.ChainInfo chain) {
    return chain.family() == TableContents.FAMILY && chain.table().equals(Names.TABLE);
  }

  private static boolean isJudging(Chains.ChainInfo chain) {
    boolean family =
        switch (chain.family()) {
          case INET, IP, IP6 -> true;
          case ARP, NETDEV, BRIDGE -> false;
        };
    return family && chain.base().flatMap(Neighbours::hookName).isPresent();
  }

  private static Optional<String> hookName(Chains.BaseHook base) {
    return base.type().equals("filter")
        ? BaseChains.hook(base.hook()).map(Hook::text)
        : Optional.empty();
  }
}
