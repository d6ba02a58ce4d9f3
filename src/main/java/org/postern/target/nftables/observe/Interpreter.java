package org.postern.target.nftables.observe;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.postern.address.AddressSet;
import org.postern.diagnostic.Counted;
import org.postern.plan.AccessRule;
import org.postern.plan.Peers;
import org.postern.plan.Ruleset;
import org.postern.target.nftables.layout.BaseChains;
import org.postern.target.nftables.layout.Clause;
import org.postern.target.nftables.layout.Holders;
import org.postern.target.nftables.layout.Length;
import org.postern.target.nftables.layout.Names;
import org.postern.target.nftables.layout.PortSets;
import org.postern.target.nftables.layout.PrefixSets;
import org.postern.target.nftables.layout.RuleChains;
import org.postern.target.nftables.layout.RuleLayout;
import org.postern.target.nftables.layout.RuleReading;
import org.postern.target.nftables.layout.Shape;
import org.postern.target.nftables.layout.TableContents;
import org.postern.target.nftables.wire.Chains;

/**
 * Reads the meaning out of our table. The parameters of each rule are taken from its clauses; then
 * the chains that a rule of these parameters has are built anew and compared with those found.
 * Whatever differs by a single expression is an anomaly, so a rule can only be owned as what it is.
 *
 * <p>Whom a rule accepts is in the elements of its sets. Where they were not read, that is what is
 * believed of them; all else is read and compared all the same.
 */
public final class Interpreter {
  private final TableContents contents;
  private final Optional<Map<String, AddressSet>> elements;
  private final Ruleset believed;
  private final Map<String, List<List<Clause>>> found = new TreeMap<>();
  private final List<AccessRule> rules = new ArrayList<>();
  private final Map<String, Shape> shapes = new HashMap<>();
  private final List<String> anomalies = new ArrayList<>();

  private Interpreter(
      TableContents contents, Optional<Map<String, AddressSet>> elements, Ruleset believed) {
    this.contents = contents;
    this.elements = elements;
    this.believed = believed;
    contents
        .chains()
        .keySet()
        .forEach(name -> found.put(name, contents.clauses(name).orElseThrow()));
  }

  /**
   * The meaning of the table.
   *
   * @param anomalies the contents that no ruleset of ours would leave there, in words
   */
  public record Reading(Ruleset ruleset, Map<String, Shape> shapes, List<String> anomalies) {}

  /** Reads the rules, with all elements read. */
  public static Reading read(TableContents contents, Map<String, AddressSet> elements) {
    return new Interpreter(contents, Optional.of(elements), Ruleset.empty()).read();
  }

  /** Reads the rules with the peers that rules of their names are believed to have. */
  static Reading believe(TableContents contents, Ruleset believed) {
    return new Interpreter(contents, Optional.empty(), believed).read();
  }

  private Reading read() {
    Set<String> names = new TreeSet<>();
    contents.chains().keySet().forEach(chain -> Names.ruleOf(chain).ifPresent(names::add));
    names.forEach(this::readRule);
    Ruleset ruleset = new Ruleset(rules);
    compareChains(ruleset);
    compareObjects(ruleset);
    if (contents.table().isPresent() && rules.isEmpty() && anomalies.isEmpty()) {
      anomalies.add("the table is empty");
    }
    if (contents.dormant()) {
      anomalies.add("the table is dormant: it judges nothing");
    }
    return new Reading(ruleset, shapes, anomalies);
  }

  private void readRule(String name) {
    RuleReading reading = new RuleReading(name, found, contents.ports());
    Optional<AccessRule> frame = reading.frame();
    if (frame.isEmpty()) {
      anomalies.add("rule " + name + " is damaged");
      return;
    }
    List<Shape.Lookup> lookups = reading.lookups();
    boolean any = frame.get().peers() instanceof Peers.Any;
    rules.add(any ? frame.get() : frame.get().withPeers(new Peers.Only(peers(name, lookups))));
    shapes.put(name, new Shape(reading.tracked(), lookups));
  }

