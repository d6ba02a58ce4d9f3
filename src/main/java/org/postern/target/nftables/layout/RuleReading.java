package org.postern.target.nftables.layout;

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
import org.postern.plan.AccessRule;
import org.postern.plan.Peers;
import org.postern.plan.Scope;
import org.postern.policy.Hook;
import org.postern.policy.LogRate;
import org.postern.policy.Ports;
import org.postern.policy.Refusal;
import org.postern.policy.Rule;

/** The parameters of one rule, as far as its clauses tell. */
public final class RuleReading {
  private final String name;
  private final Map<String, List<List<Clause>>> chains;
  private final Map<String, Ports> portSets;
  private final Set<Hook> hooks = EnumSet.noneOf(Hook.class);
  private final List<List<Clause>> entries = new ArrayList<>();

  public RuleReading(
      String name, Map<String, List<List<Clause>>> chains, Map<String, Ports> portSets) {
    this.name = name;
    this.chains = chains;
    this.portSets = portSets;
    for (Hook hook : Hook.values()) {
      for (List<Clause> rule : chains.getOrDefault(Names.base(hook), List.of())) {
        if (leadsHere(rule)) {
          hooks.add(hook);
          entries.add(rule);
        }
      }
    }
  }

  public Optional<AccessRule> frame() {
    Optional<Ports> ports = ports();
    if (hooks.isEmpty() || ports.isEmpty()) {
      return Optional.empty();
    }
    boolean judged = !lookups().isEmpty() || refusal().isPresent();
    Optional<Refusal> otherwise = judged ? refusal() : Optional.empty();
    if (judged && otherwise.isEmpty()) {
      return Optional.empty();
    }
    AccessRule frame =
        new AccessRule(
            name,
            new Scope.Packets(
                hooks,
                interfaces(),
                servers(),
                ports.get(),
                opening() ? Rule.Running.KEEP : Rule.Running.CUT),
            judged ? new Peers.Only(AddressSet.none()) : new Peers.Any(),
            otherwise,
            log(),
            otherwise.filter(Refusal::refuses).flatMap(verdict -> openUntil()),
            false,
            otherwise.isPresent() && tells());
    return Optional.of(frame.withWholeOnly(!FragmentChains.lead(chains, frame)));
  }

  public boolean tracked() {
    return entries.stream().flatMap(List::stream).anyMatch(Clause.DialledPort.class::isInstance);
  }

  /** A mask without ones is none of ours: it takes all addresses for one. */
  public List<Shape.Lookup> lookups() {
    return judge().stream()
        .flatMap(List::stream)
        .filter(Clause.Member.class::isInstance)
        .map(Clause.Member.class::cast)
        .filter(member -> member.length() > 0)
        .flatMap(member -> Names.lookup(member).stream())
        .distinct()
        .toList();
  }

  private boolean leadsHere(List<Clause> rule) {
    return !rule.isEmpty()
        && rule.getLast() instanceof Clause.Verdict verdict
        && !verdict.chain().isEmpty()
        && Names.ruleOf(verdict.chain()).equals(Optional.of(name));
  }

  private boolean opening() {
    return entries.stream().flatMap(List::stream).anyMatch(Clause.Opening.class::isInstance);
  }

  private Optional<Ports> ports() {
    return entries.stream()
        .flatMap(List::stream)
        .filter(Clause.Port.class::isInstance)
        .flatMap(clause -> ports(((Clause.Port) clause).test()).stream())
        .findFirst();
  }

  /**
   * Returns the ports of a test; empty for one with 0, as in rules that others edited: no rule of
   * ours has it.
   */
  private Optional<Ports> ports(PortTest test) {
    return switch (test) {
      case PortTest.One one ->
          one.port() > 0 ? Optional.of(Ports.of(one.port())) : Optional.empty();
      case PortTest.Between between -> Optional.of(new Ports(List.of(between.range())));
      case PortTest.Member member -> Optional.ofNullable(portSets.get(member.set()));
    };
  }

  private List<List<Clause>> judge() {
    List<List<Clause>> rules = new ArrayList<>();
    for (boolean source : new boolean[] {true, false}) {
      rules.addAll(chains.getOrDefault(Names.judge(name, source), List.of()));
    }
    return rules;
  }

  private List<List<Clause>> scope() {
    List<List<Clause>> rules = new ArrayList<>();
    for (boolean source : new boolean[] {true, false}) {
      rules.addAll(chains.getOrDefault(Names.scope(name, source), List.of()));
    }
    return rules;
  }

  private SortedSet<String> interfaces() {
    SortedSet<String> names = new TreeSet<>();
    for (List<Clause> rule : scope()) {
      for (Clause clause : rule) {
        if (clause instanceof Clause.Interface by) {
          names.add(by.name());
        }
      }
    }
    return names;
  }

  private Optional<AddressSet> servers() {
    AddressSet.Builder builder = AddressSet.builder();
    boolean some = false;
    for (List<Clause> rule : scope()) {
      for (Clause clause : rule) {
        if (clause instanceof Clause.Server server) {
          builder.add(server.prefix());
          some = true;
        }
      }
    }
    return some ? Optional.of(builder.build()) : Optional.empty();
  }

  private boolean tells() {
    return judge().stream().anyMatch(rule -> rule.contains(new Clause.Tell()));
  }

  private Optional<Instant> openUntil() {
    return judge().stream()
        .flatMap(List::stream)
        .filter(Clause.Before.class::isInstance)
        .map(clause -> ((Clause.Before) clause).time())
        .findFirst();
  }

  /**
   * Returns the verdict on peers that are not accepted; of an open rule the one that it will have
   * in the end.
   */
  private Optional<Refusal> refusal() {
    for (List<Clause> rule : judge()) {
      if (rule.contains(new Clause.Count(Names.refused(name)))
          && rule.stream().noneMatch(Clause.Before.class::isInstance)
          && rule.getLast() instanceof Clause.Verdict verdict) {
        return switch (verdict.kind()) {
          case DROP -> Optional.of(Refusal.DROP);
          case RESET -> Optional.of(Refusal.REJECT);
          case RETURN -> Optional.of(Refusal.OBSERVE);
          case JUMP, GOTO -> Optional.empty();
        };
      }
    }
    return Optional.empty();
  }

  private Optional<LogRate> log() {
    return judge().stream()
        .flatMap(List::stream)
        .filter(Clause.Log.class::isInstance)
        .map(clause -> ((Clause.Log) clause).rate())
        .findFirst();
  }
}
