package org.postern.target.nftables.apply;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.postern.address.AddressSet;
import org.postern.plan.AccessRule;
import org.postern.plan.Observation;
import org.postern.plan.Plan;
import org.postern.plan.Proof;
import org.postern.plan.Ruleset;
import org.postern.target.nftables.layout.BaseChains;
import org.postern.target.nftables.layout.BatchStep;
import org.postern.target.nftables.layout.Census;
import org.postern.target.nftables.layout.Clause;
import org.postern.target.nftables.layout.Filling;
import org.postern.target.nftables.layout.Holders;
import org.postern.target.nftables.layout.Names;
import org.postern.target.nftables.layout.NftLayout;
import org.postern.target.nftables.layout.RuleChains;
import org.postern.target.nftables.layout.RuleLayout;
import org.postern.target.nftables.layout.SetChange;
import org.postern.target.nftables.layout.Shape;
import org.postern.target.nftables.layout.TableContents;
import org.postern.target.nftables.netlink.TableFamily;
import org.postern.target.nftables.wire.Chains;
import org.postern.target.nftables.wire.Expression;
import org.postern.target.nftables.wire.Ownership;
import org.postern.target.nftables.wire.Request;
import org.postern.target.nftables.wire.Rules;
import org.postern.target.nftables.wire.Tables;

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
 *   <li>a table that was put to sleep is woken, now that no peer is refused wrongly.
 * </ol>
 */
public final class Compiler {
  private static final TableFamily FAMILY = TableContents.FAMILY;

  private final NftLayout layout;
  private final Ruleset wanted;
  private final Ownership ownership;

  /** Whether all that is held was read for this plan. */
  private final boolean read;

  private final Map<String, RuleLayout> rules = new TreeMap<>();
  private final Map<String, SetChange> sets = new LinkedHashMap<>();
  private final Map<String, List<List<Clause>>> chains;

  private Compiler(NftLayout layout, Plan plan, Ownership ownership) {
    this.layout = layout;
    this.ownership = ownership;
    this.wanted = plan.after();
    this.read = plan.before().proof() == Proof.EXACT;
    for (AccessRule rule : wanted.rules()) {
      RuleLayout laid = RuleLayout.of(rule, plan, layout);
      rules.put(rule.name(), laid);
      laid.sets().forEach(set -> sets.put(set.name(), set));
    }
    this.chains = RuleChains.of(wanted, shapes());
  }

  /**
   * The steps, and the layout that they lead to.
   *
   * @param layout the layout as far as it is known without looking: handles are the kernel's
   */
  public record Compiled(List<BatchStep> steps, NftLayout layout) {
    public Compiled {
      steps = List.copyOf(steps);
    }
  }

  public static Compiled compile(NftLayout layout, Plan plan, Ownership ownership) {
    if (layout.contents().table().filter(table -> !ownership.fits(table)).isPresent()) {
      Plan anew = Plan.between(Observation.nothing(), plan.after());
      return new Compiler(layout.withoutTable(), anew, ownership).instead();
    }
    if (plan.isEmpty()) {
      return new Compiled(List.of(), layout);
    }
    Compiler compiler = new Compiler(layout, plan, ownership);
    return compiler.leadingTo(compiler.steps());
  }

  /**
   * Returns one batch that replaces the table, because a table cannot be replaced in steps: hash
   * sets are not missed that way.
   */
  private Compiled instead() {
    List<Request> requests = new ArrayList<>();
    requests.add(new Tables.DelTable(FAMILY, Names.TABLE));
    if (!wanted.rules().isEmpty()) {
      requests.addAll(additions());
      requests.addAll(switching());
    }
    return leadingTo(List.of(new BatchStep("make the table anew", requests, filled(true), false)));
  }

  private Compiled leadingTo(List<BatchStep> steps) {
    return new Compiled(
        steps,
        new NftLayout(
            layout.contents(),
            Optional.empty(),
            shapes(),
            censuses(),
            layout.host(),
            layout.stamp()));
  }

  private Map<String, Shape> shapes() {
    Map<String, Shape> shapes = new TreeMap<>();
    rules.forEach((name, rule) -> shapes.put(name, rule.shape()));
    return shapes;
  }

  private Map<String, Census> censuses() {
    Map<String, Census> censuses = new TreeMap<>();
    rules.forEach((name, rule) -> censuses.put(name, rule.census()));
    return censuses;
  }

