package org.postern.command.trial;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.postern.address.Address;
import org.postern.command.ExitCode;
import org.postern.command.Line;
import org.postern.command.Reply;
import org.postern.command.outcome.PlanReport;
import org.postern.diagnostic.Counted;
import org.postern.host.MappedList;
import org.postern.pipeline.Prepared;
import org.postern.pipeline.check.Explainer;
import org.postern.plan.AccessRule;
import org.postern.plan.Attempt;
import org.postern.plan.Judgement;
import org.postern.plan.Peers;
import org.postern.policy.Hook;
import org.postern.policy.Refusal;

/** The findings of {@code try}, for people and for programs. */
final class TrialReport {
  /** The most peers of one kind that are listed; more are counted, and JSON lists all. */
  private static final int LISTED = 16;

  private final Prepared prepared;
  private final TrialPlan plan;
  private final TrialFindings findings;
  private final TrialVerdict verdict;
  private final TrialReasons reasons;
  private final Reply.Builder reply;

  /** The connections in the order of the rules. */
  private final List<Integer> told = new ArrayList<>();

  TrialReport(Prepared prepared, TrialPlan plan, TrialFindings findings, Reply.Builder reply) {
    this.prepared = prepared;
    this.plan = plan;
    this.findings = findings;
    this.verdict = new TrialVerdict(plan.ruleset());
    this.reasons = new TrialReasons(new Explainer(prepared), verdict);
    this.reply = reply;
  }

  void add() {
    TrialDocument.Load load = loaded();
    plan.ruleset().rules().forEach(this::rule);
    List<String> contradictions = verdict.contradictions(plan.probes(), findings);
    contradictions.forEach(one -> reply.error(Line.Style.BAD, "contradiction: " + one));
    if (!contradictions.isEmpty()) {
      reply.exit(ExitCode.PARTIAL);
    }
    TrialChangingReport.add(findings.changing(), reply);
    long right = 0;
    for (int i = 0; i < plan.probes().size(); i++) {
      right += holds(i) ? 1 : 0;
    }
    reply.line(
        contradictions.isEmpty() ? Line.Style.GOOD : Line.Style.BAD,
        "%d of %s as expected, in %s"
            .formatted(
                right,
                Counted.of(plan.probes().size(), "connection"),
                seconds(findings.probeMicros())));
    reply.document(
        new TrialDocument(
            load,
            Optional.of(findings.changing()).filter(one -> one.changes() > 0),
            right,
            plan.probes().size(),
            findings.probeMicros(),
            contradictions,
            new MappedList<>(told, this::document)));
  }

  private TrialDocument.Load loaded() {
    int prefixes = 0;
    for (AccessRule rule : plan.ruleset().rules()) {
      prefixes += rule.peers() instanceof Peers.Only only ? only.addresses().prefixes().size() : 0;
    }
    boolean proven = findings.difference().isEmpty();
    reply.line(
        Line.Style.HEADING,
        "%s with %s loaded into the real kernel in %d ms, %s"
            .formatted(
                Counted.of(plan.ruleset().rules().size(), "rule"),
                Counted.of(prefixes, "prefix"),
                findings.loadMicros() / 1_000,
                proven ? "proof exact" : "not proven"));
    return new TrialDocument.Load(
        plan.ruleset().rules().size(), prefixes, findings.loadMicros(), proven ? "exact" : "none");
  }

  private void rule(AccessRule rule) {
    boolean enforced =
        prepared.policy().rule(rule.name()).flatMap(one -> one.otherwise()).stream()
            .anyMatch(written -> written == Refusal.OBSERVE && rule.refusal() == Judgement.REFUSED);
    reply.line(
        Line.Style.HEADING,
        "rule " + PlanReport.describe(rule) + (enforced ? " (enforced for this trial)" : ""));
    sampled(rule);
    Map<String, Integer> listed = new TreeMap<>();
    for (int i = 0; i < plan.probes().size(); i++) {
      TrialProbe probe = plan.probes().get(i);
      if (probe.rule().equals(rule.name())) {
        told.add(i);
        boolean asked = probe.kind() == TrialProbe.Kind.ASKED;
        if (asked || !holds(i) || listed.merge(outcome(i), 1, Integer::sum) <= LISTED) {
          line(i, rule);
        }
        if (asked && findings.ends().get(i).ended() != TrialFindings.Ended.CONNECTED) {
          reply.exit(ExitCode.NO);
        }
      }
    }
    listed.forEach(this::unlisted);
  }

