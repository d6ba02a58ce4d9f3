package org.postern.target.iptables;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.postern.address.AddressSet;
import org.postern.address.Family;
import org.postern.address.Prefix;
import org.postern.host.ffm.PacketLog;
import org.postern.plan.AccessRule;
import org.postern.plan.Peers;
import org.postern.plan.Ruleset;
import org.postern.plan.Scope;
import org.postern.policy.Hook;
import org.postern.policy.LogRate;
import org.postern.policy.Ports;
import org.postern.policy.Refusal;
import org.postern.policy.Rule;

/**
 * The chains of a ruleset in one family, each rule as iptables-restore takes it. What we accept
 * returns: it ends our judgement and not that of others; a rule that opens accepts instead, and
 * with an opening also what follows it, so that no later rule of the table refuses the peer. The
 * chains that count stay as they are when their rule changes, so what they have counted goes on.
 *
 * <pre>
 * INPUT ─► POSTERN-INPUT ─► POSTERN-smtp_fromin ─► POSTERN-smtp_from ─► POSTERN-smtp_ok
 *                                                  remember, count (_no), open? return : drop
 * </pre>
 */
final class RuleChains {
  /** How the comments begin that hold what iptables(8) cannot say, or not exactly. */
  static final String RULE = "postern rule ";

  static final String LOG = "postern log ";
  static final String OPEN = "postern open ";
  static final String TO = "postern to ";

  /** The condition that a packet opens a connection: SYN without ACK, whatever else. */
  static final String OPENING = "--tcp-flags SYN,ACK SYN";

  /** The condition of all other packets. */
  static final String LATER = "! " + OPENING;

  /** Hands the begin of a packet to the daemon; what is over the limit is repeated anyway. */
  static final String TELL =
      "-m limit --limit %d/sec --limit-burst %d -j NFLOG --nflog-group %d --nflog-size %d"
              .formatted(PacketLog.PER_SECOND, PacketLog.BURST, PacketLog.GROUP, PacketLog.BYTES)
          + " --nflog-threshold 1";

  static final String RETURN = "-j RETURN";
  static final String ACCEPT = "-j ACCEPT";

  private static final String SOURCE = "src";

  /**
   * The last second that xt_time can be told is in 2038; a rule that is to be open longer is closed
   * then.
   */
  static final Instant LAST_OPEN = Instant.ofEpochSecond(Integer.MAX_VALUE);

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss").withZone(ZoneOffset.UTC);

  private static final String UNTRACKED = "-m conntrack --ctstate INVALID,UNTRACKED";

  /** A burst of a limit may be no longer than a day: Linux {@code net/netfilter/xt_limit.c}. */
  private static final int BURST = 5;

  private final Ruleset ruleset;
  private final Map<String, Shape> shapes;
  private final Family family;
  private final boolean alone;
  private final Map<String, List<String>> chains = new LinkedHashMap<>();

  private RuleChains(Ruleset ruleset, Map<String, Shape> shapes, Family family, boolean alone) {
    this.ruleset = ruleset;
    this.shapes = shapes;
    this.family = family;
    this.alone = alone;
  }

  /**
   * Returns all chains with their rules; those of hooks only for hooks that some rule has.
   *
   * @param alone whether the host has no other family, so that this one also keeps in comments what
   *     cannot be judged in the other
   */
  static Map<String, List<String>> of(
      Ruleset ruleset, Map<String, Shape> shapes, Family family, boolean alone) {
    return new RuleChains(ruleset, shapes, family, alone).build();
  }

  private Map<String, List<String>> build() {
    for (Hook hook : hooks(ruleset)) {
      List<String> base = new ArrayList<>();
      ruleset.rules().stream()
          .filter(rule -> rule.packets().hooks().contains(hook))
          .forEach(rule -> base.addAll(entries(rule, hook)));
      if (FragmentChains.sorts(ruleset, hook, family)) {
        chains.putAll(FragmentChains.of(ruleset, hook, List.copyOf(base)));
        base.addFirst(FragmentChains.entry(ruleset, hook));
      }
      chains.put(Names.base(hook), base);
    }
    if (family == Family.IP6) {
      chains.putAll(FragmentChains.of(ruleset, shapes));
    }
    for (AccessRule rule : ruleset.rules()) {
      chains.put(Names.accepted(rule.name()), List.of(rule.opens() ? ACCEPT : RETURN));
      if (rule.peers() instanceof Peers.Only) {
        chains.put(Names.refused(rule.name()), List.of(RETURN));
      }
      for (boolean source : sides(rule)) {
        chains.put(Names.judge(rule.name(), source), judge(rule, source));
        if (hasScope(rule)) {
          chains.put(Names.scope(rule.name(), source), scope(rule, source));
        }
      }
    }
    return chains;
  }