  private List<BatchStep> steps() {
    List<BatchStep> steps = new ArrayList<>();
    if (wanted.rules().isEmpty()) {
      if (layout.contents().table().isPresent()) {
        List<Request> all = List.of(new Tables.DelTable(FAMILY, Names.TABLE));
        steps.add(new BatchStep("remove the table", all, List.of(), false));
      }
      return steps;
    }
    step(steps, "own the table", adoption(), List.of(), false);
    List<Request> switching = switching();
    List<Request> additions = additions();
    if (!additions.isEmpty()) {
      step(steps, "add sets, elements and chains", additions, filled(!switching.isEmpty()), true);
    } else if (!switching.isEmpty() && !read) {
      steps.add(new BatchStep("see that the sets are filled", List.of(), filled(true), true));
    }
    step(steps, "switch the rules", switching, List.of(), false);
    step(steps, "delete what is no longer meant", deletions(), emptied(), true);
    step(steps, "wake the table", waking(), List.of(), false);
    return steps;
  }

  private static void step(
      List<BatchStep> steps,
      String title,
      List<Request> requests,
      List<Filling> fillings,
      boolean divisible) {
    if (!requests.isEmpty()) {
      steps.add(new BatchStep(title, requests, fillings, divisible));
    }
  }

  /**
   * A rule that refuses is loaded only when all who are accepted are seen to be there; where no
   * rule changes, the sets that do are looked at.
   */
  private List<Filling> filled(boolean all) {
    return sets.values().stream()
        .filter(set -> all || !set.added().isEmpty())
        .map(set -> new Filling(set.name(), set.together(), set.added(), AddressSet.none()))
        .toList();
  }

  private List<Filling> emptied() {
    return sets.values().stream()
        .filter(set -> !set.removed().isEmpty())
        .map(set -> new Filling(set.name(), set.after(), AddressSet.none(), set.removed()))
        .toList();
  }

  private List<Request> additions() {
    TableContents held = layout.contents();
    List<Request> requests = new ArrayList<>();
    if (held.table().isEmpty()) {
      requests.add(newTable());
    }
    Holders.create(wanted, held, requests);
    sets.values().forEach(set -> Holders.add(set, held, requests));
    for (String chain : chains.keySet()) {
      if (!held.chains().containsKey(chain)) {
        requests.add(new Chains.NewChain(FAMILY, Names.TABLE, chain, BaseChains.of(chain)));
      }
    }
    return requests;
  }

  /**
   * Returns the requests that switch rules. Chains that go lose their rules here, so that nothing
   * refers to them afterwards.
   */
  private List<Request> switching() {
    List<Request> requests = new ArrayList<>();
    List<Request> moves = new ArrayList<>();
    List<Request> fills = new ArrayList<>();
    chains.forEach(
        (chain, meant) -> {
          boolean misplaced = misplaced(chain);
          if (misplaced || !layout.contents().clauses(chain).equals(Optional.of(meant))) {
            flush(chain, requests);
            meant.forEach(rule -> fills.add(rule(chain, rule)));
          }
          if (misplaced) {
            moves.add(new Chains.DelChain(FAMILY, Names.TABLE, chain));
            moves.add(new Chains.NewChain(FAMILY, Names.TABLE, chain, BaseChains.of(chain)));
          }
        });
    unwantedChains().forEach(chain -> flush(chain, requests));
    Holders.replace(wanted, layout.contents(), requests);
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
    List<Request> requests = new ArrayList<>();
    sets.values().forEach(set -> Holders.remove(set, requests));
    requests.addAll(Holders.deleteSets(wanted, sets.keySet(), layout.contents()));
    unwantedChains()
        .forEach(chain -> requests.add(new Chains.DelChain(FAMILY, Names.TABLE, chain)));
    requests.addAll(Holders.deleteCounters(wanted, layout.contents()));
    return requests;
  }

  /**
   * Returns the request that wakes a dormant table: adding the table again without the flag does.
   */
  private List<Request> waking() {
    return layout.contents().dormant() ? List.of(newTable()) : List.of();
  }

  /**
   * Returns the table of an owner who is gone is adopted; to own it again changes nothing. One that
   * sleeps would be woken by that, which is the last step.
   */
  private List<Request> adoption() {
    return ownership == Ownership.OWNED
            && layout.contents().table().isPresent()
            && !layout.contents().dormant()
        ? List.of(newTable())
        : List.of();
  }

  private Request newTable() {
    return new Tables.NewTable(FAMILY, Names.TABLE, ownership.flags(), false);
  }

  private List<String> unwantedChains() {
    return layout.contents().chains().keySet().stream()
        .filter(name -> !chains.containsKey(name))
        .toList();
  }

  private boolean misplaced(String chain) {
    Chains.ChainInfo held = layout.contents().chains().get(chain);
    return held != null && !held.base().equals(BaseChains.of(chain));
  }
}
