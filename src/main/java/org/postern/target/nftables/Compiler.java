package org.postern.target.nftables;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.postern.address.AddressSet;
import org.postern.address.Family;
import org.postern.plan.FilterRule;
import org.postern.plan.Ruleset;
import org.postern.policy.Hook;

/**
 * The steps from what our table holds to what it is meant to hold, in an order in which no packet
 * gets a wrong verdict:
 *
 * <ol>
 *   <li>whatever is added: sets, elements, chains without rules. The table now accepts what it did
 *       and what it will;
 *   <li>the rules, in one transaction, where they differ. All rules that one packet passes are of
 *       one generation (Linux {@code net/netfilter/nf_tables_core.c}, {@code nft_do_chain});
 *   <li>whatever is deleted. Every lookup reads the generation anew, so an address that moves from
 *       one prefix length to another must be in its new set before this step;
 *   <li>a table that somebody put to sleep is woken, now that nobody is refused wrongly.
 * </ol>
 */
final class Compiler {
  /** Peers refused or observed are remembered so long, and at most so many of each family. */
  private static final Duration SEEN_FOR = Duration.ofDays(7);

  private static final int SEEN_SIZE = 65_536;
  private static final TableFamily FAMILY = TableContents.FAMILY;

  private final NftLayout layout;
  private final Ruleset wanted;
  private final Map<String, Shape> shapes = new TreeMap<>();
  private final Map<String, AddressSet> sets = new LinkedHashMap<>();
  private final Map<String, Shape.Lookup> found = new TreeMap<>();
  private final Map<String, List<List<Clause>>> chains;

  private Compiler(NftLayout layout, Ruleset wanted) {
    this.layout = layout;
    this.wanted = wanted;
    wanted.rules().forEach(this::lay);
    this.chains = RuleChains.of(wanted, shapes);
  }

  static List<BatchStep> compile(NftLayout layout, Ruleset wanted) {
    Compiler compiler = new Compiler(layout, wanted);
    List<BatchStep> steps = new ArrayList<>();
    if (wanted.rules().isEmpty()) {
      if (layout.contents().table().isPresent()) {
        List<Request> all = List.of(new Tables.DelTable(FAMILY, Names.TABLE));
        steps.add(new BatchStep("remove the table", all, Map.of(), false));
      }
      return steps;
    }
    compiler.step(
        steps, "add sets, elements and chains", compiler.additions(), compiler.sets, true);
    compiler.step(steps, "switch the rules", compiler.rules(), Map.of(), false);
    compiler.step(steps, "delete what is no longer meant", compiler.deletions(), Map.of(), true);
    compiler.step(steps, "wake the table", compiler.waking(), Map.of(), false);
    return steps;
  }

  private void step(
      List<BatchStep> steps,
      String title,
      List<Request> requests,
      Map<String, AddressSet> holds,
      boolean divisible) {
    if (!requests.isEmpty()) {
      steps.add(new BatchStep(title, requests, holds, divisible));
    }
  }

  /** Whether a rule of this frame must ask connection tracking, as {@link Shape} tells. */
  static boolean tracked(FilterRule rule, NftLayout layout) {
    Shape before = layout.shapes().get(rule.name());
    return rule.hooks().contains(Hook.FORWARD)
        || layout.translates()
        || (before != null && before.tracked());
  }

  private void lay(FilterRule rule) {
    Map<PrefixSets.Length, AddressSet> prefixes = PrefixSets.of(rule);
    Shape before = layout.shapes().get(rule.name());
    List<Shape.Lookup> lookups =
        PrefixSets.order(
            prefixes,
            before == null ? List.of() : before.lookups(),
            lookup -> held(Names.prefixes(rule.name(), lookup)));
    shapes.put(rule.name(), new Shape(tracked(rule, layout), lookups));
    for (Shape.Lookup lookup : lookups) {
      String name = Names.prefixes(rule.name(), lookup);
      sets.put(name, prefixes.getOrDefault(new PrefixSets.Length(lookup), AddressSet.none()));
      found.put(name, lookup);
    }
  }

  private List<Request> additions() {
    TableContents held = layout.contents();
    List<Request> requests = new ArrayList<>();
    if (held.table().isEmpty()) {
      requests.add(new Tables.NewTable(FAMILY, Names.TABLE));
    }
    for (FilterRule rule : wanted.rules()) {
      newCounters(rule, requests);
      newSeenSets(rule, requests);
    }
    sets.forEach((name, bases) -> newElements(name, bases, requests));
    for (String chain : chains.keySet()) {
      if (!held.chains().containsKey(chain)) {
        requests.add(new Chains.NewChain(FAMILY, Names.TABLE, chain, base(chain)));
      }
    }
    return requests;
  }

  private void newCounters(FilterRule rule, List<Request> requests) {
    for (String counter : PrefixSets.counters(rule)) {
      if (!layout.contents().counters().containsKey(counter)) {
        requests.add(new Counters.NewCounter(FAMILY, Names.TABLE, counter));
      }
    }
  }

