package org.postern.daemon;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.postern.diagnostic.Visible;
import org.postern.host.ControlGroup;
import org.postern.host.Version;
import org.postern.pipeline.Prepared;
import org.postern.plan.AccessRule;
import org.postern.plan.ByHandTree;
import org.postern.plan.Effect;
import org.postern.plan.EffectiveDomains;
import org.postern.plan.EntryState;
import org.postern.plan.Observation;
import org.postern.plan.PendingChange;
import org.postern.plan.Proof;
import org.postern.policy.Refusal;
import org.postern.state.Generation;
import org.postern.state.Orders;

/**
 * A status as a tree for programs, the one form in which it leaves the daemon: maps with fixed
 * names, lists, texts, whole numbers and truths. Times are those of ISO 8601 in UTC; a member that
 * does not apply is left out. What it says is bounded by what the policy says, except the entries
 * of held changes, of which it tells the first.
 */
public final class StatusTree {
  /** Of a held change so many entries are told. */
  private static final int ENTRIES = 20;

  private StatusTree() {}

  /** The whole tree. */
  public static Map<String, Object> write(Status status) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("program", Version.text());
    tree.put("at", text(status.at()));
    status.tally().ifPresent(one -> tree.put("since", text(one.since())));
    status.passed().ifPresent(at -> tree.put("passed", text(at)));
    Optional<Generation> generation = status.inForce().recall().generation();
    generation.ifPresent(one -> tree.put("generation", generation(one)));
    tree.put("edited", status.edited());
    tree.put("orders", orders(status.inForce().recall().orders()));
    tree.put("targets", status.targets().stream().map(one -> target(status, one)).toList());
    tree.put("rules", rules(status));
    tree.put("sources", SourceStatus.of(status).stream().map(StatusTree::source).toList());
    tree.put("sets", SetStatus.of(status).stream().map(StatusTree::set).toList());
    tree.put("domains", domains(status));
    tree.put("held", status.held().stream().map(StatusTree::held).toList());
    tree.put("alarms", status.alarms().stream().map(StatusTree::alarm).toList());
    status.learning().ifPresent(one -> tree.put("learning", learning(one)));
    status.memory().ifPresent(one -> tree.put("memory", memory(one)));
    status.tally().ifPresent(one -> tallied(one, tree));
    return tree;
  }

  private static List<Map<String, Object>> domains(Status status) {
    return status.domains().stream().map(StatusTree::domains).toList();
  }

  private static Map<String, Object> domains(EffectiveDomains set) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("set", set.set());
    tree.put("members", set.since().size());
    tree.put("unseen", set.unseen().size());
    tree.put("waiting", set.waiting().size());
    tree.put("leftOut", set.leftOut().size());
    set.next(Instant.MIN).ifPresent(at -> tree.put("next", text(at)));
    tree.put("failures", set.failures().stream().map(one -> one.sentence(set.set())).toList());
    return tree;
  }

  private static String text(Instant time) {
    return time.toString();
  }

  private static Map<String, Object> generation(Generation generation) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("number", generation.number());
    tree.put("digest", generation.digest());
    tree.put("kind", word(generation.kind()));
    tree.put("at", text(generation.at()));
    tree.put("accepted", text(generation.accepted()));
    tree.put("who", generation.who());
    tree.put("why", generation.why());
    if (!generation.policy().isEmpty()) {
      tree.put("policy", generation.policy());
    }
    generation.confirmation().ifPresent(one -> tree.put("confirmBy", text(one.until())));
    return tree;
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static Map<String, Object> orders(Orders orders) {
    Map<String, Object> tree = new LinkedHashMap<>();
    orders
        .pin()
        .ifPresent(
            one -> {
              Map<String, Object> pin = given(one.given());
              pin.put("generation", one.generation());
              tree.put("pin", pin);
            });
    orders
        .pause()
        .ifPresent(
            one -> {
              Map<String, Object> pause = given(one.given());
              one.until().ifPresent(until -> pause.put("until", text(until)));
              tree.put("pause", pause);
            });
    List<Map<String, Object>> openings = new ArrayList<>();
    for (Orders.Opening one : orders.openings()) {
      Map<String, Object> opening = given(one.given());
      opening.put("rule", one.rule());
      opening.put("until", text(one.until()));
      openings.add(opening);
    }
    tree.put("openings", openings);
    orders.removal().ifPresent(one -> tree.put("removal", given(one.given())));
    return tree;
  }

  private static Map<String, Object> given(Orders.Given given) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("at", text(given.at()));
    tree.put("who", given.who());
    tree.put("why", given.why());
    return tree;
  }

  private static Map<String, Object> target(Status status, Status.TargetStatus target) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("target", target.name());
    tree.put("name", target.name());
    tree.put("kind", kind(status, target.name()));
    tree.put("inSync", target.held());
    tree.put("why", target.why());
    tree.put("proof", target.proof().text());
    target.provenAt().ifPresent(at -> tree.put("provenAt", text(at)));
    ByHandTree.put(target.byHand(), tree);
    tree.put("repairs", target.repairs());
    tree.put("failures", target.failures());
    Map<String, Object> proofs = new LinkedHashMap<>();
    for (Proof proof : Proof.values()) {
      proofs.put(proof.text(), target.proofs().getOrDefault(proof, 0L));
    }
    tree.put("proofs", proofs);
    Map<String, Object> counters = new LinkedHashMap<>();
    new TreeMap<>(target.counters())
        .forEach((rule, one) -> counters.put(rule, counters(isOfMail(status, rule), one)));
    tree.put("counters", counters);
    tree.put("fragments", target.fragments());
    past(status, target).ifPresent(past -> tree.put("past", past));
    target.strangers().ifPresent(rate -> tree.put("strangers", rate));
    tree.put("effects", target.effects().stream().map(StatusTree::effect).toList());
    return tree;
  }

  private static String kind(Status status, String target) {
    return status.inForce().prepared().map(one -> one.kind(target)).orElse(target);
  }

  private static Map<String, Object> effect(Effect effect) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("rule", effect.rule());
    tree.put("effect", effect.kind().text());
    tree.put("where", Visible.text(effect.where()));
    tree.put("why", Visible.text(effect.why()));
    tree.put("remedies", effect.remedies());
    return tree;
  }

  /** What comes past the filter, and since when that was counted, where it is known. */
  private static Optional<Map<String, Object>> past(Status status, Status.TargetStatus target) {
    return CountedBypass.of(status, target)
        .map(
            one -> {
              Map<String, Object> tree = new LinkedHashMap<>(one.bypass().tree());
              one.since().ifPresent(since -> tree.put("since", text(since)));
              return tree;
            });
  }

  private static boolean isOfMail(Status status, String rule) {
    return status
        .inForce()
        .prepared()
        .flatMap(one -> one.wanted().rule(rule))
        .filter(one -> !one.judgesPackets())
        .isPresent();
  }

  /** No log of a mail server tells whom a rule has accepted. */
  private static Map<String, Object> counters(boolean ofMail, Observation.Counters counters) {
    return ofMail
        ? Map.of("refused", counters.refused())
        : Map.of("accepted", counters.accepted(), "refused", counters.refused());
  }

  private static List<Map<String, Object>> rules(Status status) {
    return status
        .inForce()
        .prepared()
        .map(Prepared::wanted)
        .map(ruleset -> ruleset.rules().stream().map(StatusTree::rule).toList())
        .orElse(List.of());
  }

  private static Map<String, Object> rule(AccessRule rule) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("rule", rule.name());
    rule.otherwise().map(Refusal::text).ifPresent(one -> tree.put("otherwise", one));
    rule.openUntil().ifPresent(until -> tree.put("openUntil", text(until)));
    return tree;
  }

  private static Map<String, Object> source(SourceStatus source) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("set", source.key().set());
    tree.put("source", source.key().source());
    tree.put("family", source.key().family().text());
    source.result().ifPresent(one -> tree.put("result", one.text()));
    tree.put("why", source.why());
    source.lastSuccess().ifPresent(at -> tree.put("lastSuccess", text(at)));
    source.validUntil().ifPresent(at -> tree.put("validUntil", text(at)));
    tree.put("entries", source.entries());
    tree.put("stale", source.stale());
    tree.put("failures", source.failures());
    source.next().ifPresent(at -> tree.put("next", text(at)));
    return tree;
  }

  private static Map<String, Object> set(SetStatus set) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("set", set.set());
    tree.put("family", set.family().text());
    tree.put("entries", set.size());
    tree.put("prefixes", set.prefixes());
    for (EntryState standing : EntryState.values()) {
      tree.put(standing.text(), set.of(standing));
    }
    return tree;
  }

  private static Map<String, Object> held(PendingChange held) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("digest", held.digest());
    tree.put("set", held.set());
    tree.put("family", held.kind().text());
    tree.put("half", held.side().text());
    tree.put("guards", held.guards());
    tree.put("message", held.message());
    tree.put("proposed", held.proposed());
    tree.put("since", text(held.since()));
    tree.put("entries", held.what().size());
    tree.put("what", held.what().texts().limit(ENTRIES).toList());
    return tree;
  }

  private static Map<String, Object> alarm(Alarm alarm) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("kind", alarm.kind().text());
    tree.put("priority", word(alarm.kind().priority()));
    tree.put("wakes", alarm.kind().wakes());
    tree.put("subject", alarm.subject());
    tree.put("message", alarm.message());
    tree.put("since", text(alarm.since()));
    return tree;
  }

  private static Map<String, Object> learning(LearningTally tally) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("knocked", tally.knocked());
    tree.put("learned", tally.learned());
    tree.put("refused", tally.refused());
    tree.put("unsure", tally.unsure());
    tree.put("remembered", tally.remembered());
    tree.put("dropped", tally.dropped());
    tree.put("lost", tally.lost());
    tree.put("flying", tally.flying());
    tree.put("kept", tally.kept());
    return tree;
  }

  private static Map<String, Object> memory(ControlGroup.Memory memory) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("current", memory.current());
    memory.limit().ifPresent(bytes -> tree.put("limit", bytes));
    memory.kernel().ifPresent(bytes -> tree.put("kernel", bytes));
    return tree;
  }

  private static void tallied(Tally tally, Map<String, Object> tree) {
    Map<String, Object> events = new LinkedHashMap<>();
    for (EventKind kind : EventKind.values()) {
      if (tally.of(kind) > 0) {
        events.put(kind.text(), tally.of(kind));
      }
    }
    tree.put("events", events);
    tree.put("refreshes", tally.refreshes());
    tree.put("latest", tally.latest().stream().map(StatusTree::happened).toList());
  }

  private static Map<String, Object> happened(Tally.Happened one) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("at", text(one.at()));
    tree.put("event", one.kind().text());
    tree.put("message", Visible.text(one.message()));
    return tree;
  }
}
