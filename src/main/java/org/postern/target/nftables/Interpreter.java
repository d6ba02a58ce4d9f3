package org.postern.target.nftables;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.postern.address.AddressSet;
import org.postern.plan.FilterRule;
import org.postern.plan.Peers;
import org.postern.plan.Ruleset;
import org.postern.policy.Hook;

/**
 * Reads the meaning out of our table. The parameters of each rule are taken from its clauses; then
 * the chains that a rule of these parameters has are built anew and compared with those found.
 * Whatever differs by a single expression is an anomaly, so a rule can only be owned as what it is.
 */
final class Interpreter {
  private final TableContents contents;
  private final Map<String, List<List<Clause>>> found = new TreeMap<>();
  private final List<FilterRule> rules = new ArrayList<>();
  private final Map<String, Shape> shapes = new HashMap<>();
  private final List<String> anomalies = new ArrayList<>();

  private Interpreter(TableContents contents) {
    this.contents = contents;
    contents
        .chains()
        .keySet()
        .forEach(name -> found.put(name, contents.clauses(name).orElseThrow()));
  }

  /**
   * What the table means.
   *
   * @param anomalies what no ruleset of ours would leave there, in words
   */
  record Reading(Ruleset ruleset, Map<String, Shape> shapes, List<String> anomalies) {}

  static Reading read(TableContents contents) {
    Interpreter interpreter = new Interpreter(contents);
    Set<String> names = new TreeSet<>();
    contents.chains().keySet().forEach(chain -> Names.ruleOf(chain).ifPresent(names::add));
    names.forEach(interpreter::readRule);
    Ruleset ruleset = new Ruleset(interpreter.rules);
    interpreter.compareChains(ruleset);
    interpreter.compareObjects(ruleset);
    return new Reading(ruleset, interpreter.shapes, interpreter.anomalies);
  }

  private void readRule(String name) {
    RuleReading reading = new RuleReading(name, found);
    Optional<FilterRule> frame = reading.frame();
    if (frame.isEmpty()) {
      anomalies.add("rule " + name + " is damaged");
      return;
    }
    List<Shape.Lookup> lookups = reading.lookups();
    AddressSet peers = AddressSet.none();
    for (Shape.Lookup lookup : lookups) {
      String set = Names.prefixes(name, lookup);
      AddressSet bases = contents.elements().getOrDefault(set, AddressSet.none());
      peers = peers.union(PrefixSets.peers(lookup, bases));
    }
    boolean any = frame.get().peers() instanceof Peers.Any;
    rules.add(any ? frame.get() : frame.get().withPeers(new Peers.Only(peers)));
    shapes.put(name, new Shape(reading.tracked(), lookups));
  }

  private void compareChains(Ruleset ruleset) {
    Map<String, List<List<Clause>>> expected = RuleChains.of(ruleset, shapes);
    for (Map.Entry<String, List<List<Clause>>> chain : found.entrySet()) {
      List<List<Clause>> rightful = expected.get(chain.getKey());
      if (rightful == null) {
        anomalies.add("chain " + chain.getKey() + " belongs to no rule");
      } else if (!rightful.equals(chain.getValue())) {
        anomalies.add("chain " + chain.getKey() + " holds other rules than ours");
      }
    }
    expected.keySet().stream()
        .filter(name -> !found.containsKey(name))
        .forEach(name -> anomalies.add("chain " + name + " is missing"));
    for (Hook hook : Hook.values()) {
      Chains.ChainInfo base = contents.chains().get(Names.base(hook));
      if (base != null && !base.base().equals(Optional.of(BaseChains.hook(hook)))) {
        anomalies.add("chain " + base.name() + " hangs at another place than ours");
      }
    }
  }

  private void compareObjects(Ruleset ruleset) {
    Set<String> sets = new HashSet<>();
    Set<String> counters = new HashSet<>();
    for (FilterRule rule : ruleset.rules()) {
      sets.addAll(PrefixSets.seen(rule));
      counters.addAll(PrefixSets.counters(rule));
      Map<PrefixSets.Length, AddressSet> wanted = PrefixSets.of(rule);
      for (Shape.Lookup lookup : shape(rule).lookups()) {
        String name = Names.prefixes(rule.name(), lookup);
        sets.add(name);
        compareElements(
            name,
            contents.elements().getOrDefault(name, AddressSet.none()),
            wanted.getOrDefault(new PrefixSets.Length(lookup), AddressSet.none()));
      }
    }
    contents.sets().keySet().stream()
        .filter(name -> !sets.contains(name))
        .forEach(name -> anomalies.add("set " + name + " belongs to no rule"));
    contents.counters().keySet().stream()
        .filter(name -> !counters.contains(name))
        .forEach(name -> anomalies.add("counter " + name + " belongs to no rule"));
  }

  private Shape shape(FilterRule rule) {
    return Optional.ofNullable(shapes.get(rule.name())).orElseThrow();
  }

  /** Two layouts of the same peers differ only by elements that others cover or could replace. */
  private void compareElements(String set, AddressSet held, AddressSet wanted) {
    if (!held.equals(wanted)) {
      anomalies.add(
          "set %s holds %s elements that others cover, and lacks %s"
              .formatted(set, held.subtract(wanted).size(), wanted.subtract(held).size()));
    }
  }
}
