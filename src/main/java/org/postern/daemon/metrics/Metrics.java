package org.postern.daemon.metrics;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.postern.daemon.SetStatus;
import org.postern.daemon.SourceStatus;
import org.postern.daemon.Status;
import org.postern.daemon.Tally;
import org.postern.daemon.alarm.Alarm;
import org.postern.daemon.follow.LearningTally;
import org.postern.daemon.journal.EventKind;
import org.postern.host.ControlGroup;
import org.postern.host.Version;
import org.postern.pipeline.Prepared;
import org.postern.plan.AccessRule;
import org.postern.plan.Bypass;
import org.postern.plan.EntryState;
import org.postern.plan.Judgement;
import org.postern.plan.Observation;
import org.postern.plan.Proof;
import org.postern.plan.memory.ChangeSide;
import org.postern.plan.memory.HeldMembers;
import org.postern.plan.memory.MemberKind;
import org.postern.plan.memory.PendingChange;
import org.postern.state.Generation;
import org.postern.state.Orders;

/**
 * A status as metrics. Their labels hold names of the policy (sets, sources that are asked, rules,
 * targets) and words of ours, never an address that a peer sent or a text that a server answered:
 * how many there are is up to who writes the policy, and at most {@value Figures#MOST} a metric.
 * Ages are told as times, because who reads them has a clock.
 */
public final class Metrics {
  private final Status status;
  private final Figures figures = new Figures();

  private Metrics(Status status) {
    this.status = status;
  }

  /** Renders the status in the text format of Prometheus, version 0.0.4. */
  public static String render(Status status) {
    Metrics metrics = new Metrics(status);
    metrics.daemon();
    metrics.inForce();
    status.tally().ifPresent(metrics::events);
    status.learning().ifPresent(metrics::learning);
    metrics.alarms();
    metrics.targets();
    metrics.rules();
    metrics.sources();
    metrics.sets();
    metrics.held();
    metrics.memory();
    return metrics.figures.text();
  }

  private void daemon() {
    figures
        .gauge("build_info", "The version of Postern, as a label.", "version")
        .set(1, Version.text());
    figures.gauge("status_timestamp_seconds", "When these figures were true.").set(status.at());
  }

  private void inForce() {
    Orders orders = status.inForce().recall().orders();
    status.inForce().recall().generation().ifPresent(this::generation);
    figures
        .gauge("paused", "Whether nothing is changed, as ordered.")
        .set(orders.pause().isPresent());
    figures
        .gauge("pinned", "Whether one generation stays, whatever sources say.")
        .set(orders.pin().isPresent());
    figures
        .gauge("removed", "Whether everything was taken out, as ordered.")
        .set(orders.removal().isPresent());
    figures
        .gauge("edited_files", "Policy files that differ from what was accepted.")
        .set(status.edited().size());
  }

  private void generation(Generation generation) {
    figures.gauge("generation", "The number of the generation in force.").set(generation.number());
    figures
        .gauge("generation_timestamp_seconds", "When the generation in force came to be.")
        .set(generation.at());
    figures
        .gauge("policy_accepted_timestamp_seconds", "When the policy in force was accepted.")
        .set(generation.accepted());
    figures
        .gauge("unconfirmed", "Whether the generation in force waits to be confirmed.")
        .set(generation.confirmation().isPresent());
  }

  private void learning(LearningTally tally) {
    Figures.Metric knocks =
        figures.counter("knocks", "Peers that knocked and are learned by name, by fate.", "fate");
    knocks.set(tally.learned(), "learned");
    knocks.set(tally.refused(), "refused");
    knocks.set(tally.unsure(), "unsure");
    knocks.set(tally.remembered(), "remembered");
    knocks.set(tally.dropped(), "dropped");
    knocks.set(tally.lost(), "lost");
    figures.gauge("knocks_in_flight", "Names that are looked up now.").set(tally.flying());
    figures.gauge("knocks_kept", "Peers that are remembered now.").set(tally.kept());
  }

  private void events(Tally tally) {
    figures.gauge("start_time_seconds", "When the daemon started.").set(tally.since());
    Figures.Metric counter =
        figures.counter("events", "Events that the journal was told, by kind.", "kind");
    for (EventKind kind : EventKind.values()) {
      counter.set(tally.of(kind), kind.text());
    }
    figures
        .counter("refreshes", "How often other answers of the sources were looked at.")
        .set(tally.refreshes());
    figures
        .counter("applies", "Changes that other answers led to, applied and proven.")
        .set(tally.of(EventKind.APPLIED));
    figures
        .counter("failed_applies", "Changes that other answers led to, and that failed.")
        .set(tally.of(EventKind.NOT_APPLIED));
  }

