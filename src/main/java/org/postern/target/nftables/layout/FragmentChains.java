package org.postern.target.nftables.layout;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.postern.address.Family;
import org.postern.address.Prefix;
import org.postern.plan.AccessRule;
import org.postern.plan.Peers;
import org.postern.plan.Ruleset;
import org.postern.plan.Scope;
import org.postern.policy.Hook;

/**
 * The chains that keep IPv6 fragments from hiding what rules judge. Linux calls the hook input
 * before it puts IPv6 fragments together (IPv4 fragments after, so they hide nothing), and looks
 * for the TCP header in each fragment by itself. Three forms hide it:
 *
 * <ol>
 *   <li>a first fragment that ends within its chain of extension headers, or within the TCP header.
 *       Linux discards the second and one that ends within its last header, but takes one whose
 *       chain goes on (RFC 8200 4.5 wants all of them discarded);
 *   <li>a fragment within a fragment, at forward: connection tracking undoes the outer one, and the
 *       destination puts the inner ones together. At input Linux discards them;
 *   <li>where anything on the host uses connection tracking: a first fragment with other headers
 *       than hop-by-hop options before its fragment header. {@code nf_ct_frag6_reasm} (Linux 6.1 to
 *       6.18, {@code net/ipv6/netfilter/nf_conntrack_reasm.c}) does not correct where the stack
 *       goes on reading, so that the stack takes the fragment for a header of another kind than
 *       every filter behind does: what filters see as an unknown protocol arrives as TCP. One
 *       fragment is enough.
 * </ol>
 *
 * <p>They are refused where they are met, without state, unless every rule accepts the peer whose
 * interfaces and servers the fragment matches: no port is known. Defragmentation, by a use of
 * connection tracking or of {@code tproxy}, would be no remedy: it is what makes the third form
 * possible and the second one useful, and it costs every packet of the host a look-up or makes
 * gateways put all fragments together. All other fragments pass, and first ones that have a whole
 * TCP header are judged by it: Linux lets no later fragment change what an earlier one has said
 * (RFC 5722). Output needs none of this: fragments are cut behind it.
 *
 * <p>What it costs packets to other ports, least nanoseconds each, Linux 6.18, measured by {@code
 * FragmentsBenchmarkIT} on a busy machine of two cores: IPv6 738 without rules, 830 with rules of
 * one port, 872 with these chains too, 1,244 with connection tracking in their place; with an
 * options header 703, 736, 790 and 1,196; IPv4 710, 734, 754 and 1,189.
 *
 * <pre>
 * prerouting ─► fragments_prerouting: headers before the fragment header? ─► smtp_fragments
 * input      ─► fragments_input: TCP hidden? ─► smtp_fragments: member? return ─► fragments: drop
 * </pre>
 */
final class FragmentChains {
  private static final Clause RETURN = Clause.Verdict.of(Clause.Verdict.Kind.RETURN);

  /** The peer stands in a set of its own, because no port tells which rule it was meant for. */
  private static final List<List<Clause>> END =
      List.of(
          List.of(new Clause.Remember(true, Family.IP6, Names.FRAGMENTS)),
          List.of(new Clause.Count(Names.FRAGMENTS), Clause.Verdict.of(Clause.Verdict.Kind.DROP)));

  private static final List<List<Clause>> READABLE =
      List.of(
          List.of(new FragmentClause.NotTcp(), RETURN),
          List.of(new Clause.Tcp(), new FragmentClause.WholeTcpHeader(), RETURN));

  private static final List<List<Clause>> PLAIN =
      List.of(
          List.of(new FragmentClause.HeaderNext(false), RETURN),
          List.of(new FragmentClause.HeaderNext(true), RETURN));

  private FragmentChains() {}

  /** Tells whether a ruleset has any of these chains. */
  static boolean needed(Ruleset ruleset) {
    return ruleset.rules().stream().anyMatch(FragmentChains::needed);
  }

  private static boolean needed(AccessRule rule) {
    return rule.packets().hooks().stream().anyMatch(rule::refusesFragments);
  }

  /** Returns the base chains from which fragments are sent to a rule. */
  private static List<String> bases(AccessRule rule) {
    return rule.packets().hooks().stream()
        .filter(rule::refusesFragments)
        .flatMap(FragmentChains::bases)
        .toList();
  }

  private static Stream<String> bases(Hook hook) {
    return switch (hook) {
      case INPUT -> Stream.of(Names.base(hook), Names.PREROUTING);
      case FORWARD -> Stream.of(Names.base(hook));
      case OUTPUT -> Stream.empty();
    };
  }

