package org.postern.target.nftables.layout;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.postern.address.AddressSet;
import org.postern.address.Family;
import org.postern.address.Prefix;
import org.postern.plan.AccessRule;
import org.postern.plan.Peers;
import org.postern.plan.Ruleset;
import org.postern.plan.Scope;
import org.postern.policy.Hook;
import org.postern.policy.Refusal;
import org.postern.policy.Rule;

/**
 * The chains of a ruleset. A base chain sends openings to the dialled port of a rule to the rule's
 * scope, if it has interfaces or servers, and from there to its judge, which looks the peer up and
 * ends with the verdict for all others. What we accept returns: it ends our judgement and that of
 * no other table.
 *
 * <pre>
 * input ─► smtp_fromscope ─► smtp_from: member? return : remember, open? count, return : count, drop
 * </pre>
 */
public final class RuleChains {
  private final Ruleset ruleset;
  private final Map<String, Shape> shapes;
  private final Map<String, List<List<Clause>>> chains = new LinkedHashMap<>();

  private RuleChains(Ruleset ruleset, Map<String, Shape> shapes) {
    this.ruleset = ruleset;
    this.shapes = shapes;
  }

  /** Returns all chains with their rules; base chains only for hooks that some rule has. */
  public static Map<String, List<List<Clause>>> of(Ruleset ruleset, Map<String, Shape> shapes) {
    return new RuleChains(ruleset, shapes).build();
  }

  private Map<String, List<List<Clause>>> build() {
    for (AccessRule rule : ruleset.rules()) {
      for (boolean source : sides(rule)) {
        chains.put(Names.judge(rule.name(), source), judge(rule, source));
        if (hasScope(rule)) {
          chains.put(Names.scope(rule.name(), source), scope(rule, source));
        }
      }
    }
    for (Hook hook : hooks()) {
      List<List<Clause>> base = new ArrayList<>();
      ruleset.rules().stream()
          .filter(rule -> rule.packets().hooks().contains(hook))
          .forEach(rule -> base.addAll(entries(rule, hook)));
      base.addAll(FragmentChains.entry(ruleset, Names.base(hook)));
      chains.put(Names.base(hook), base);
    }
    chains.putAll(FragmentChains.of(ruleset, shapes));
    return chains;
  }

  private Set<Hook> hooks() {
    Set<Hook> hooks = new TreeSet<>();
    ruleset.rules().forEach(rule -> hooks.addAll(rule.packets().hooks()));
    return hooks;
  }

