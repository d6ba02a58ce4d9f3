package org.postern.plan.pass;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.postern.address.Address;
import org.postern.address.AddressSet;
import org.postern.plan.AccessRule;
import org.postern.plan.EffectiveSet;
import org.postern.plan.Equivalence;
import org.postern.plan.Obstacle;
import org.postern.plan.Peers;
import org.postern.plan.Recipients;
import org.postern.plan.Ruleset;
import org.postern.plan.Scope;
import org.postern.plan.Settled;
import org.postern.plan.memory.GuardMemory;
import org.postern.policy.DomainSetDefinition;
import org.postern.policy.Hook;
import org.postern.policy.LiteralSource;
import org.postern.policy.Policy;
import org.postern.policy.Refusal;
import org.postern.policy.Rule;
import org.postern.policy.RuleScope;
import org.postern.policy.SetDefinition;
import org.postern.source.Resolution;

/** Fills the sets into the rules. A rule that would accept no peer by accident is an obstacle. */
final class RuleBuilder {
  /** An address that no host has, 192.0.2.1 of RFC 5737. */
  private static final Address STANDING_IN = Address.ofBytes(new byte[] {(byte) 192, 0, 2, 1});

  private final Policy policy;
  private final Settled settled;
  private final Unanswered unanswered;
  private final Map<String, AddressSet> sets = new HashMap<>();
  private final Map<String, EffectiveSet.Unmet> unmet = new HashMap<>();

  RuleBuilder(Policy policy, Settled settled, List<EffectiveSet> sets) {
    this.policy = policy;
    this.settled = settled;
    this.unanswered = new Unanswered(policy, settled);
    for (EffectiveSet set : sets) {
      this.sets.put(set.name(), set.addresses());
      set.unmet().ifPresent(why -> unmet.put(set.name(), why));
    }
  }

  Ruleset build(List<Obstacle> obstacles) {
    List<AccessRule> rules = new ArrayList<>();
    for (Rule rule : policy.rules()) {
      Peers peers = peers(rule);
      Optional<Obstacle> obstacle = unanswered.ofDomains(rule).or(() -> obstacle(rule, peers));
      if (obstacle.isPresent()) {
        obstacles.add(obstacle.get());
      } else {
        rules.add(filter(rule, peers));
      }
    }
    Ruleset ruleset = new Ruleset(rules);
    overlaps(ruleset, obstacles);
    return ruleset;
  }

  /**
   * Returns every rule with a peer in place of its sets; it refuses, be it that it only observes.
   */
  static Ruleset outline(Policy policy) {
    RuleBuilder builder = new RuleBuilder(policy, Settled.of(GuardMemory.empty()), List.of());
    return new Ruleset(policy.rules().stream().map(builder::outline).toList());
  }

  private AccessRule outline(Rule rule) {
    Peers peers =
        rule.otherwise().isEmpty() ? new Peers.Any() : new Peers.Only(AddressSet.of(STANDING_IN));
    AccessRule filter = filter(rule, peers);
    boolean observes = rule.otherwise().filter(one -> !one.refuses()).isPresent();
    return observes
        ? filter.withOtherwise(filter.judgesPackets() ? Refusal.DROP : Refusal.DEFER)
        : filter;
  }

  private Optional<Obstacle> obstacle(Rule rule, Peers peers) {
    if (!(rule.accept() instanceof Rule.Accept.Sets accepted)) {
      return Optional.empty();
    }
    Optional<Obstacle> unnamed = new ClientNames(policy, rule).obstacle();
    if (unnamed.isPresent()) {
      return unnamed;
    }
    boolean closed = rule.unknown() == Rule.Unknown.CLOSED;
    boolean empty = peers.asSet().isEmpty() && !closed && !learns(accepted);
    if (empty) {
      boolean taken = !members(accepted).isEmpty();
      Optional<Obstacle> why = new NoMembers(policy, settled, rule, accepted).obstacle(taken);
      if (why.isPresent()) {
        return why;
      }
    }
    for (String name : policy.withReferences(accepted.names())) {
      Optional<Settled.Blocked> blocked = settled.blocked(name);
      if (blocked.isPresent()) {
        String why = "set " + name + " is held: " + blocked.get().why();
        return Optional.of(new Obstacle.Blocked(rule.name(), why, ""));
      }
      Optional<Resolution.Failed> failed =
          settled.unanswered().stream().filter(one -> one.key().set().equals(name)).findFirst();
      if (failed.isPresent() && !closed) {
        return Optional.of(unanswered.of(rule, failed.get()));
      }
      EffectiveSet.Unmet over = unmet.get(name);
      if (over != null) {
        return Optional.of(new Obstacle.OverBudget(rule.name(), over.why(), over.fix()));
      }
    }
    return empty ? Optional.of(heldBack(rule, accepted)) : Optional.empty();
  }

