package org.postern.pipeline.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.address.Address;
import org.postern.address.AddressSet;
import org.postern.address.Interval;
import org.postern.address.text.SpecialPurpose;
import org.postern.pipeline.Prepared;
import org.postern.plan.AccessRule;
import org.postern.plan.EffectiveEntry;
import org.postern.plan.EffectiveSet;
import org.postern.plan.Judgement;
import org.postern.plan.Scope;
import org.postern.plan.Settled;
import org.postern.policy.Policy;
import org.postern.policy.Rule;
import org.postern.policy.SetDefinition;
import org.postern.policy.SetSource;
import org.postern.policy.SourceSpec;
import org.postern.source.Resolution;

/** Tells why an address may pass or may not, down to a record and a line of the policy. */
public final class Explainer {
  /** The most entries that are named beside an address that only widening covers. */
  private static final int MOST_NEIGHBOURS = 10;

  private final Prepared prepared;
  private final Policy policy;

  public Explainer(Prepared prepared) {
    this.prepared = prepared;
    this.policy = prepared.policy();
  }

  /**
   * The explanation of one rule for a peer.
   *
   * @param rule the rule of the policy
   * @param filter the rule with its sets filled in
   * @param judgement the judgement on the peer
   * @param traces every way that leads to the address; empty when it is not accepted or any is
   * @param vetoed the reason why it is not accepted although a source names it, if so
   */
  public record Explanation(
      Rule rule,
      AccessRule filter,
      Judgement judgement,
      List<Trace> traces,
      Optional<String> vetoed) {
    public Explanation {
      traces = List.copyOf(traces);
    }
  }

  /**
   * A way from a rule to a record.
   *
   * @param sets the sets from the one that the rule accepts to the one that has the source
   * @param source the source as the policy writes it, if it still does
   * @param entry the entry that the source named
   * @param resolution the worth of its answer
   * @param block the block by which widening covers the address, where the entry is only a
   *     neighbour
   */
  public record Trace(
      List<String> sets,
      Optional<SourceSpec> source,
      EffectiveEntry entry,
      Optional<Resolution> resolution,
      Optional<Block> block) {
    public Trace {
      sets = List.copyOf(sets);
    }

    /** Tells whether the entry is only a neighbour: the address is covered by widening. */
    public boolean widened() {
      return block.isPresent();
    }
  }

  /**
   * A block that widening covers in one piece.
   *
   * @param interval all addresses of the block
   * @param members the number of entries of the set that lie in it, for which it is covered
   */
  public record Block(Interval interval, int members) {}

  /** Tells whether no rule ever judges this peer: loopback traffic is the host's own. */
  public static boolean isLoopback(Address peer) {
    return SpecialPurpose.LOOPBACK.contains(peer);
  }

  /** Returns what each rule over a port says of a peer; of every port when none is given. */
  public List<Explanation> explain(Address peer, Optional<Integer> port) {
    return explain(peer, port, Optional.empty());
  }

  /**
   * Returns the explanations for mail to a domain, if one is given: then only rules of mail are
   * asked, and only those that judge mail to it.
   */
  public List<Explanation> explain(Address peer, Optional<Integer> port, Optional<String> domain) {
    List<Explanation> found = new ArrayList<>();
    for (AccessRule filter : prepared.meaning().ruleset().rules()) {
      boolean here =
          port.isEmpty()
              || filter.scope().named().map(all -> all.contains(port.get())).orElse(true);
      if (here && judges(filter.scope(), domain)) {
        policy.rule(filter.name()).ifPresent(rule -> found.add(explain(peer, rule, filter)));
      }
    }
    return found;
  }

  private static boolean judges(Scope scope, Optional<String> domain) {
    return switch (scope) {
      case Scope.Packets _ -> domain.isEmpty();
      case Scope.Mail mail -> domain.map(mail.recipients()::contains).orElse(true);
    };
  }

  private Explanation explain(Address peer, Rule rule, AccessRule filter) {
    boolean accepted = filter.peers().contains(peer);
    List<Trace> traces = new ArrayList<>();
    if (rule.accept() instanceof Rule.Accept.Sets sets) {
      sets.names().forEach(name -> trace(peer, List.of(name), traces));
    }
    Optional<String> vetoed =
        accepted || traces.isEmpty() ? Optional.empty() : Optional.of(veto(peer, rule));
    return new Explanation(
        rule, filter, accepted ? Judgement.ACCEPTED : filter.refusal(), traces, vetoed);
  }

  private void trace(Address peer, List<String> path, List<Trace> traces) {
    SetDefinition set = policy.set(path.getLast()).orElseThrow();
    EffectiveSet made = prepared.meaning().set(set.name()).orElseThrow();
    Settled settled = prepared.meaning().settled();
    List<EffectiveEntry> naming = settled.rows(set.name(), AddressSet.of(peer));
    naming.forEach(entry -> traces.add(trace(path, set, entry, Optional.empty())));
    if (naming.isEmpty() && !made.exact().contains(peer)) {
      set.widen()
          .flatMap(spec -> Widenings.block(spec, made, peer))
          .ifPresent(block -> neighbours(path, set, block, traces));
    }
    for (SourceSpec source : set.sources()) {
      if (source instanceof SetSource reference) {
        List<String> longer = new ArrayList<>(path);
        longer.add(reference.set());
        trace(peer, longer, traces);
      }
    }
  }

  /** Adds the first of the entries for which a block is covered. */
  private void neighbours(
      List<String> path, SetDefinition set, Interval interval, List<Trace> traces) {
    boolean hasOutside = set.sources().stream().anyMatch(SourceSpec::outside);
    List<EffectiveEntry> members =
        prepared.meaning().settled().rows(set.name(), AddressSet.of(interval)).stream()
            .filter(
                entry ->
                    !hasOutside
                        || set.source(entry.key().source()).filter(SourceSpec::outside).isPresent())
            .toList();
    Block block = new Block(interval, members.size());
    members.stream()
        .limit(MOST_NEIGHBOURS)
        .forEach(entry -> traces.add(trace(path, set, entry, Optional.of(block))));
  }

  private Trace trace(
      List<String> path, SetDefinition set, EffectiveEntry entry, Optional<Block> block) {
    Optional<SourceSpec> source =
        set.sources().stream().filter(one -> one.id().equals(entry.key().source())).findFirst();
    Optional<Resolution> resolution =
        prepared.resolved().resolutions().stream()
            .filter(one -> one.key().equals(entry.key()))
            .findFirst();
    return new Trace(path, source, entry, resolution, block);
  }

  private String veto(Address peer, Rule rule) {
    boolean byRule =
        rule.never().stream()
            .anyMatch(
                literal ->
                    literal.interval().first().compareTo(peer) <= 0
                        && literal.interval().last().compareTo(peer) >= 0);
    return byRule
        ? "never of rule " + rule.name() + " takes it out"
        : "never of its set takes it out";
  }
}