  private Shape shape(AccessRule rule) {
    return Optional.ofNullable(shapes.get(rule.name())).orElseThrow();
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

  private List<List<Clause>> entries(AccessRule rule, Hook hook) {
    boolean source = hook != Hook.OUTPUT;
    String chain =
        hasScope(rule) ? Names.scope(rule.name(), source) : Names.judge(rule.name(), source);
    Clause jump = new Clause.Verdict(Clause.Verdict.Kind.JUMP, chain);
    List<Clause> opening =
        rule.packets().running() == Rule.Running.CUT ? List.of() : List.of(new Clause.Opening());
    PortTest ports = PortTest.of(rule.name(), rule.packets().ports());
    Clause port = new Clause.Port(ports);
    if (!shape(rule).tracked()) {
      return List.of(clauses(List.of(new Clause.Tcp(), port), opening, List.of(jump)));
    }
    List<Clause> dialled =
        List.of(new Clause.OriginalDirection(), new Clause.DialledPort(ports), jump);
    List<Clause> untracked = List.of(port, new Clause.Untracked(), jump);
    List<Clause> tcp = List.of(new Clause.Tcp());
    return List.of(clauses(tcp, opening, dialled), clauses(tcp, opening, untracked));
  }

  private List<List<Clause>> scope(AccessRule rule, boolean source) {
    Clause verdict = new Clause.Verdict(Clause.Verdict.Kind.GOTO, Names.judge(rule.name(), source));
    List<List<Clause>> rules = new ArrayList<>();
    for (List<Clause> by : interfaces(rule)) {
      for (List<Clause> to : servers(rule)) {
        rules.add(clauses(by, to, List.of(verdict)));
      }
    }
    return rules;
  }

  /** Returns the conditions that a rule's interfaces make, one for each. */
  static List<List<Clause>> interfaces(AccessRule rule) {
    return rule.packets().interfaces().isEmpty()
        ? List.of(List.of())
        : rule.packets().interfaces().stream()
            .map(name -> List.<Clause>of(new Clause.Interface(true, name)))
            .toList();
  }

  private List<List<Clause>> servers(AccessRule rule) {
    if (rule.packets().servers().isEmpty()) {
      return List.of(List.of());
    }
    List<List<Clause>> found = new ArrayList<>();
    for (Prefix prefix : withoutAll(rule.packets().servers().get())) {
      if (shape(rule).tracked()) {
        found.add(List.of(new Clause.DialledServer(prefix)));
        found.add(List.of(new Clause.Untracked(), new Clause.Server(prefix)));
      } else {
        found.add(List.of(new Clause.Server(prefix)));
      }
    }
    return found;
  }

  private List<List<Clause>> judge(AccessRule rule, boolean source) {
    List<List<Clause>> rules = new ArrayList<>();
    Clause accepted = new Clause.Count(Names.accepted(rule.name()));
    Clause done = Clause.Verdict.of(Clause.Verdict.Kind.RETURN);
    rules.add(List.of(new Clause.Interface(source, Scope.Packets.LOOPBACK), done));
    if (rule.peers() instanceof Peers.Any) {
      rules.add(List.of(accepted, done));
      return rules;
    }
    for (Shape.Lookup lookup : shape(rule).lookups()) {
      String set = Names.prefixes(rule.name(), lookup);
      rules.add(
          List.of(
              new Clause.Member(source, lookup.family(), lookup.length(), set), accepted, done));
    }
    rules.addAll(others(rule, source));
    return rules;
  }

  /**
   * Returns the rules for peers that are not accepted. An open rule has two verdicts: the one until
   * its time, and the other from then on, each with what it says in the log.
   */
  private static List<List<Clause>> others(AccessRule rule, boolean source) {
    boolean refuses = rule.otherwise().orElseThrow().refuses();
    List<Clause> open =
        rule.openUntil().map(time -> List.<Clause>of(new Clause.Before(time))).orElse(List.of());
    List<List<Clause>> rules = new ArrayList<>();
    rules.addAll(log(rule, open, refuses && open.isEmpty()));
    if (rule.learns() && source) {
      rules.add(List.of(new Clause.Tell()));
    }
    for (Family family : Family.values()) {
      String seen = Names.seen(rule.name(), family);
      rules.add(List.of(new Clause.Remember(source, family, seen)));
    }
    if (!open.isEmpty()) {
      rules.add(Stream.concat(open.stream(), verdict(rule, Refusal.OBSERVE).stream()).toList());
      rules.addAll(log(rule, List.of(), true));
    }
    rules.add(verdict(rule, rule.otherwise().orElseThrow()));
    return rules;
  }

  private static List<List<Clause>> log(AccessRule rule, List<Clause> open, boolean refused) {
    String prefix = "postern " + rule.name() + " " + (refused ? "refused" : "observed") + ": ";
    return rule.log().stream()
        .map(rate -> Stream.concat(open.stream(), Stream.of(new Clause.Log(rate, prefix))).toList())
        .toList();
  }

  /** A set that is full ends its rule early, so the verdict stands in a rule of its own. */
  private static List<Clause> verdict(AccessRule rule, Refusal verdict) {
    Clause count = new Clause.Count(Names.refused(rule.name()));
    return switch (verdict) {
      case DROP -> List.of(count, Clause.Verdict.of(Clause.Verdict.Kind.DROP));
      case OBSERVE -> List.of(count, Clause.Verdict.of(Clause.Verdict.Kind.RETURN));
      case DEFER -> throw new IllegalArgumentException("no packet is deferred");
      case REJECT -> List.of(new Clause.Tcp(), count, Clause.Verdict.of(Clause.Verdict.Kind.RESET));
    };
  }

  /** A prefix of length 0 has no mask to compare with; its halves do. */
  static List<Prefix> withoutAll(AddressSet set) {
    return set.prefixes().stream().flatMap(Prefix::orHalves).toList();
  }

  private static List<Clause> clauses(List<Clause> first, List<Clause> second, List<Clause> third) {
    List<Clause> all = new ArrayList<>(first);
    all.addAll(second);
    all.addAll(third);
    return List.copyOf(all);
  }
}
