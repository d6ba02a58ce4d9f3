package org.postern.page;

import java.util.List;
import java.util.Optional;
import org.postern.plan.EffectiveEntries;
import org.postern.plan.Obstacle;
import org.postern.plan.memory.Approval;
import org.postern.plan.memory.GuardMemory;
import org.postern.plan.memory.HeldMembers;
import org.postern.plan.memory.PendingChange;
import org.postern.policy.LiteralSource;
import org.postern.policy.Rule;
import org.postern.policy.RuleScope;
import org.postern.policy.SetDefinition;
import org.postern.policy.SourceSpec;
import org.postern.source.Answer;
import org.postern.source.DatedTable;
import org.postern.source.EntryTable;
import org.postern.source.LastGood;
import org.postern.source.Resolution;
import org.postern.source.ResolvedSets;
import org.postern.state.AuditEntry;
import org.postern.state.Orders;
import org.postern.state.RunState;

/** The parts of a subject in which others have written, without what is withheld. */
final class RedactedTexts {
  private final Secret secret;

  RedactedTexts(Secret secret) {
    this.secret = secret;
  }

  /** A set keeps its name, its place and how it is kept; one that is withheld keeps no source. */
  SetDefinition set(SetDefinition set) {
    boolean hidden = secret.hides(set.name());
    return new SetDefinition(
        set.name(),
        set.span(),
        hidden ? List.of() : set.sources().stream().flatMap(one -> source(one).stream()).toList(),
        hidden ? List.of() : literals(set.never()),
        set.guard(),
        set.keep(),
        set.widen(),
        Optional.empty());
  }

  private Optional<SourceSpec> source(SourceSpec source) {
    return source instanceof LiteralSource literal
        ? literal(literal).map(SourceSpec.class::cast)
        : Optional.of(source);
  }

  private List<LiteralSource> literals(List<LiteralSource> all) {
    return all.stream().flatMap(one -> literal(one).stream()).toList();
  }

  private Optional<LiteralSource> literal(LiteralSource one) {
    return secret.touches(one.interval())
        ? Optional.empty()
        : Optional.of(
            new LiteralSource(
                one.span(), one.interval(), one.text(), secret.clean(one.label()), one.until()));
  }

  Rule rule(Rule rule) {
    return new Rule(
        rule.name(),
        rule.span(),
        scope(rule.scope()),
        rule.accept(),
        rule.otherwise(),
        literals(rule.never()),
        rule.unknown(),
        rule.log(),
        rule.review(),
        rule.opens());
  }

  private RuleScope scope(RuleScope scope) {
    return switch (scope) {
      case RuleScope.Packets packets -> packets.withServers(packets.servers().map(secret::visible));
      case RuleScope.Mail mail -> mail;
    };
  }

  EffectiveEntries entries(EffectiveEntries one) {
    return new EffectiveEntries(lastGood(one.entries()), one.named(), one.left(), one.stay());
  }

  LastGood lastGood(LastGood good) {
    return new LastGood(
        good.key(),
        good.at(),
        good.ttl(),
        secret.clean(good.via()),
        secret.clean(good.server()),
        table(good.named()),
        table(good.left()),
        good.absence());
  }

  private DatedTable table(DatedTable dated) {
    DatedTable visible = dated.at(visible(dated.table()));
    return new DatedTable(visible.table().relabelled(secret::clean), visible.dates());
  }

  private EntryTable table(EntryTable table) {
    return table.at(visible(table)).relabelled(secret::clean);
  }

  private int[] visible(EntryTable table) {
    return table.positions(index -> !secret.touches(table.interval(index)));
  }

  ResolvedSets resolved(ResolvedSets resolved) {
    return new ResolvedSets(
        resolved.at(),
        resolved.resolutions().stream()
            .filter(one -> !secret.hides(one.key().set()))
            .map(this::resolution)
            .toList(),
        resolved.domains());
  }

  Resolution resolution(Resolution resolution) {
    return switch (resolution) {
      case Resolution.Fresh one ->
          new Resolution.Fresh(
              one.key(),
              one.outside(),
              table(one.entries()),
              one.at(),
              one.ttl(),
              secret.clean(one.via()),
              secret.clean(one.server()),
              one.absence());
      case Resolution.Stale one ->
          new Resolution.Stale(one.key(), one.outside(), lastGood(one.last()), why(one.why()));
      case Resolution.Failed one -> new Resolution.Failed(one.key(), one.outside(), why(one.why()));
    };
  }

