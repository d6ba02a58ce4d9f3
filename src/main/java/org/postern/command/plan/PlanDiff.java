package org.postern.command.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.postern.address.AddressSet;
import org.postern.address.Prefix;
import org.postern.command.Line;
import org.postern.command.outcome.Origins;
import org.postern.command.outcome.PlanReport;
import org.postern.command.outcome.PlannedReport;
import org.postern.pipeline.Outcome;
import org.postern.plan.AccessRule;
import org.postern.plan.Change;
import org.postern.plan.Peers;
import org.postern.plan.Reason;
import org.postern.plan.Reasoned;

/**
 * A plan as a unified diff (POSIX diff -u) from what a target holds to what the policy means, rule
 * by rule a hunk, every prefix a line with its reason behind. Its lines are the whole of both
 * texts, so the numbers of each hunk count what is shown; lines outside of hunks are comments. It
 * is the same whenever the plan is.
 */
final class PlanDiff {
  /** The name of the form. */
  static final String FORMAT = "diff";

  /** The most prefixes that stay and are shown beside those that go. */
  private static final int CONTEXT = 10;

  private final List<Line> lines = new ArrayList<>();
  private int before;
  private int after;

  private PlanDiff() {}

  static List<Line> of(List<Outcome> outcomes) {
    List<Line> lines = new ArrayList<>();
    for (Outcome outcome : outcomes) {
      PlanDiff diff = new PlanDiff();
      diff.add(outcome);
      lines.addAll(diff.lines);
    }
    return lines;
  }

  private void add(Outcome outcome) {
    if (!(outcome instanceof Outcome.Planned planned)) {
      PlanCautions.instead(outcome).forEach(text -> comment(Line.Style.BAD, text));
      return;
    }
    PlanCautions cautions = PlanCautions.of(planned);
    cautions.warnings().forEach(text -> comment(Line.Style.CAUTION, text));
    cautions.notes().forEach(text -> comment(Line.Style.ASIDE, text));
    comment(Line.Style.HEADING, PlannedReport.headline(planned));
    Reasoned reasoned = PlannedReport.reasoned(planned);
    for (Reasoned.OfRule rule : reasoned.rules()) {
      comment(Line.Style.ASIDE, "rule " + rule.rule().name());
      PlanReport.countLines(rule).forEach(line -> comment(line.style(), "  " + line.text()));
    }
    reasoned.repairs().forEach(what -> comment(Line.Style.CAUTION, "repair: " + what));
    hunks(planned, reasoned);
  }

  private void comment(Line.Style style, String text) {
    lines.add(Line.of(style, "# " + text));
  }

  private void hunks(Outcome.Planned planned, Reasoned reasoned) {
    List<Reasoned.OfRule> changed =
        reasoned.rules().stream().filter(Reasoned.OfRule::isChanged).toList();
    if (changed.isEmpty()) {
      return;
    }
    lines.add(Line.of(Line.Style.HEADING, "--- " + held(planned)));
    lines.add(Line.of(Line.Style.HEADING, "+++ " + planned.prepared().policy().file()));
    Origins origins = Origins.of(planned.prepared());
    for (Reasoned.OfRule rule : changed) {
      hunk(rule, origins);
    }
  }

  /** Returns the target, and what of ours it was brought to last. */
  static String held(Outcome.Planned planned) {
    int generation = planned.prepared().memory().generation();
    return planned.target() + (generation == 0 ? "" : " (generation " + generation + ")");
  }

  private void hunk(Reasoned.OfRule rule, Origins origins) {
    List<Line> hunk = new ArrayList<>(frame(rule));
    for (Row row : rows(rule, origins)) {
      hunk.add(Line.of(row.style(), row.text()));
    }
    int removed = count(hunk, '-');
    int added = count(hunk, '+');
    int kept = hunk.size() - removed - added;
    lines.add(
        Line.of(
            Line.Style.HEADING,
            "@@ -%s +%s @@ rule %s"
                .formatted(
                    range(before, removed + kept),
                    range(after, added + kept),
                    PlanReport.frame(rule.rule()))));
    lines.addAll(hunk);
    before += removed + kept;
    after += added + kept;
  }

  private static int count(List<Line> hunk, char mark) {
    return (int) hunk.stream().filter(line -> line.text().charAt(0) == mark).count();
  }

  /**
   * Returns the first line and the number of lines; where there are none, the line before which
   * they would be.
   */
  static String range(int before, int count) {
    return (count == 0 ? before : before + 1) + "," + count;
  }

  private static List<Line> frame(Reasoned.OfRule rule) {
    List<Line> lines = new ArrayList<>();
    if (rule.before().isEmpty() || rule.after().isEmpty()) {
      boolean gone = rule.after().isEmpty();
      lines.add(
          Line.of(
              gone ? Line.Style.REMOVED : Line.Style.ADDED,
              (gone ? "-" : "+") + "rule " + PlanReport.describe(rule.rule())));
    }
    for (Change.Difference what : rule.frame()) {
      lines.add(Line.of(Line.Style.REMOVED, "-" + what.key() + ": " + what.before()));
      lines.add(Line.of(Line.Style.ADDED, "+" + what.key() + ": " + what.after()));
    }
    return lines;
  }

  private record Row(Prefix prefix, Line.Style style, String text) {}

  /**
   * Returns the rows in the order of the addresses; those of the peers of a rule that is gone are
   * too.
   */
  private static List<Row> rows(Reasoned.OfRule rule, Origins origins) {
    List<Row> rows = new ArrayList<>();
    for (Reasoned.Group group : rule.groups()) {
      List<Prefix> all = group.peers().prefixes();
      boolean context = group.reason().effect() == Reason.Effect.KEEPS;
      List<Prefix> shown = context ? all.subList(0, Math.min(CONTEXT, all.size())) : all;
      rows.addAll(rows(group.reason(), shown, origins));
    }
    if (rule.after().isEmpty()) {
      rows.addAll(rows(Reason.GONE_FROM_POLICY, peers(rule.rule()).prefixes(), Origins.NONE));
    }
    rows.sort(Comparator.comparing(row -> row.prefix().first()));
    return rows;
  }

  private static AddressSet peers(AccessRule rule) {
    return switch (rule.peers()) {
      case Peers.Any any -> AddressSet.none();
      case Peers.Only only -> only.addresses();
    };
  }

  private static List<Row> rows(Reason reason, List<Prefix> prefixes, Origins origins) {
    Map<Prefix, String> whence = origins.of(reason.effect(), prefixes, false);
    String mark =
        switch (reason.effect()) {
          case ADDS -> "+";
          case REMOVES -> "-";
          case KEEPS -> " ";
        };
    List<Row> rows = new ArrayList<>();
    for (Prefix prefix : prefixes) {
      String from = whence.getOrDefault(prefix, "");
      String words = reason.text() + (from.isEmpty() ? "" : ": " + from);
      rows.add(
          new Row(prefix, PlanReport.style(reason), mark + PlanReport.row(prefix, words, "  # ")));
    }
    return rows;
  }
}
