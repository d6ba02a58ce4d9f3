package org.postern.target.iptables;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.postern.address.Family;
import org.postern.address.Prefix;
import org.postern.plan.AccessRule;
import org.postern.plan.Peers;
import org.postern.plan.Ruleset;
import org.postern.plan.Scope;
import org.postern.policy.Hook;

/**
 * The chains of ip6tables that keep IPv6 fragments from hiding what rules judge. What is hidden,
 * and why nothing is put together here, stands at {@code FragmentChains} of the target nftables.
 *
 * <p>iptables has no chain before connection tracking puts fragments together, so the third form is
 * met behind that, at input: the stack takes what follows for a header of the kind of the first
 * extension header, so it begins with the number of TCP or of another extension header. Packets
 * whose first header is an extension header are refused where what they carry begins like that, or
 * where that cannot be found: TCP, UDP and ICMPv6 are found behind all of them, other protocols
 * behind one of 8 octets, such as the limit of encapsulation with which Linux begins tunnels. This
 * goes for peers that are not accepted, and only these. TCP and UDP from 3 of 256 source ports are
 * among them, of long packets from 6, all below 15,616 and so none that a system of today gives a
 * client; and no type of ICMPv6 that exists.
 *
 * <p>The older variant drops by itself what {@code -p} cannot find a header in (Linux {@code
 * net/ipv6/netfilter/ip6_tables.c}, {@code hotdrop}), also later fragments that hide nothing, and
 * counts that nowhere. So fragments are sorted before a line of ours asks with {@code -p}, for
 * rules that refuse no peer too. A first fragment that ends within an extension header, not behind
 * one, is dropped by that variant where a rule may have to judge it, from every sender.
 *
 * <pre>
 * POSTERN-INPUT ─► _X: POSTERN-smtp_frag for each rule ─► _F ─► _E: as a whole packet
 * POSTERN-smtp_frag: member? return ─► POSTERN-FRAGMENTS: hides nothing? return ─► _NO ─► _DROP
 * </pre>
 */
final class FragmentChains {
  /** The number of the header that follows the IPv6 header, its octet 6. */
  private static final String NEXT = "0x3&0xff=";

  private static final int HOP_BY_HOP = 0;
  private static final int ROUTING = 43;
  private static final int FRAGMENT = 44;
  private static final int AUTHENTICATION = 51;
  private static final int DESTINATION = 60;
  private static final int TCP = 6;

  /** The values of the first octet of a header that the stack takes for an extension header. */
  private static final List<Integer> SUSPECT = List.of(TCP, ROUTING, DESTINATION);

  /**
   * The further values that it may have in packets so long that connection tracking has put the
   * number of the next header into another header than the last, of whose place it keeps eight
   * bits.
   */
  private static final List<Integer> SUSPECT_IF_LONG =
      List.of(HOP_BY_HOP, FRAGMENT, AUTHENTICATION);

  /** The protocol numbers that are neither TCP nor an extension header. */
  private static final String HARMLESS = "0x1:0x5,0x7:0x2a,0x2d:0x32,0x34:0x3b,0x3d:0xff";

  /** The last header is at 256 octets and more behind an earlier one, which follows 40. */
  private static final int SHORT = 256 + 40 + 7;

  private static final String RETURN = RuleChains.RETURN;
  private static final String REFUSE = "-g " + Names.FRAGMENTS_NO;

  /** The chains that are alike for all rules. */
  private static final Map<String, List<String>> COMMON = common();

  private FragmentChains() {}

  private static Map<String, List<String>> common() {
    Map<String, List<String>> chains = new LinkedHashMap<>();
    chains.put(Names.FRAGMENTS, sorted());
    chains.put(
        Names.FRAGMENTS_FIRST,
        List.of(
            header("esp") + RETURN,
            header("ipv6-nonxt") + RETURN,
            header("protocol") + "-g " + Names.FRAGMENTS_READ,
            REFUSE));
    chains.put(
        Names.FRAGMENTS_READ,
        List.of(
            "-p tcp -m tcp ! --tcp-flags FIN,SYN,RST,PSH,ACK,URG NONE " + RETURN,
            "! -p tcp " + RETURN,
            REFUSE));
    chains.put(
        Names.FRAGMENTS_NO,
        List.of(
            "-j SET --add-set " + Names.FRAGMENTS_SEEN + " src --exist",
            "-m set ! --match-set %s src -j SET --add-set %s src"
                .formatted(Names.FRAGMENTS_CALLS, Names.FRAGMENTS_CALLS),
            "-g " + Names.FRAGMENTS_DROP));
    chains.put(Names.FRAGMENTS_DROP, List.of("-j DROP"));
    return chains;
  }