  private void alarms() {
    Figures.Metric alarms =
        figures.gauge("alarms", "Alarms that stand, by kind.", "kind", "priority");
    Map<EventKind, Integer> standing = new EnumMap<>(EventKind.class);
    for (Alarm alarm : status.alarms()) {
      standing.merge(alarm.kind(), 1, Integer::sum);
    }
    for (EventKind kind : EventKind.values()) {
      if (kind.stands()) {
        String priority = kind.priority().name().toLowerCase(Locale.ROOT);
        alarms.set(standing.getOrDefault(kind, 0), kind.text(), priority);
      }
    }
  }

  private void targets() {
    Figures.Metric held =
        figures.gauge("target_held", "Whether the target holds what it should.", "target");
    Figures.Metric proven =
        figures.gauge(
            "target_proven_timestamp_seconds", "When that was last known to be so.", "target");
    Figures.Metric proof =
        figures.gauge("target_proof", "How that is known, one of them 1.", "target", "proof");
    Figures.Metric proofs =
        figures.counter("target_proofs", "How often it was known, and how.", "target", "proof");
    Figures.Metric repairs =
        figures.counter("target_repairs", "How often the target was repaired.", "target");
    Figures.Metric fragments =
        figures.counter(
            "target_fragments",
            "IPv6 fragments refused because they hid which rule judges them.",
            "target");
    Figures.Metric strangers =
        figures.gauge(
            "target_strangers",
            "Peers that rules refused or observed in the last minute.",
            "target");
    Figures.Metric failures =
        figures.counter("target_failures", "Looks that found it not to be so.", "target");
    for (Status.TargetStatus target : status.targets()) {
      held.set(target.held(), target.name());
      target.provenAt().ifPresent(at -> proven.set(at, target.name()));
      for (Proof kind : Proof.values()) {
        proof.set(target.held() && kind == target.proof(), target.name(), kind.text());
        proofs.set(target.tally().of(kind), target.name(), kind.text());
      }
      repairs.set(target.tally().repairs(), target.name());
      failures.set(target.tally().failures(), target.name());
      fragments.set(target.fragments(), target.name());
      target.strangers().ifPresent(rate -> strangers.set(rate, target.name()));
    }
  }

  private void rules() {
    Figures.Metric packets =
        figures.counter(
            "rule_packets",
            "Openings of connections judged by the rule, since the target made it; of a rule of"
                + " mail recipients, since its log was read.",
            "target",
            "rule",
            "judgement");
    Figures.Metric open =
        figures.gauge("rule_open", "Whether the rule refuses no peer, as ordered.", "rule");
    Figures.Metric none =
        figures.gauge(
            "rule_without_effect",
            "Whether others drop all that the rule is there to let through.",
            "target",
            "rule");
    List<AccessRule> rules =
        status
            .inForce()
            .prepared()
            .map(Prepared::wanted)
            .map(ruleset -> ruleset.rules())
            .orElse(List.of());
    for (AccessRule rule : rules) {
      open.set(rule.isOpen(status.at()), rule.name());
      for (Status.TargetStatus target : status.targets()) {
        Observation.Counters counted = target.counters().get(rule.name());
        if (counted != null) {
          none.set(hasNoEffect(target, rule), target.name(), rule.name());
          if (rule.judgesPackets()) {
            packets.set(counted.accepted(), target.name(), rule.name(), Judgement.ACCEPTED.text());
          }
          if (rule.refusal() != Judgement.ACCEPTED) {
            packets.set(counted.refused(), target.name(), rule.name(), rule.refusal().text());
          }
        }
      }
    }
    mail(rules);
  }

  /** Writes how much of the mail comes past the filter. */
  private void mail(List<AccessRule> rules) {
    Figures.Metric mail =
        figures.counter(
            "mail_packets",
            "Openings of connections at port 25, from accepted hosts and past them.",
            "target",
            "from");
    for (Status.TargetStatus target : status.targets()) {
      Bypass bypass = Bypass.of(rules, target.counters());
      if (bypass.isKnown()) {
        mail.set(bypass.accepted(), target.name(), "accepted");
        mail.set(bypass.past(), target.name(), "others");
      }
    }
  }