  /** Returns the rule with which a base chain ends, if it sends fragments on. */
  static List<List<Clause>> entry(Ruleset ruleset, String base) {
    return ruleset.rules().stream().anyMatch(rule -> bases(rule).contains(base))
        ? List.of(entry(base))
        : List.of();
  }

  private static List<Clause> entry(String base) {
    return List.of(new FragmentClause.First(), jump(Names.fragmentsAt(base)));
  }

  private static Clause jump(String chain) {
    return new Clause.Verdict(Clause.Verdict.Kind.JUMP, chain);
  }

  /**
   * Returns all chains for fragments with their rules, and the base chain that no other rule needs.
   */
  static Map<String, List<List<Clause>>> of(Ruleset ruleset, Map<String, Shape> shapes) {
    Map<String, List<List<Clause>>> chains = new LinkedHashMap<>();
    for (AccessRule rule : ruleset.rules()) {
      if (needed(rule)) {
        chains.put(Names.FRAGMENTS, END);
        Shape shape = Optional.ofNullable(shapes.get(rule.name())).orElseThrow();
        chains.put(Names.fragmentsOf(rule.name()), judge(rule, shape));
      }
      for (String base : bases(rule)) {
        chains
            .computeIfAbsent(Names.fragmentsAt(base), name -> new ArrayList<>(beginning(base)))
            .addAll(ways(rule));
      }
    }
    List<List<Clause>> early = entry(ruleset, Names.PREROUTING);
    if (!early.isEmpty()) {
      chains.put(Names.PREROUTING, early);
    }
    return chains;
  }

  /** Returns the conditions at the beginning of a chain: fragments that hide nothing go on. */
  private static List<List<Clause>> beginning(String base) {
    return base.equals(Names.PREROUTING) ? PLAIN : READABLE;
  }

  /**
   * Returns the conditions under which a rule judges fragments. Connection tracking knows nothing
   * of these packets, so nothing of them was translated.
   */
  private static List<List<Clause>> ways(AccessRule rule) {
    List<List<Clause>> ways = new ArrayList<>();
    for (List<Clause> by : RuleChains.interfaces(rule)) {
      for (List<Clause> to : servers(rule)) {
        List<Clause> way = new ArrayList<>(by);
        way.addAll(to);
        way.add(jump(Names.fragmentsOf(rule.name())));
        ways.add(List.copyOf(way));
      }
    }
    return ways;
  }

  private static List<List<Clause>> servers(AccessRule rule) {
    if (rule.packets().servers().isEmpty()) {
      return List.of(List.of());
    }
    List<List<Clause>> found = new ArrayList<>();
    for (Prefix prefix : RuleChains.withoutAll(rule.packets().servers().get().only(Family.IP6))) {
      found.add(List.of(new Clause.Server(prefix)));
    }
    return found;
  }

  private static List<List<Clause>> judge(AccessRule rule, Shape shape) {
    List<List<Clause>> rules = new ArrayList<>();
    rules.add(List.of(new Clause.Interface(true, Scope.Packets.LOOPBACK), RETURN));
    rule.openUntil().ifPresent(time -> rules.add(List.of(new Clause.Before(time), RETURN)));
    if (rule.peers() instanceof Peers.Only) {
      for (Shape.Lookup lookup : shape.lookups()) {
        if (lookup.family() == Family.IP6) {
          String set = Names.prefixes(rule.name(), lookup);
          rules.add(List.of(new Clause.Member(true, Family.IP6, lookup.length(), set), RETURN));
        }
      }
    }
    rule.log()
        .ifPresent(
            rate ->
                rules.add(List.of(new Clause.Log(rate, "postern " + rule.name() + " fragment: "))));
    rules.add(List.of(new Clause.Verdict(Clause.Verdict.Kind.GOTO, Names.FRAGMENTS)));
    return rules;
  }

  /**
   * Tells whether fragments at all hooks of a rule are led to it, and dropped if it does not
   * return.
   *
   * @param chains the chains of a table, with what others changed in it
   */
  static boolean lead(Map<String, List<List<Clause>>> chains, AccessRule rule) {
    List<List<Clause>> own = chains.getOrDefault(Names.fragmentsOf(rule.name()), List.of());
    return END.equals(chains.get(Names.FRAGMENTS))
        && !own.isEmpty()
        && own.getLast()
            .equals(List.of(new Clause.Verdict(Clause.Verdict.Kind.GOTO, Names.FRAGMENTS)))
        && bases(rule).stream().allMatch(base -> leads(chains, base, rule));
  }

  private static boolean leads(
      Map<String, List<List<Clause>>> chains, String base, AccessRule rule) {
    return chains.getOrDefault(base, List.of()).contains(entry(base))
        && chains.getOrDefault(Names.fragmentsAt(base), List.of()).containsAll(ways(rule));
  }
}
