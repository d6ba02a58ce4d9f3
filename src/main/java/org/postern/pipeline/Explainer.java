package org.postern.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.address.Address;
import org.postern.address.AddressSet;
import org.postern.address.SpecialPurpose;
import org.postern.plan.AccessRule;
import org.postern.plan.EffectiveEntry;
import org.postern.plan.EffectiveSet;
import org.postern.plan.Judgement;
import org.postern.plan.Scope;
import org.postern.plan.Settled;
import org.postern.policy.Policy;
import org.postern.policy.Rule;
import org.postern.policy.SetDefinition;
import org.postern.policy.SourceSpec;
import org.postern.source.Resolution;

/** Says why an address may pass or may not, down to a record and a line of the policy. */
public final class Explainer {
  private final Prepared prepared;
  private final Policy policy;

  public Explainer(Prepared prepared) {
    this.prepared = prepared;
    this.policy = prepared.policy();
  }

  /**
   * What one rule says of a peer.
   *
   * @param rule of the policy
   * @param filter the same with its sets filled in
   * @param judgement what becomes of the peer
   * @param traces every way that leads to the address; empty when it is not accepted or any is
   * @param vetoed why it is not accepted although a source names it, if so
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
   * One way from a rule to a record.
   *
   * @param sets from the set that the rule accepts to the one that has the source
   * @param source as the policy writes it, if it still does
   * @param entry what the source named
   * @param resolution what its answer is worth
   * @param widened the entry is only a neighbour: the address is covered by widening
   */
  public record Trace(
      List<String> sets,
      Optional<SourceSpec> source,
      EffectiveEntry entry,
      Optional<Resolution> resolution,
      boolean widened) {
    public Trace {
      sets = List.copyOf(sets);
    }
  }

  /** Whether no rule ever judges this peer: loopback traffic is the host's own. */
  public static boolean isLoopback(Address peer) {
    return SpecialPurpose.LOOPBACK.contains(peer);
  }

  /** What each rule over a port says of a peer; of every port when none is given. */
  public List<Explanation> explain(Address peer, Optional<Integer> port) {
    return explain(peer, port, Optional.empty());
  }

  /**
   * The same for mail to a domain, if one is given: then only rules of mail are asked, and only
   * those that judge mail to it.
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
    boolean exact =
        prepared.meaning().set(set.name()).map(EffectiveSet::exact).orElseThrow().contains(peer);
    Settled settled = prepared.meaning().settled();
    boolean mayBeWidened = !exact && set.widen().isPresent();
    for (EffectiveEntry entry :
        mayBeWidened ? settled.rows(set.name()) : settled.rows(set.name(), AddressSet.of(peer))) {
      boolean names = contains(entry, peer);
      if (names || neighbours(set, entry, peer)) {
        traces.add(trace(path, set, entry, !names));
      }
    }
    for (SourceSpec source : set.sources()) {
      if (source instanceof SourceSpec.Reference reference) {
        List<String> longer = new ArrayList<>(path);
        longer.add(reference.set());
        trace(peer, longer, traces);
      }
    }
  }

  private Trace trace(List<String> path, SetDefinition set, EffectiveEntry entry, boolean widened) {
    Optional<SourceSpec> source =
        set.sources().stream().filter(one -> one.id().equals(entry.key().source())).findFirst();
    Optional<Resolution> resolution =
        prepared.resolved().resolutions().stream()
            .filter(one -> one.key().equals(entry.key()))
            .findFirst();
    return new Trace(path, source, entry, resolution, widened);
  }

  /** Whether widening of the entry's set can have covered the address from this entry. */
  private static boolean neighbours(SetDefinition set, EffectiveEntry entry, Address peer) {
    return set.widen().isPresent()
        && entry.key().family() == peer.family()
        && Widenings.sameBlock(set.widen().get(), entry.entry().interval(), peer);
  }

  private static boolean contains(EffectiveEntry entry, Address peer) {
    return entry.entry().interval().first().family() == peer.family()
        && entry.entry().interval().first().compareTo(peer) <= 0
        && entry.entry().interval().last().compareTo(peer) >= 0;
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