  private static boolean hasNoEffect(Status.TargetStatus target, AccessRule rule) {
    return target.effects().stream()
        .anyMatch(effect -> effect.isNone() && effect.rule().equals(rule.name()));
  }

  private static final String[] SOURCE = {"set", "source", "family"};

  private void sources() {
    Figures.Metric success =
        figures.gauge(
            "source_last_success_timestamp_seconds",
            "When the source last gave information.",
            SOURCE);
    Figures.Metric result =
        figures.gauge(
            "source_result",
            "What the source said last: data, absent, or none (no information); one of them 1.",
            with(SOURCE, "result"));
    Figures.Metric entries =
        figures.gauge("source_entries", "Entries as the source last published them.", SOURCE);
    Figures.Metric failures =
        figures.gauge(
            "source_consecutive_failures", "How often in a row nothing was learned.", SOURCE);
    Figures.Metric next =
        figures.gauge(
            "source_next_question_timestamp_seconds", "When the source is asked next.", SOURCE);
    Figures.Metric stale =
        figures.gauge(
            "source_stale", "Whether the last good answer stands in for a newer one.", SOURCE);
    Map<SourceStatus.Result, Integer> counts = new EnumMap<>(SourceStatus.Result.class);
    for (SourceStatus source : SourceStatus.of(status)) {
      String[] of = {source.set(), source.source(), source.family().text()};
      source.lastSuccess().ifPresent(at -> success.set(at, of));
      for (SourceStatus.Result one : SourceStatus.Result.values()) {
        result.set(source.result().filter(one::equals).isPresent(), with(of, one.text()));
      }
      entries.set(source.entries(), of);
      failures.set(source.failures(), of);
      source.next().ifPresent(at -> next.set(at, of));
      stale.set(source.stale(), of);
      source.result().ifPresent(one -> counts.merge(one, 1, Integer::sum));
    }
    Figures.Metric all =
        figures.gauge(
            "sources", "Sources by what they said last, each family by itself.", "result");
    for (SourceStatus.Result one : SourceStatus.Result.values()) {
      all.set(counts.getOrDefault(one, 0), one.text());
    }
  }

  private static String[] with(String[] words, String last) {
    String[] all = Arrays.copyOf(words, words.length + 1);
    all[words.length] = last;
    return all;
  }

  private void sets() {
    Figures.Metric entries =
        figures.gauge(
            "set_entries",
            "Entries as published that are in force: fresh, fading (no longer named), stale, held"
                + " (removal waits).",
            "set",
            "family",
            "standing");
    Figures.Metric prefixes =
        figures.gauge(
            "set_prefixes",
            "Prefixes in force: what the entries of the set amount to.",
            "set",
            "family");
    for (SetStatus set : SetStatus.of(status)) {
      for (EntryState standing : EntryState.values()) {
        entries.set(set.of(standing), set.set(), set.family().text(), standing.text());
      }
      prefixes.set(set.prefixes(), set.set(), set.family().text());
    }
  }

  private void held() {
    Figures.Metric held =
        figures.gauge(
            "set_held_entries",
            "Entries as published of changes that wait for an approval, by the half of the change.",
            "set",
            "family",
            "half");
    for (SetStatus set : SetStatus.of(status)) {
      for (ChangeSide half : ChangeSide.values()) {
        int waiting =
            status.held().stream()
                .filter(
                    one -> one.set().equals(set.set()) && one.kind() == MemberKind.of(set.family()))
                .filter(one -> one.side() == half)
                .map(PendingChange::what)
                .mapToInt(HeldMembers::size)
                .sum();
        held.set(waiting, set.set(), set.family().text(), half.text());
      }
    }
    figures.gauge("held_changes", "Changes that wait for an approval.").set(status.held().size());
  }

  private void memory() {
    status.memory().ifPresent(this::memory);
  }

  private void memory(ControlGroup.Memory memory) {
    figures
        .gauge("memory_bytes", "Memory charged to the unit of the daemon, the kernel's included.")
        .set(memory.current());
    memory
        .limit()
        .ifPresent(
            limit -> figures.gauge("memory_limit_bytes", "At which it is killed.").set(limit));
    memory
        .kernel()
        .ifPresent(
            kernel ->
                figures
                    .gauge("kernel_memory_bytes", "The kernel's part of it, its sets included.")
                    .set(kernel));
  }
}