  private void newSeenSets(FilterRule rule, List<Request> requests) {
    if (PrefixSets.seen(rule).isEmpty()) {
      return;
    }
    for (Family family : Family.values()) {
      String name = Names.seen(rule.name(), family);
      if (!layout.contents().sets().containsKey(name)) {
        requests.add(
            Sets.NewSet.learning(
                FAMILY, Names.TABLE, name, Keys.type(family), SEEN_SIZE, SEEN_FOR, true));
      }
    }
  }

  private void newElements(String name, AddressSet bases, List<Request> requests) {
    Family family = family(name);
    if (!layout.contents().sets().containsKey(name)) {
      requests.add(
          Sets.NewSet.hash(FAMILY, Names.TABLE, name, Keys.type(family), lookup(name).size()));
    }
    AddressSet missing = bases.subtract(held(name));
    if (!missing.isEmpty()) {
      requests.add(
          new Elements.NewSetElem(FAMILY, Names.TABLE, name, Keys.elements(missing, family)));
    }
  }

  /** Chains that go lose their rules here, so that nothing refers to them afterwards. */
  private List<Request> rules() {
    List<Request> requests = new ArrayList<>();
    List<Request> moves = new ArrayList<>();
    List<Request> fills = new ArrayList<>();
    chains.forEach(
        (chain, rules) -> {
          boolean misplaced = misplaced(chain);
          if (misplaced || !layout.contents().clauses(chain).equals(Optional.of(rules))) {
            flush(chain, requests);
            rules.forEach(rule -> fills.add(rule(chain, rule)));
          }
          if (misplaced) {
            moves.add(new Chains.DelChain(FAMILY, Names.TABLE, chain));
            moves.add(new Chains.NewChain(FAMILY, Names.TABLE, chain, base(chain)));
          }
        });
    unwantedChains().forEach(chain -> flush(chain, requests));
    requests.addAll(moves);
    requests.addAll(fills);
    return requests;
  }

  private void flush(String chain, List<Request> requests) {
    if (!layout.contents().rules().getOrDefault(chain, List.of()).isEmpty()) {
      requests.add(new Rules.FlushChain(FAMILY, Names.TABLE, chain));
    }
  }

  private static Request rule(String chain, List<Clause> clauses) {
    List<Expression> expressions = new ArrayList<>();
    clauses.forEach(clause -> expressions.addAll(clause.expressions()));
    return new Rules.NewRule(FAMILY, Names.TABLE, chain, expressions, Optional.empty());
  }

  private List<Request> deletions() {
    TableContents held = layout.contents();
    List<Request> requests = new ArrayList<>();
    Set<String> kept = new HashSet<>(sets.keySet());
    Set<String> counters = new HashSet<>();
    for (FilterRule rule : wanted.rules()) {
      kept.addAll(PrefixSets.seen(rule));
      counters.addAll(PrefixSets.counters(rule));
    }
    sets.forEach((name, bases) -> deleteElements(name, bases, requests));
    held.sets().values().stream()
        .filter(set -> !kept.contains(set.name()))
        .filter(set -> (set.setFlags() & NfTables.NFT_SET_ANONYMOUS) == 0)
        .forEach(set -> requests.add(new Sets.DelSet(FAMILY, Names.TABLE, set.name())));
    unwantedChains()
        .forEach(chain -> requests.add(new Chains.DelChain(FAMILY, Names.TABLE, chain)));
    held.counters().keySet().stream()
        .filter(name -> !counters.contains(name))
        .forEach(name -> requests.add(new Counters.DelCounter(FAMILY, Names.TABLE, name)));
    return requests;
  }

  /** Without the flag, to add the table again wakes it. */
  private List<Request> waking() {
    return layout.contents().dormant()
        ? List.of(new Tables.NewTable(FAMILY, Names.TABLE))
        : List.of();
  }

  private void deleteElements(String name, AddressSet bases, List<Request> requests) {
    AddressSet redundant = held(name).subtract(bases);
    if (!redundant.isEmpty()) {
      requests.add(
          new Elements.DelSetElem(
              FAMILY, Names.TABLE, name, Keys.elements(redundant, family(name))));
    }
  }

  private List<String> unwantedChains() {
    return layout.contents().chains().keySet().stream()
        .filter(name -> !chains.containsKey(name))
        .toList();
  }

  private AddressSet held(String set) {
    return layout.contents().elements().getOrDefault(set, AddressSet.none());
  }

  private Family family(String set) {
    return lookup(set).family();
  }

  private Shape.Lookup lookup(String set) {
    return Optional.ofNullable(found.get(set)).orElseThrow();
  }

  private boolean misplaced(String chain) {
    Chains.ChainInfo held = layout.contents().chains().get(chain);
    return held != null && !held.base().equals(base(chain));
  }

  private static Optional<Chains.BaseHook> base(String chain) {
    for (Hook hook : Hook.values()) {
      if (Names.base(hook).equals(chain)) {
        return Optional.of(BaseChains.hook(hook));
      }
    }
    return Optional.empty();
  }
}