  /**
   * Returns the lines that lead to these chains: fragments, and at input packets that may have been
   * one.
   */
  private static List<String> sorted() {
    List<String> lines = new ArrayList<>();
    String behindHopByHop = NEXT + "0x%x&&0x25&0xff=0x%x".formatted(HOP_BY_HOP, FRAGMENT);
    lines.add(
        "-m frag -m u32 ! --u32 \"%s0x%x\" -m u32 ! --u32 \"%s\" %s"
            .formatted(NEXT, FRAGMENT, behindHopByHop, REFUSE));
    lines.add("-m frag --fragfirst -g " + Names.FRAGMENTS_FIRST);
    lines.add("-m frag " + RETURN);
    lines.add(header("ah") + REFUSE);
    List<Integer> any = new ArrayList<>(SUSPECT);
    any.addAll(SUSPECT_IF_LONG);
    for (String protocol : List.of("tcp", "udp")) {
      lines.add(
          "-p %s -m length --length 0:%d -m multiport ! --sports %s %s"
              .formatted(protocol, SHORT, ports(SUSPECT), RETURN));
      lines.add("-p %s -m multiport ! --sports %s %s".formatted(protocol, ports(any), RETURN));
    }
    for (int type : any) {
      lines.add("-p ipv6-icmp -m icmp6 --icmpv6-type " + type + " " + REFUSE);
    }
    lines.add("-p ipv6-icmp " + RETURN);
    lines.add(
        "-m u32 --u32 \"%s0x%x,0x%x&&0x28>>0x18=%s&&0x28>>0x10&0xff=0x0&&0x30>>0x18=%s\" %s"
            .formatted(NEXT, HOP_BY_HOP, DESTINATION, HARMLESS, HARMLESS, RETURN));
    lines.add(REFUSE);
    return lines;
  }

  /** Returns the ports that begin with such an octet. */
  private static String ports(List<Integer> octets) {
    return octets.stream()
        .map(octet -> "%d:%d".formatted(octet << Byte.SIZE, (octet << Byte.SIZE) + 0xff))
        .collect(Collectors.joining(","));
  }

  private static String header(String name) {
    return "-m ipv6header --header " + name + " --soft ";
  }

  /** Tells whether a ruleset has any of these chains. */
  static boolean needed(Ruleset ruleset) {
    return ruleset.rules().stream().anyMatch(FragmentChains::needed);
  }

  private static boolean needed(AccessRule rule) {
    return rule.packets().hooks().stream().anyMatch(rule::refusesFragments);
  }

  /** Tells whether a hook has chains for fragments in that family, if it has rules. */
  static boolean sorts(Ruleset ruleset, Hook hook, Family family) {
    return family == Family.IP6
        && hook != Hook.OUTPUT
        && ruleset.rules().stream()
            .filter(rule -> rule.packets().hooks().contains(hook))
            .noneMatch(AccessRule::wholeOnly);
  }

  /** Returns the line with which the chain of a hook begins. */
  static String entry(Ruleset ruleset, Hook hook) {
    return ruleset.rules().stream().anyMatch(rule -> rule.refusesFragments(hook))
        ? entry(hook)
        : asWhole(hook);
  }

  private static String entry(Hook hook) {
    String which =
        switch (hook) {
          case INPUT ->
              "-m u32 --u32 \"%s0x%x,0x%x,0x%x,0x%x\""
                  .formatted(NEXT, HOP_BY_HOP, ROUTING, FRAGMENT, DESTINATION);
          case FORWARD -> "-m frag";
          case OUTPUT -> throw new IllegalArgumentException("nothing is hidden at output");
        };
    return which + " -g " + Names.headers(hook);
  }

  private static String asWhole(Hook hook) {
    return "-m frag -g " + Names.fragments(hook);
  }

