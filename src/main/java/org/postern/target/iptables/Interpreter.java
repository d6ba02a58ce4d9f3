package org.postern.target.iptables;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.postern.address.AddressSet;
import org.postern.address.Family;
import org.postern.plan.AccessRule;
import org.postern.plan.Peers;
import org.postern.plan.Ruleset;
import org.postern.policy.Hook;

/**
 * Reads the rules that our chains and sets stand for. The parameters of each rule are taken from
 * its lines; then the chains of a rule with these parameters are built and compared with those
 * found, in each family. Each difference is an anomaly, so that no changed rule is taken for an
 * intact one.
 */
final class Interpreter {
  private final Map<Family, Saved> saved;
  private final Map<String, HeldSet> sets;
  private final List<AccessRule> rules = new ArrayList<>();
  private final Map<String, Shape> shapes = new TreeMap<>();
  private final List<String> anomalies = new ArrayList<>();

  private Interpreter(Map<Family, Saved> saved, Map<String, HeldSet> sets) {
    this.saved = saved;
    this.sets = sets;
  }

  /**
   * The rules that are held.
   *
   * @param anomalies the differences from the chains and sets of these rules, in words
   */
  record Reading(Ruleset ruleset, Map<String, Shape> shapes, List<String> anomalies) {
    Reading {
      shapes = Map.copyOf(shapes);
      anomalies = List.copyOf(anomalies);
    }
  }

  static Reading read(Map<Family, Saved> saved, Map<String, HeldSet> sets) {
    return new Interpreter(saved, sets).read();
  }

  /** Returns the names of the rules to which a line of our chains leads. */
  static Set<String> names(Iterable<Saved> tables) {
    Set<String> names = new TreeSet<>();
    for (Saved table : tables) {
      for (Hook hook : Hook.values()) {
        table
            .lines(Names.base(hook))
            .orElse(List.of())
            .forEach(line -> RuleReading.ruleOf(line).ifPresent(names::add));
      }
    }
    return names;
  }

  private Reading read() {
    names(saved.values()).forEach(this::readRule);
    Ruleset ruleset = new Ruleset(rules);
    saved.forEach((family, table) -> compare(ruleset, family, table));
    compareSets(ruleset);
    return new Reading(ruleset, shapes, anomalies);
  }

  private void readRule(String name) {
    RuleReading reading = new RuleReading(name, saved);
    Optional<AccessRule> frame = reading.frame();
    if (frame.isEmpty()) {
      anomalies.add("rule " + name + " is damaged");
      return;
    }
    Map<Family, Character> letters = new EnumMap<>(Family.class);
    AddressSet peers = AddressSet.none();
    for (Family family : Family.values()) {
      Optional<HeldSet> set =
          saved.containsKey(family) ? reading.set(family).map(sets::get) : unread(name, family);
      set.ifPresent(one -> letters.put(family, one.name().charAt(one.name().length() - 1)));
      peers = peers.union(set.map(HeldSet::peers).orElse(AddressSet.none()).only(family));
    }
    boolean any = frame.get().peers() instanceof Peers.Any;
    rules.add(any ? frame.get() : frame.get().withPeers(new Peers.Only(peers)));
    shapes.put(name, new Shape(reading.tracked(), letters));
  }

  /**
   * Finds a set on a host without its family: no line tells which set is in use, but there is only
   * one.
   */
  private Optional<HeldSet> unread(String rule, Family family) {
    return Compiler.LETTERS.stream()
        .flatMap(
            letter -> Optional.ofNullable(sets.get(Names.peers(rule, family, letter))).stream())
        .findFirst();
  }

  private void compare(Ruleset ruleset, Family family, Saved table) {
    Map<String, List<String>> expected = RuleChains.of(ruleset, shapes, family, saved.size() == 1);
    String of = family.label() + " chain ";
    for (String chain : table.ours()) {
      List<String> rightful = expected.get(chain);
      if (rightful == null) {
        anomalies.add(of + chain + " belongs to no rule");
      } else if (!Compiler.lines(rightful).equals(table.lines(chain).orElseThrow())) {
        anomalies.add(of + chain + " holds other rules than ours");
      }
    }
    expected.keySet().stream()
        .filter(chain -> !table.chains().containsKey(chain))
        .forEach(chain -> anomalies.add(of + chain + " is missing"));
    anomalies.addAll(Jumps.of(ruleset, family, table).anomalies(family));
  }

  private void compareSets(Ruleset ruleset) {
    Set<String> rightful = new HashSet<>();
    for (AccessRule rule : ruleset.rules()) {
      if (rule.peers() instanceof Peers.Only) {
        for (Family family : Family.values()) {
          rightful.addAll(compareSets(rule.name(), family));
        }
      }
    }
    if (FragmentChains.needed(ruleset)) {
      compareSet(Names.FRAGMENTS_SEEN, Sets.seenType(Family.IP6));
      compareSet(Names.FRAGMENTS_CALLS, Sets.callsType(Family.IP6));
      rightful.addAll(List.of(Names.FRAGMENTS_SEEN, Names.FRAGMENTS_CALLS));
    }
    sets.keySet().stream()
        .filter(name -> !rightful.contains(name))
        .sorted()
        .forEach(name -> anomalies.add("set " + name + " belongs to no rule"));
  }

  private List<String> compareSets(String rule, Family family) {
    char letter = Optional.ofNullable(shapes.get(rule)).orElseThrow().letter(family);
    String peers = Names.peers(rule, family, letter);
    String seen = Names.seen(rule, family);
    String calls = Names.calls(rule, family);
    compareSet(peers, "hash:net " + Sets.family(family));
    compareSet(seen, Sets.seenType(family));
    compareSet(calls, Sets.callsType(family));
    HeldSet held = sets.get(peers);
    if (held != null && held.isSound(family) && !held.isExact()) {
      anomalies.add("set " + peers + " holds elements that others cover, or that are not ours");
    }
    return List.of(peers, seen, calls);
  }

  private void compareSet(String name, String type) {
    HeldSet held = sets.get(name);
    if (held == null) {
      anomalies.add("set " + name + " is missing");
    } else if (!held.type().equals(type)) {
      anomalies.add("set " + name + " is not made as ours are");
    }
  }
}