  /**
   * Tells whether the rule is to tell us of peers: only where a peer comes in, since those that we
   * call ourselves are known.
   */
  private boolean tells(Rule rule) {
    return rule.accept() instanceof Rule.Accept.Sets accepted
        && learns(accepted)
        && rule.packets().filter(RuleBuilder::isEntered).isPresent();
  }

  private static boolean isEntered(RuleScope.Packets packets) {
    return packets.hooks().stream().anyMatch(hook -> hook != Hook.OUTPUT);
  }

  /** Tells whether it has to be there before it has a peer, since that is how it gets its peers. */
  private boolean learns(Rule.Accept.Sets accepted) {
    return policy.withReferences(accepted.names()).stream()
        .flatMap(name -> policy.set(name).stream())
        .anyMatch(SetDefinition::learns);
  }

  /**
   * Returns the obstacle of a rule that could get members by additions alone, which a guard holds.
   */
  private Obstacle heldBack(Rule rule, Rule.Accept.Sets accepted) {
    Set<String> names = policy.withReferences(accepted.names());
    String held =
        settled.pending().stream()
            .filter(one -> names.contains(one.set()))
            .map(one -> "set %s is held: %s".formatted(one.set(), one.message()))
            .distinct()
            .collect(Collectors.joining("; "));
    return new Obstacle.NoPeers(rule.name(), "its sets have no members: " + held, "");
  }

  private AccessRule filter(Rule rule, Peers peers) {
    return new AccessRule(
        rule.name(),
        scope(rule),
        peers,
        rule.otherwise(),
        rule.log(),
        Optional.empty(),
        rule.opens(),
        tells(rule));
  }

  private Scope scope(Rule rule) {
    return switch (rule.scope()) {
      case RuleScope.Packets packets ->
          new Scope.Packets(
              packets.hooks(),
              new TreeSet<>(packets.interfaces()),
              packets.servers(),
              packets.ports(),
              packets.running());
      case RuleScope.Mail mail ->
          new Scope.Mail(
              recipients(mail, rule.otherwise().filter(Refusal.REJECT::equals).isPresent()),
              mail.listener(),
              mail.spareAuthenticated(),
              mail.reply(),
              new ClientNames(policy, rule).all());
    };
  }

  private Recipients recipients(RuleScope.Mail mail, boolean rejects) {
    return mail.recipients().isEmpty()
        ? new Recipients.All()
        : Recipients.of(mail.recipients().stream().map(name -> domains(name, rejects)).toList());
  }

  private Recipients.Domains domains(String name, boolean rejects) {
    DomainSetDefinition set = policy.domainSet(name).orElseThrow();
    SortedSet<String> names =
        settled
            .domains(name)
            .map(one -> one.judged(rejects))
            .orElseGet(Collections::emptySortedSet);
    return new Recipients.Domains(names, set.subdomains(), new TreeSet<>(set.never()));
  }

  /** Reports rules that judge the same mail, which is seen only when their domains are known. */
  private static void overlaps(Ruleset ruleset, List<Obstacle> obstacles) {
    Equivalence.overlaps(ruleset)
        .forEach(
            (one, other) ->
                obstacles.add(
                    new Obstacle.Unfit(
                        other, "it and rule %s could judge the same mail".formatted(one))));
  }

  private Peers peers(Rule rule) {
    return switch (rule.accept()) {
      case Rule.Accept.Any any -> new Peers.Any();
      case Rule.Accept.None none -> new Peers.Only(AddressSet.none());
      case Rule.Accept.Sets accepted ->
          new Peers.Only(members(accepted).subtract(LiteralSource.union(rule.never())));
    };
  }

  private AddressSet members(Rule.Accept.Sets accepted) {
    List<AddressSet> members = new ArrayList<>();
    for (String name : accepted.names()) {
      members.add(sets.getOrDefault(name, AddressSet.none()));
    }
    return AddressSet.union(members);
  }
}
