package org.postern.target.iptables;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.postern.address.AddressSet;
import org.postern.address.Family;
import org.postern.address.text.AddressText;
import org.postern.plan.AccessRule;
import org.postern.plan.Peers;
import org.postern.plan.Scope;
import org.postern.policy.Hook;
import org.postern.policy.LogRate;
import org.postern.policy.Ports;
import org.postern.policy.Refusal;
import org.postern.policy.Rule;

/** The parameters of one rule, as far as its lines in both families tell. */
final class RuleReading {
  private final String name;
  private final Map<Family, Saved> saved;
  private final Set<Hook> hooks = EnumSet.noneOf(Hook.class);
  private final List<RuleLine> entries = new ArrayList<>();

  RuleReading(String name, Map<Family, Saved> saved) {
    this.name = name;
    this.saved = saved;
    for (Hook hook : Hook.values()) {
      for (RuleLine line : lines(Names.base(hook))) {
        if (ruleOf(line).equals(Optional.of(name))) {
          hooks.add(hook);
          entries.add(line);
        }
      }
    }
  }

  /** Returns the rule that a line of ours leads to, by its comment and its target alike. */
  static Optional<String> ruleOf(RuleLine line) {
    return line.value("--comment")
        .filter(comment -> comment.startsWith(RuleChains.RULE))
        .map(comment -> comment.substring(RuleChains.RULE.length()))
        .filter(name -> name.matches("[a-z][a-z0-9-]{0,31}"))
        .filter(name -> leadsTo(line, name));
  }

  private static boolean leadsTo(RuleLine line, String rule) {
    String chain = line.chain().orElse("");
    return List.of(true, false).stream()
        .anyMatch(
            source ->
                chain.equals(Names.judge(rule, source)) || chain.equals(Names.scope(rule, source)));
  }

  Optional<AccessRule> frame() {
    Optional<Ports> ports = ports();
    Optional<String> last = judge().stream().map(RuleLine::target).reduce((a, b) -> b);
    if (hooks.isEmpty() || ports.isEmpty() || last.isEmpty()) {
      return Optional.empty();
    }
    boolean judged = !last.get().equals("-g " + Names.accepted(name));
    Optional<Refusal> otherwise = judged ? refusal(last.get()) : Optional.empty();
    if (judged && otherwise.isEmpty()) {
      return Optional.empty();
    }
    AccessRule frame =
        new AccessRule(
            name,
            new Scope.Packets(hooks, interfaces(), servers(), ports.get(), running(), false),
            judged ? new Peers.Only(AddressSet.none()) : new Peers.Any(),
            otherwise,
            log(),
            otherwise.filter(Refusal::refuses).flatMap(verdict -> openUntil()),
            opens(),
            otherwise.isPresent() && judge().contains(RuleLine.parse(RuleChains.TELL)));
    return Optional.of(frame.withWholeOnly(wholeOnly(frame)));
  }

  private Rule.Running running() {
    boolean openings =
        entries.stream().anyMatch(line -> line.has(RuleChains.OPENING))
            || judge().stream().anyMatch(line -> line.has(RuleChains.LATER));
    return openings ? Rule.Running.KEEP : Rule.Running.CUT;
  }

  /** Tells whether what it accepts is accepted, and does not only return. */
  private boolean opens() {
    return lines(Names.accepted(name)).stream()
        .anyMatch(line -> line.target().equals(RuleChains.ACCEPT));
  }

  /**
   * Tells whether the rule judges only whole packets: on a host without IPv6 there are no fragments
   * of it.
   */
  private boolean wholeOnly(AccessRule frame) {
    return Optional.ofNullable(saved.get(Family.IP6))
        .filter(table -> !FragmentChains.lead(table, frame))
        .isPresent();
  }

  boolean tracked() {
    return entries.stream().anyMatch(line -> line.value("--ctorigdstport").isPresent());
  }

  /** Returns the set that the peers of a family are looked up in. */
  Optional<String> set(Family family) {
    for (boolean source : List.of(true, false)) {
      for (RuleLine line : lines(family, Names.judge(name, source))) {
        Optional<String> set =
            line.value("--match-set").map(words -> words.substring(0, words.indexOf(' ')));
        if (set.isPresent()) {
          return set;
        }
      }
    }
    return Optional.empty();
  }