  /** Returns the hooks at which some rule judges. */
  static Set<Hook> hooks(Ruleset ruleset) {
    Set<Hook> hooks = new TreeSet<>();
    ruleset.rules().forEach(rule -> hooks.addAll(rule.packets().hooks()));
    return hooks;
  }

  /**
   * Returns the rule that leads from a built-in chain to ours. For fragments it must not ask what
   * they carry.
   */
  static String jump(Ruleset ruleset, Hook hook, Family family) {
    String which = FragmentChains.sorts(ruleset, hook, family) ? "" : "-p tcp ";
    return which + "-m comment --comment \"postern\" -j " + Names.base(hook);
  }

  /**
   * Returns the sides of a packet at which the peer stands, true for the source: on output the peer
   * is the destination, elsewhere the source.
   */
  static Set<Boolean> sides(AccessRule rule) {
    Set<Boolean> sides = new TreeSet<>();
    rule.packets().hooks().forEach(hook -> sides.add(hook != Hook.OUTPUT));
    return sides;
  }

  private static boolean hasScope(AccessRule rule) {
    return !rule.packets().interfaces().isEmpty() || rule.packets().servers().isPresent();
  }

  private Shape shape(AccessRule rule) {
    return Optional.ofNullable(shapes.get(rule.name())).orElseThrow();
  }

  private List<String> entries(AccessRule rule, Hook hook) {
    boolean source = hook != Hook.OUTPUT;
    String chain =
        hasScope(rule) ? Names.scope(rule.name(), source) : Names.judge(rule.name(), source);
    String end = " -m comment --comment \"" + RULE + rule.name() + "\" -j " + chain;
    boolean all = rule.packets().running() == Rule.Running.CUT || rule.opens();
    String opening = all ? "" : " -m tcp " + OPENING;
    String flags = all ? "" : " " + OPENING;
    List<String> lines = new ArrayList<>();
    boolean tracked = shape(rule).tracked();
    if (tracked) {
      for (Ports.Range range : rule.packets().ports().ranges()) {
        lines.add(
            "-p tcp%s -m conntrack --ctorigdstport %s --ctdir ORIGINAL%s"
                .formatted(opening, PortMatches.text(range), end));
      }
    }
    for (String ports : PortMatches.of(rule.packets().ports())) {
      boolean tcp = ports.startsWith(" -m tcp");
      lines.add(
          "-p tcp" + ports + (tcp ? flags : opening) + (tracked ? " " + UNTRACKED : "") + end);
    }
    return lines;
  }

  private List<String> scope(AccessRule rule, boolean source) {
    String verdict = "-g " + Names.judge(rule.name(), source);
    List<String> lines = new ArrayList<>();
    for (String one : interfaces(rule)) {
      servers(rule).forEach(to -> lines.add(one + to + verdict));
    }
    if (alone) {
      for (Prefix prefix : Sets.prefixes(rule.packets().servers().orElse(AddressSet.none()))) {
        if (prefix.family() != family) {
          lines.add("-m comment --comment \"" + TO + prefix + "\"");
        }
      }
    }
    return lines;
  }

  /** Returns the conditions that a rule's interfaces make, one for each. */
  static List<String> interfaces(AccessRule rule) {
    return rule.packets().interfaces().isEmpty()
        ? List.of("")
        : rule.packets().interfaces().stream().map(name -> "-i " + name + " ").toList();
  }

  private List<String> servers(AccessRule rule) {
    if (rule.packets().servers().isEmpty()) {
      return List.of("");
    }
    List<String> found = new ArrayList<>();
    for (Prefix prefix : Sets.prefixes(rule.packets().servers().get().only(family))) {
      if (shape(rule).tracked()) {
        found.add("-m conntrack --ctorigdst " + prefix + " ");
        found.add(UNTRACKED + " -d " + prefix + " ");
      } else {
        found.add("-d " + prefix + " ");
      }
    }
    return found;
  }

  private List<String> judge(AccessRule rule, boolean source) {
    List<String> lines = new ArrayList<>();
    lines.add((source ? "-i " : "-o ") + Scope.Packets.LOOPBACK + " " + RETURN);
    String accepted = "-g " + Names.accepted(rule.name());
    boolean later = rule.opens() && rule.packets().running() == Rule.Running.KEEP;
    if (rule.peers() instanceof Peers.Any) {
      if (later) {
        lines.add("-p tcp -m tcp " + LATER + " " + ACCEPT);
      }
      lines.add(accepted);
      return lines;
    }
    String set = Names.peers(rule.name(), family, shape(rule).letter(family));
    String side = source ? SOURCE : "dst";
    String member = "-m set --match-set " + set + " " + side + " ";
    if (later) {
      lines.add("-p tcp -m tcp " + LATER + " " + member + ACCEPT);
      lines.add("-p tcp -m tcp " + LATER + " " + RETURN);
    }
    lines.add(member + accepted);
    lines.addAll(others(rule, side));
    return lines;
  }