  private Answer.NoInformation why(Answer.NoInformation why) {
    return new Answer.NoInformation(why.cause(), secret.clean(why.detail()));
  }

  List<PendingChange> held(List<PendingChange> all) {
    return all.stream().map(this::held).toList();
  }

  /** The digest of few addresses tells them to a reader who tries all. */
  private PendingChange held(PendingChange one) {
    return new PendingChange(
        secret.hides(one.set()) ? Secret.MARK : one.digest(),
        one.set(),
        one.side(),
        one.guards(),
        secret.clean(one.message()),
        members(one),
        one.sizes(),
        one.since(),
        one.proposed());
  }

  private HeldMembers members(PendingChange one) {
    return switch (one.what()) {
      case HeldMembers.Addresses held ->
          new HeldMembers.Addresses(
              secret.hides(one.set())
                  ? EntryTable.none(held.entries().family())
                  : table(held.entries()));
      case HeldMembers.Domains held -> held;
    };
  }

  /** Of the memory a page tells the approvals. */
  RunState memory(RunState memory) {
    return RunState.empty().withGeneration(memory.generation()).withGuards(guards(memory.guards()));
  }

  /** Without answers: what is in force of them stands among the entries. */
  GuardMemory guards(GuardMemory memory) {
    return new GuardMemory(
        List.of(),
        memory.samples(),
        held(memory.pending()),
        approvals(memory.approvals()),
        memory.domains());
  }

  List<Approval> approvals(List<Approval> all) {
    return all.stream()
        .map(
            one ->
                new Approval(
                    one.digest(),
                    secret.clean(one.who()),
                    secret.clean(one.why()),
                    one.at(),
                    one.used(),
                    one.floor()))
        .toList();
  }

  Orders orders(Orders orders) {
    return new Orders(
        orders.pin().map(one -> new Orders.Pin(one.generation(), given(one.given()))),
        orders.pause().map(one -> new Orders.Pause(one.until(), given(one.given()))),
        orders.openings().stream()
            .map(one -> new Orders.Opening(one.rule(), one.until(), given(one.given())))
            .toList(),
        orders.removal().map(one -> new Orders.Removal(given(one.given()))));
  }

  private Orders.Given given(Orders.Given one) {
    return new Orders.Given(one.at(), secret.clean(one.who()), secret.clean(one.why()));
  }

  List<Obstacle> obstacles(List<Obstacle> all) {
    return all.stream().map(this::obstacle).toList();
  }

  private Obstacle obstacle(Obstacle obstacle) {
    return switch (obstacle) {
      case Obstacle.Unanswered one ->
          new Obstacle.Unanswered(one.rule(), secret.clean(one.why()), secret.clean(one.fix()));
      case Obstacle.Missing one ->
          new Obstacle.Missing(one.rule(), secret.clean(one.why()), secret.clean(one.fix()));
      case Obstacle.Forbidden one ->
          new Obstacle.Forbidden(one.rule(), secret.clean(one.why()), secret.clean(one.fix()));
      case Obstacle.Blocked one ->
          new Obstacle.Blocked(one.rule(), secret.clean(one.why()), secret.clean(one.fix()));
      case Obstacle.NoPeers one ->
          new Obstacle.NoPeers(one.rule(), secret.clean(one.why()), secret.clean(one.fix()));
      case Obstacle.OverBudget one ->
          new Obstacle.OverBudget(one.rule(), secret.clean(one.why()), secret.clean(one.fix()));
      case Obstacle.Unfit one ->
          new Obstacle.Unfit(one.rule(), secret.clean(one.why()), secret.clean(one.fix()));
    };
  }

  Past past(Past past) {
    return new Past(
        past.generations().stream().map(this::generation).toList(),
        past.older(),
        past.inForce(),
        past.orders().stream().map(this::order).toList(),
        secret.clean(past.unread()));
  }

  private PastGeneration generation(PastGeneration one) {
    return new PastGeneration(
        one.number(),
        one.kind(),
        one.at(),
        one.accepted(),
        secret.clean(one.who()),
        secret.clean(one.why()),
        one.digest(),
        one.outcome(),
        one.targets(),
        one.prefixes(),
        one.sizes());
  }

  private AuditEntry order(AuditEntry one) {
    return new AuditEntry(
        one.at(),
        secret.clean(one.who()),
        secret.clean(one.what()),
        secret.clean(one.why()),
        one.digest());
  }
}