  /**
   * Returns the chains of a hook.
   *
   * @param entries the lines of whole packets
   */
  static Map<String, List<String>> of(Ruleset ruleset, Hook hook, List<String> entries) {
    List<String> first = new ArrayList<>();
    for (AccessRule rule : ruleset.rules()) {
      if (rule.refusesFragments(hook)) {
        first.addAll(ways(rule));
      }
    }
    Map<String, List<String>> chains = new LinkedHashMap<>();
    if (!first.isEmpty()) {
      first.add(asWhole(hook));
      first.addAll(entries);
      chains.put(Names.headers(hook), first);
    }
    chains.put(Names.fragments(hook), List.of(readable(hook)));
    chains.put(Names.readable(hook), entries);
    return chains;
  }

  /**
   * Returns the condition for fragments that have a header which a rule could judge; others have
   * none.
   */
  private static String readable(Hook hook) {
    return "-m frag --fragfirst " + header("protocol") + "-g " + Names.readable(hook);
  }

  /**
   * Returns the conditions under which a rule judges fragments. Connection tracking knows nothing
   * of these packets, so nothing of them was translated.
   */
  private static List<String> ways(AccessRule rule) {
    List<String> ways = new ArrayList<>();
    for (String by : RuleChains.interfaces(rule)) {
      for (String to : servers(rule)) {
        ways.add(by + to + "-j " + Names.fragmentsOf(rule.name()));
      }
    }
    return ways;
  }

  private static List<String> servers(AccessRule rule) {
    return rule.packets().servers().isEmpty()
        ? List.of("")
        : Sets.prefixes(rule.packets().servers().get().only(Family.IP6)).stream()
            .map(Prefix::toString)
            .map(prefix -> "-d " + prefix + " ")
            .toList();
  }

  /** Returns the chains of all rules, and those that are alike for all. */
  static Map<String, List<String>> of(Ruleset ruleset, Map<String, Shape> shapes) {
    Map<String, List<String>> chains = new LinkedHashMap<>();
    for (AccessRule rule : ruleset.rules()) {
      if (needed(rule)) {
        Shape shape = Optional.ofNullable(shapes.get(rule.name())).orElseThrow();
        chains.put(Names.fragmentsOf(rule.name()), judge(rule, shape));
      }
    }
    if (!chains.isEmpty()) {
      chains.putAll(COMMON);
    }
    return chains;
  }

  private static List<String> judge(AccessRule rule, Shape shape) {
    List<String> lines = new ArrayList<>();
    lines.add("-i " + Scope.Packets.LOOPBACK + " " + RETURN);
    rule.openUntil().ifPresent(time -> lines.add(RuleChains.open(time)));
    if (rule.peers() instanceof Peers.Only) {
      String set = Names.peers(rule.name(), Family.IP6, shape.letter(Family.IP6));
      lines.add("-m set --match-set " + set + " src " + RETURN);
    }
    lines.addAll(RuleChains.log(rule, "", " fragment: "));
    lines.add("-g " + Names.FRAGMENTS);
    return lines;
  }

  /**
   * Tells whether fragments at all hooks of a rule are led to it, and dropped if it does not
   * return.
   *
   * @param table the table of IPv6, with what others changed in it
   */
  static boolean lead(Saved table, AccessRule rule) {
    return COMMON.entrySet().stream().allMatch(chain -> is(table, chain.getKey(), chain.getValue()))
        && lines(table, Names.fragmentsOf(rule.name())).contains(line("-g " + Names.FRAGMENTS))
        && rule.packets().hooks().stream()
            .filter(rule::refusesFragments)
            .allMatch(hook -> leads(table, hook, rule));
  }

  private static boolean leads(Saved table, Hook hook, AccessRule rule) {
    return lines(table, Names.base(hook)).contains(line(entry(hook)))
        && lines(table, Names.headers(hook)).containsAll(Compiler.lines(ways(rule)))
        && is(table, Names.fragments(hook), List.of(readable(hook)));
  }

  private static boolean is(Saved table, String chain, List<String> meant) {
    return lines(table, chain).equals(Compiler.lines(meant));
  }

  private static List<RuleLine> lines(Saved table, String chain) {
    return table.lines(chain).orElse(List.of());
  }

  private static RuleLine line(String text) {
    return RuleLine.parse(text);
  }
}