  /**
   * Returns the lines for peers that are not accepted. A set that is full takes no more peers, so
   * the verdict stands in a rule of its own. An open rule has two verdicts: the one until its time,
   * and the other from then on, each with what it says in the log.
   */
  private List<String> others(AccessRule rule, String side) {
    Refusal otherwise = rule.otherwise().orElseThrow();
    Optional<String> open = rule.openUntil().map(RuleChains::before);
    String seen = Names.seen(rule.name(), family);
    String calls = Names.calls(rule.name(), family);
    List<String> lines = new ArrayList<>();
    lines.addAll(log(rule, open.orElse(""), said(otherwise.refuses() && open.isEmpty())));
    if (rule.learns() && side.equals(SOURCE)) {
      lines.add(TELL);
    }
    lines.add("-j SET --add-set " + seen + " " + side + " --exist");
    lines.add(
        "-m set ! --match-set %s %s -j SET --add-set %s %s".formatted(calls, side, calls, side));
    lines.add("-j " + Names.refused(rule.name()));
    if (open.isPresent()) {
      lines.add(open(rule.openUntil().orElseThrow()));
      lines.addAll(log(rule, "", said(true)));
    }
    lines.add(
        switch (otherwise) {
          case DROP -> "-j DROP";
          case OBSERVE -> RETURN;
          case DEFER -> throw new IllegalArgumentException("no packet is deferred");
          case REJECT -> "-p tcp -j REJECT --reject-with tcp-reset";
        });
    return lines;
  }

  private static String said(boolean refused) {
    return refused ? " refused: " : " observed: ";
  }

  /** Returns the line of an open rule that lets everything through until then. */
  static String open(Instant until) {
    return "%s-m comment --comment \"%s%d\" %s"
        .formatted(before(until), OPEN, until.getEpochSecond(), RETURN);
  }

  /**
   * Returns the match of packets before a time by the wall clock. The last second that xt_time is
   * told is one of those it matches; it is in UTC, and 0 would mean none.
   */
  private static String before(Instant time) {
    Instant end = time.isAfter(LAST_OPEN) ? LAST_OPEN : time;
    long last = Math.max(1, end.getEpochSecond() - 1);
    return "-m time --datestop " + TIME.format(Instant.ofEpochSecond(last)) + " ";
  }

  /**
   * Returns the line by which a rule writes to the kernel's log, if it does.
   *
   * @param said the words about the packet, with blanks around it: a prefix has room for 29 letters
   */
  static List<String> log(AccessRule rule, String open, String said) {
    String prefix = "postern " + Names.logged(rule.name()) + said;
    return rule.log().stream()
        .map(
            rate ->
                "%s%s-m comment --comment \"%s%d/%s\" -j LOG --log-prefix \"%s\""
                    .formatted(open, limit(rate), LOG, rate.count(), rate.unit().text(), prefix))
        .toList();
  }

  /**
   * Returns the limit as iptables-save prints it, which tells a rate in the largest unit that it
   * has no remainder in (iptables {@code extensions/libxt_limit.c}); the comment beside it is
   * exact.
   */
  static String limit(LogRate rate) {
    long period = Math.max(1, SCALE * rate.unit().seconds() / rate.count());
    String printed = "";
    for (LogRate.Unit unit :
        List.of(LogRate.Unit.DAY, LogRate.Unit.HOUR, LogRate.Unit.MINUTE, LogRate.Unit.SECOND)) {
      long whole = SCALE * unit.seconds();
      if (!printed.isEmpty() && (period > whole || whole / period < whole % period)) {
        break;
      }
      printed = whole / period + "/" + word(unit);
    }
    int burst = rate.unit() == LogRate.Unit.DAY ? Math.min(BURST, rate.count()) : BURST;
    return "-m limit --limit " + printed + " --limit-burst " + burst + " ";
  }

  /** The scale of limits in the kernel, {@code XT_LIMIT_SCALE}. */
  private static final long SCALE = 10_000;

  private static String word(LogRate.Unit unit) {
    return switch (unit) {
      case DAY -> "day";
      case HOUR -> "hour";
      case MINUTE -> "min";
      case SECOND -> "sec";
    };
  }
}