  /**
   * Tells whether the rule's set has an element for all keys: it then holds its whole family,
   * whatever else is in it.
   */
  private boolean holdsAll(String rule, Shape.Lookup lookup) {
    return contents.catchAlls().contains(Names.prefixes(rule, lookup));
  }

  private boolean holdsAll(AccessRule rule) {
    return shape(rule).lookups().stream().anyMatch(lookup -> holdsAll(rule.name(), lookup));
  }

  private AddressSet peers(String rule, List<Shape.Lookup> lookups) {
    AddressSet peers = named(rule, lookups);
    for (Shape.Lookup lookup : lookups) {
      if (holdsAll(rule, lookup)) {
        peers = peers.union(AddressSet.all(lookup.family()));
      }
    }
    return peers;
  }

  private AddressSet named(String rule, List<Shape.Lookup> lookups) {
    if (elements.isEmpty()) {
      return believed.rule(rule).map(RuleLayout::peers).orElse(AddressSet.none());
    }
    Map<Length, AddressSet> bases = new LinkedHashMap<>();
    for (Shape.Lookup lookup : lookups) {
      bases.merge(Length.of(lookup), held(Names.prefixes(rule, lookup)), AddressSet::union);
    }
    return PrefixSets.peers(bases);
  }

  private AddressSet held(String set) {
    return elements.map(all -> all.get(set)).orElse(AddressSet.none());
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
    for (Chains.ChainInfo chain : contents.chains().values()) {
      Optional<Chains.BaseHook> place = BaseChains.of(chain.name());
      if (place.isPresent() && !chain.base().equals(place)) {
        anomalies.add("chain " + chain.name() + " hangs at another place than ours");
      }
    }
  }

  private void compareObjects(Ruleset ruleset) {
    Set<String> sets = new HashSet<>(Holders.remembering(ruleset).keySet());
    Set<String> counters = Holders.counters(ruleset);
    Holders.unsound(ruleset, contents)
        .forEach(set -> anomalies.add("set " + set.name() + " is not made as ours are"));
    sets.addAll(PortSets.of(ruleset).keySet());
    PortSets.unsound(ruleset, contents)
        .forEach(set -> anomalies.add("set " + set + " holds other ports than ours"));
    for (AccessRule rule : ruleset.rules()) {
      for (Shape.Lookup lookup : shape(rule).lookups()) {
        String name = Names.prefixes(rule.name(), lookup);
        sets.add(name);
        if (!contents.isSound(name, lookup)) {
          anomalies.add("set " + name + " is not made as ours are");
        }
      }
      if (elements.isPresent() && !holdsAll(rule)) {
        compareElements(rule);
      }
    }
    contents.sets().keySet().stream()
        .filter(name -> !sets.contains(name))
        .forEach(name -> anomalies.add("set " + name + " belongs to no rule"));
    contents.counters().keySet().stream()
        .filter(name -> !counters.contains(name))
        .forEach(name -> anomalies.add("counter " + name + " belongs to no rule"));
  }

  private Shape shape(AccessRule rule) {
    return Optional.ofNullable(shapes.get(rule.name())).orElseThrow();
  }

  /**
   * Compares the elements of the rule with those that hold its peers. Two layouts of the same peers
   * differ only by elements that others cover or could replace.
   */
  private void compareElements(AccessRule rule) {
    List<Shape.Lookup> lookups = shape(rule).lookups();
    List<Length> lengths = shape(rule).lengths();
    if (lengths.stream().distinct().count() < lengths.size()) {
      anomalies.add("rule " + rule.name() + " looks one prefix length up twice");
      return;
    }
    Map<Length, AddressSet> wanted = PrefixSets.split(RuleLayout.peers(rule), lengths);
    for (Shape.Lookup lookup : lookups) {
      String set = Names.prefixes(rule.name(), lookup);
      AddressSet rightful = wanted.getOrDefault(Length.of(lookup), AddressSet.none());
      if (!held(set).equals(rightful)) {
        anomalies.add(
            "set %s holds %s that others cover, and lacks %s"
                .formatted(
                    set,
                    Counted.of(held(set).subtract(rightful).size(), "element"),
                    rightful.subtract(held(set)).size()));
      }
    }
  }
}