  private void sampled(AccessRule rule) {
    Optional.ofNullable(plan.samples().get(rule.name())).orElse(Map.of()).entrySet().stream()
        .filter(sample -> sample.getValue().tried() < sample.getValue().intervals())
        .forEach(
            sample ->
                reply.line(
                    Line.Style.ASIDE,
                    "  the ends of %d of %s are tried"
                        .formatted(
                            sample.getValue().tried(),
                            Counted.of(
                                sample.getValue().intervals(),
                                sample.getKey().label() + " interval"))));
  }

  private void unlisted(String outcome, int count) {
    if (count > LISTED) {
      reply.line(
          Line.Style.ASIDE,
          "  %-12s  and %d more (--format json lists all)".formatted(outcome, count - LISTED));
    }
  }

  private void line(int index, AccessRule rule) {
    TrialProbe probe = plan.probes().get(index);
    TrialFindings.End end = findings.ends().get(index);
    boolean through = end.ended() == TrialFindings.Ended.CONNECTED;
    String time = through ? milliseconds(end.micros()) : "";
    Line.Style style = Line.Style.PLAIN;
    if (!holds(index)) {
      style = Line.Style.BAD;
    } else if (probe.kind() == TrialProbe.Kind.ASKED) {
      style = through ? Line.Style.GOOD : Line.Style.CAUTION;
    }
    String text =
        "  %-12s  %s  %9s  %s%s"
            .formatted(
                outcome(index),
                padded(probe.packet().peer()),
                time,
                reasons.why(probe),
                where(probe, rule));
    reply.line(style, text.stripTrailing());
  }

  private String outcome(int index) {
    Attempt.Opening packet = plan.probes().get(index).packet();
    return switch (findings.ends().get(index).ended()) {
      case CONNECTED ->
          verdict.judgement(packet) == Judgement.OBSERVED ? "observed" : "came through";
      case RESET -> "rejected";
      case SILENT -> "kept out";
    };
  }

  /** Returns the peer in a column as wide as the widest peer. */
  private String padded(Address peer) {
    int widest =
        plan.probes().stream()
            .mapToInt(probe -> probe.packet().peer().toString().length())
            .max()
            .orElse(0);
    return peer + " ".repeat(widest - peer.toString().length());
  }

  private boolean holds(int index) {
    return verdict.holds(plan.probes().get(index).packet(), findings.ends().get(index).ended());
  }

  /** Returns the place of a packet, where a rule judges at several. */
  private static String where(TrialProbe probe, AccessRule rule) {
    Attempt.Opening packet = probe.packet();
    boolean several = rule.packets().hooks().size() > 1 || rule.packets().interfaces().size() > 1;
    String in = packet.hook() == Hook.OUTPUT ? "" : " by " + packet.inInterface();
    List<String> words = new ArrayList<>();
    if (several) {
      words.add(packet.hook().text() + in);
    }
    if (rule.packets().ports().single().isEmpty()) {
      words.add("port " + packet.port());
    }
    return words.isEmpty() ? "" : " (" + String.join(", ", words) + ")";
  }

  private TrialDocument.Probe document(int index) {
    TrialProbe probe = plan.probes().get(index);
    TrialFindings.End end = findings.ends().get(index);
    return new TrialDocument.Probe(
        probe.rule(),
        TrialPacket.of(probe.packet()),
        probe.kind(),
        probe.beside(),
        verdict.judgement(probe.packet()),
        verdict.expected(probe.packet()),
        end.ended(),
        end.micros(),
        reasons.why(probe));
  }

  private static String milliseconds(long micros) {
    return String.format(Locale.ROOT, "%.2f ms", micros / 1e3);
  }

  private static String seconds(long micros) {
    return String.format(Locale.ROOT, "%.1f s", micros / 1e6);
  }
}
