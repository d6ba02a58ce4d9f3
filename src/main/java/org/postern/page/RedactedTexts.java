package org.postern.page;

import java.util.List;
import java.util.Optional;
import org.postern.plan.Obstacle;
import org.postern.plan.SettledEntry;
import org.postern.policy.Rule;
import org.postern.policy.SetDefinition;
import org.postern.policy.SourceSpec;
import org.postern.source.Answer;
import org.postern.source.Entry;
import org.postern.source.Resolution;
import org.postern.source.ResolvedSets;
import org.postern.state.Approval;
import org.postern.state.AuditEntry;
import org.postern.state.Held;
import org.postern.state.KeptEntry;
import org.postern.state.LastGood;
import org.postern.state.Memory;
import org.postern.state.Orders;

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
    return switch (source) {
      case SourceSpec.Literal literal -> literal(literal).map(SourceSpec.class::cast);
      case SourceSpec.Dns dns -> Optional.of(dns);
      case SourceSpec.ListFile file -> Optional.of(file);
      case SourceSpec.Reference reference -> Optional.of(reference);
    };
  }

  private List<SourceSpec.Literal> literals(List<SourceSpec.Literal> all) {
    return all.stream().flatMap(one -> literal(one).stream()).toList();
  }

  private Optional<SourceSpec.Literal> literal(SourceSpec.Literal one) {
    return secret.touches(one.interval())
        ? Optional.empty()
        : Optional.of(
            new SourceSpec.Literal(
                one.span(), one.interval(), one.text(), secret.clean(one.label()), one.until()));
  }

  Rule rule(Rule rule) {
    return new Rule(
        rule.name(),
        rule.span(),
        rule.hooks(),
        rule.interfaces(),
        rule.servers().map(secret::visible),
        rule.port(),
        rule.accept(),
        rule.otherwise(),
        literals(rule.never()),
        rule.unknown(),
        rule.running(),
        rule.log(),
        rule.review(),
        rule.opens());
  }

  SettledEntry entry(SettledEntry one) {
    return new SettledEntry(one.key(), kept(one.entry()), one.standing(), one.until());
  }

  private KeptEntry kept(KeptEntry one) {
    return new KeptEntry(
        one.interval(),
        secret.clean(one.label()),
        one.line(),
        one.firstSeen(),
        one.lastConfirmed(),
        one.missingSince());
  }

  LastGood lastGood(LastGood good) {
    return new LastGood(
        good.key(),
        good.at(),
        good.ttl(),
        secret.clean(good.via()),
        secret.clean(good.server()),
        good.entries().stream()
            .filter(one -> !secret.touches(one.interval()))
            .map(this::kept)
            .toList(),
        good.absence());
  }

  ResolvedSets resolved(ResolvedSets resolved) {
    return new ResolvedSets(
        resolved.at(),
        resolved.resolutions().stream()
            .filter(one -> !secret.hides(one.key().set()))
            .map(this::resolution)
            .toList());
  }

  Resolution resolution(Resolution resolution) {
    return switch (resolution) {
      case Resolution.Fresh one ->
          new Resolution.Fresh(
              one.key(),
              one.outside(),
              one.entries().stream().flatMap(entry -> entry(entry).stream()).toList(),
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

  private Optional<Entry> entry(Entry one) {
    return secret.touches(one.interval())
        ? Optional.empty()
        : Optional.of(new Entry(one.interval(), secret.clean(one.label()), one.line()));
  }

  private Answer.NoInformation why(Answer.NoInformation why) {
    return new Answer.NoInformation(why.cause(), secret.clean(why.detail()));
  }

  List<Held> held(List<Held> all) {
    return all.stream().map(this::held).toList();
  }

  /** The digest of few addresses tells them to whoever tries all. */
  private Held held(Held one) {
    return new Held(
        secret.hides(one.set()) ? Secret.MARK : one.digest(),
        one.set(),
        one.family(),
        one.half(),
        one.guards(),
        secret.clean(one.message()),
        secret.hides(one.set())
            ? List.of()
            : one.what().stream().filter(what -> !secret.touches(what)).toList(),
        one.sizes(),
        one.since(),
        one.proposed());
  }

  /** Of the memory a page tells the approvals. */
  Memory memory(Memory memory) {
    return Memory.empty()
        .withGeneration(memory.generation())
        .withSamples(memory.samples())
        .withHeld(held(memory.held()))
        .withApprovals(approvals(memory.approvals()));
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
      case Obstacle.Blocked one -> new Obstacle.Blocked(one.rule(), secret.clean(one.why()));
      case Obstacle.Nobody one -> new Obstacle.Nobody(one.rule(), secret.clean(one.why()));
      case Obstacle.Unfit one -> new Obstacle.Unfit(one.rule(), secret.clean(one.why()));
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
