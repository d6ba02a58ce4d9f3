package org.postern.command.plan;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.postern.address.Prefix;
import org.postern.command.Line;
import org.postern.command.outcome.Origins;
import org.postern.command.outcome.PlanReport;
import org.postern.command.outcome.PlannedReport;
import org.postern.diagnostic.Counted;
import org.postern.diagnostic.Visible;
import org.postern.pipeline.Outcome;
import org.postern.plan.Change;
import org.postern.plan.Reason;
import org.postern.plan.Reasoned;

/**
 * A plan as a comment on a change in GitHub-flavoured Markdown: warnings first, then how much
 * changes and why, then the prefixes in parts that unfold. What would make it too long is counted
 * instead of listed.
 */
final class PlanMarkdown {
  /** The name of the form. */
  static final String FORMAT = "markdown";

  /** The longest comment that GitHub takes, in characters; there are never fewer bytes. */
  static final int LONGEST = 65_536;

  /** The room for the sentence that says what is left out. */
  private static final int RESERVE = 300;

  /** The most rows of one reason, so that the first does not take the room of all. */
  private static final int LISTED = 200;

  private final List<String> lines = new ArrayList<>();
  private int left = LONGEST - RESERVE;
  private int omitted;
  private boolean cut;

  private final String command;

  private PlanMarkdown(String command) {
    this.command = command;
  }

  /**
   * Returns the lines of the comment.
   *
   * @param command the command that is asked
   */
  static List<Line> of(String command, List<Outcome> outcomes) {
    PlanMarkdown markdown = new PlanMarkdown(command);
    outcomes.forEach(markdown::add);
    markdown.end();
    return markdown.lines.stream().map(Line::plain).toList();
  }

  private void add(Outcome outcome) {
    if (!(outcome instanceof Outcome.Planned planned)) {
      add(List.of("### postern " + command + ": there is none", ""));
      List<String> why = PlanCautions.instead(outcome).stream().map(Visible::text).toList();
      fenced(List.of(), "", why, List.of(""));
      return;
    }
    Reasoned reasoned = PlannedReport.reasoned(planned);
    PlanCautions cautions = PlanCautions.of(planned);
    add(
        List.of(
            "### postern " + command + ", " + Markdown.text(PlannedReport.headline(planned)),
            "",
            "From %s to %s."
                .formatted(
                    Markdown.code(PlanDiff.held(planned)),
                    Markdown.code(planned.prepared().policy().file())),
            ""));
    warn(cautions.warnings());
    table(reasoned);
    note(cautions.notes());
    Origins origins = Origins.of(planned.prepared());
    for (Reasoned.OfRule rule : reasoned.rules()) {
      rule.groups().forEach(group -> list(rule.rule().name(), group, origins));
    }
  }

  /** Adds all of a block, or nothing of it. */
  private boolean add(List<String> block) {
    int size = size(block);
    if (size > left) {
      cut = true;
      return false;
    }
    left -= size;
    lines.addAll(block);
    return true;
  }

  static int size(List<String> block) {
    return block.stream().mapToInt(line -> line.getBytes(StandardCharsets.UTF_8).length + 1).sum();
  }

  private void warn(List<String> warnings) {
    if (!warnings.isEmpty()) {
      add(List.of("> [!WARNING]"));
      warnings.forEach(text -> add(List.of("> - " + Markdown.text(text))));
      add(List.of(""));
    }
  }

  private void note(List<String> notes) {
    if (!notes.isEmpty()) {
      notes.forEach(text -> add(List.of("- " + Markdown.text(text))));
      add(List.of(""));
    }
  }

  private void table(Reasoned reasoned) {
    if (reasoned.rules().isEmpty() && reasoned.repairs().isEmpty()) {
      return;
    }
    add(List.of("| Rule | Prefixes added | Prefixes removed | Reason |", "|---|---:|---:|---|"));
    for (Reasoned.OfRule rule : reasoned.rules()) {
      String name = rule.rule().name();
      if (rule.before().isEmpty() || rule.after().isEmpty()) {
        String what = rule.before().isEmpty() ? "new rule: " : "rule taken out: ";
        row(name, "", "", what + PlanReport.judges(rule.rule()));
      }
      for (Change.Difference what : rule.frame()) {
        row(name, "", "", what.text());
      }
      rule.groups().forEach(group -> row(name, group));
    }
    reasoned.repairs().forEach(what -> row("", "", "", "repair: " + what));
    add(List.of(""));
  }

  private void row(String rule, Reasoned.Group group) {
    String count = String.valueOf(PlanReport.prefixCount(group.peers()));
    String why = group.reason().explained();
    switch (group.reason().effect()) {
      case ADDS -> row(rule, count, "", why);
      case REMOVES -> row(rule, "", count, why);
      case KEEPS ->
          row(
              rule,
              "",
              "",
              Counted.of(PlanReport.prefixCount(group.peers()), "prefix") + ", " + why);
    }
  }

  private void row(String rule, String added, String removed, String reason) {
    add(
        List.of(
            "| %s | %s | %s | %s |"
                .formatted(Markdown.text(rule), added, removed, Markdown.text(reason))));
  }

  private void list(String rule, Reasoned.Group group, Origins origins) {
    List<Prefix> prefixes = group.peers().prefixes();
    List<Prefix> shown = prefixes.subList(0, Math.min(LISTED, prefixes.size()));
    Map<Prefix, String> whence = origins.of(group.reason().effect(), shown, false);
    List<String> rows =
        shown.stream()
            .map(prefix -> row(group.reason(), prefix, whence.getOrDefault(prefix, "")))
            .toList();
    String title =
        "rule %s: %s, %s"
            .formatted(rule, Counted.of(prefixes.size(), "prefix"), group.reason().text());
    List<String> begin = List.of("<details><summary>" + Markdown.html(title) + "</summary>", "");
    omitted += prefixes.size() - fenced(begin, "diff", rows, List.of("", "</details>", ""));
  }

  /**
   * Writes as many rows as there is room for, with what stands around them, and returns how many.
   */
  private int fenced(List<String> begin, String language, List<String> rows, List<String> end) {
    String fence = Markdown.fence(rows);
    List<String> block = new ArrayList<>(begin);
    block.add(fence + language);
    int room = left - size(block) - size(List.of(fence)) - size(end);
    int fit = 0;
    while (fit < rows.size() && room >= size(rows.subList(fit, fit + 1))) {
      room -= size(rows.subList(fit, fit + 1));
      fit++;
    }
    if (fit > 0) {
      block.addAll(rows.subList(0, fit));
      block.add(fence);
      block.addAll(end);
      add(block);
    }
    return fit;
  }

  private static String row(Reason reason, Prefix prefix, String from) {
    String mark = reason.effect() == Reason.Effect.KEEPS ? " " : PlanReport.mark(reason);
    return Visible.text(mark + " " + PlanReport.row(prefix, from, "  "));
  }

  private void end() {
    if (omitted > 0 || cut) {
      String what =
          cut
              ? "This is not all"
              : Counted.grouped(omitted, "prefix")
                  + Counted.one(omitted, " is", " are")
                  + " not listed";
      lines.add(what + "; `postern " + command + " --format diff` lists everything.");
    }
  }
}