  private List<RuleLine> lines(Family family, String chain) {
    return Optional.ofNullable(saved.get(family))
        .flatMap(table -> table.lines(chain))
        .orElse(List.of());
  }

  private List<RuleLine> lines(String chain) {
    List<RuleLine> lines = new ArrayList<>();
    for (Family family : Family.values()) {
      lines.addAll(lines(family, chain));
    }
    return lines;
  }

  private List<RuleLine> judge() {
    List<RuleLine> lines = new ArrayList<>(lines(Names.judge(name, true)));
    lines.addAll(lines(Names.judge(name, false)));
    return lines;
  }

  private List<RuleLine> scope() {
    List<RuleLine> lines = new ArrayList<>(lines(Names.scope(name, true)));
    lines.addAll(lines(Names.scope(name, false)));
    return lines;
  }

  /**
   * Returns all ports that some line names; the lines that such a rule has are then compared with
   * these.
   */
  private Optional<Ports> ports() {
    List<Ports.Range> ranges =
        entries.stream()
            .flatMap(
                line ->
                    line
                        .value("--ctorigdstport")
                        .or(() -> line.value("--dport"))
                        .or(() -> line.value("--dports"))
                        .stream())
            .flatMap(text -> PortMatches.read(text).stream())
            .toList();
    return ranges.isEmpty() ? Optional.empty() : Optional.of(new Ports(ranges));
  }

  private SortedSet<String> interfaces() {
    SortedSet<String> names = new TreeSet<>();
    scope().forEach(line -> line.value("-i").ifPresent(names::add));
    return names;
  }

  private Optional<AddressSet> servers() {
    AddressSet.Builder builder = AddressSet.builder();
    boolean some = false;
    for (RuleLine line : scope()) {
      Optional<AddressText.Ok> server =
          line.value("-d")
              .or(() -> line.value("--ctorigdst"))
              .or(() -> comment(line, RuleChains.TO))
              .flatMap(RuleReading::addresses);
      server.ifPresent(ok -> builder.add(ok.interval()));
      some |= server.isPresent();
    }
    return some ? Optional.of(builder.build()) : Optional.empty();
  }

  private static Optional<AddressText.Ok> addresses(String text) {
    return AddressText.parse(text) instanceof AddressText.Ok ok
        ? Optional.of(ok)
        : Optional.empty();
  }

  private static Optional<String> comment(RuleLine line, String begin) {
    return line.value("--comment")
        .filter(text -> text.startsWith(begin))
        .map(text -> text.substring(begin.length()));
  }

  /**
   * Returns the verdict on peers that are not accepted; of an open rule the one that it will have
   * in the end.
   */
  private static Optional<Refusal> refusal(String target) {
    return switch (target) {
      case "-j DROP" -> Optional.of(Refusal.DROP);
      case RuleChains.RETURN -> Optional.of(Refusal.OBSERVE);
      case "-j REJECT --reject-with tcp-reset" -> Optional.of(Refusal.REJECT);
      default -> Optional.empty();
    };
  }

  private Optional<Instant> openUntil() {
    return judge().stream()
        .filter(line -> line.target().equals(RuleChains.RETURN))
        .flatMap(line -> comment(line, RuleChains.OPEN).stream())
        .flatMap(text -> time(text).stream())
        .findFirst();
  }

  private static Optional<Instant> time(String text) {
    try {
      return Optional.of(Instant.ofEpochSecond(Long.parseLong(text)))
          .filter(AccessRule::isClosingTime);
    } catch (NumberFormatException | DateTimeException e) {
      return Optional.empty();
    }
  }

  private Optional<LogRate> log() {
    return judge().stream()
        .flatMap(line -> comments(line, RuleChains.LOG).stream())
        .flatMap(text -> rate(text).stream())
        .findFirst();
  }

  private static List<String> comments(RuleLine line, String begin) {
    return line.matches().stream()
        .filter(match -> match.startsWith("--comment " + begin))
        .map(match -> match.substring("--comment ".length() + begin.length()))
        .toList();
  }

  private static Optional<LogRate> rate(String text) {
    for (LogRate.Unit unit : LogRate.Unit.values()) {
      if (text.matches("[1-9][0-9]{0,8}/" + unit.text())) {
        return Optional.of(
            new LogRate(Integer.parseInt(text.substring(0, text.indexOf('/'))), unit));
      }
    }
    return Optional.empty();
  }
}
