package org.postern.command.plan;

import java.util.ArrayList;
import java.util.List;
import org.postern.address.Prefix;
import org.postern.command.ExitCode;
import org.postern.command.Line;
import org.postern.command.Reply;
import org.postern.command.outcome.PlanReport;
import org.postern.diagnostic.Counted;
import org.postern.pipeline.check.Comparison;

/** Tells the difference between the sources' answers in two lockfiles, in the forms of a plan. */
final class LockReport {
  private static final String EQUAL = "equal: every source answers alike";

  /** The room for everything but the prefixes, and for the words that say how many are left out. */
  private static final int RESERVE = 2_000;

  private final String command;
  private final Comparison.Side.Answers left;
  private final Comparison.Side.Answers right;
  private final List<Comparison.Difference> differences;
  private final List<Comparison.DomainDifference> domains;

  private LockReport(String command, Comparison.Side.Answers left, Comparison.Side.Answers right) {
    this.command = command;
    this.left = left;
    this.right = right;
    this.differences = Comparison.differences(left, right);
    this.domains = Comparison.domainDifferences(left, right);
  }

  /**
   * Adds the differences to the reply.
   *
   * @param command the command that is asked, as it is typed
   */
  static Reply of(
      Reply.Builder reply,
      String command,
      Comparison.Side.Answers left,
      Comparison.Side.Answers right,
      String form) {
    LockReport report = new LockReport(command, left, right);
    List<Line> rows = report.rows();
    reply.document(new LockedDocument(rows.isEmpty(), rows.stream().map(Line::text).toList()));
    if (rows.isEmpty()) {
      boolean comment = form.equals(PlanDiff.FORMAT);
      return reply.line(Line.Style.GOOD, (comment ? "# " : "") + EQUAL).build();
    }
    List<Line> lines =
        switch (form) {
          case PlanDiff.FORMAT -> report.diff();
          case PlanMarkdown.FORMAT -> report.markdown();
          default -> rows;
        };
    lines.forEach(line -> reply.line(line.style(), line.text()));
    return reply.exit(ExitCode.DIFFERENT).build();
  }

  private List<Line> rows() {
    List<Line> rows = new ArrayList<>();
    for (Comparison.Difference one : differences) {
      String where = "  " + name(one);
      changed(one, " ").forEach(row -> rows.add(Line.of(row.style(), row.text() + where)));
    }
    domains.forEach(one -> rows.addAll(changed(one, " ", "  " + one.source())));
    return rows;
  }

  private static List<Line> changed(Comparison.DomainDifference one, String between, String where) {
    List<Line> rows = new ArrayList<>();
    for (String gone : one.removed()) {
      rows.add(Line.of(Line.Style.REMOVED, "-" + between + gone + where));
    }
    for (String added : one.added()) {
      rows.add(Line.of(Line.Style.ADDED, "+" + between + added + where));
    }
    return rows;
  }

  private static List<Line> changed(Comparison.Difference one, String between) {
    List<Line> rows = new ArrayList<>();
    for (Prefix gone : one.removed().prefixes()) {
      rows.add(Line.of(Line.Style.REMOVED, "-" + between + gone.text()));
    }
    for (Prefix added : one.added().prefixes()) {
      rows.add(Line.of(Line.Style.ADDED, "+" + between + added.text()));
    }
    if (rows.isEmpty()) {
      rows.add(Line.of(Line.Style.CAUTION, "~" + between + "no address, and on one side alone"));
    }
    return rows;
  }

  private static String name(Comparison.Difference one) {
    return one.question().source() + " (" + one.question().family().label() + ")";
  }

  private static int added(Comparison.Difference one) {
    return PlanReport.prefixCount(one.added());
  }

  private static int removed(Comparison.Difference one) {
    return PlanReport.prefixCount(one.removed());
  }

  private String headline() {
    return "%s: %s to add, %s to delete"
        .formatted(
            left.name(),
            Counted.of(differences.stream().mapToInt(LockReport::added).sum(), "prefix"),
            Counted.of(differences.stream().mapToInt(LockReport::removed).sum(), "prefix"));
  }

  private List<Line> diff() {
    List<Line> lines = new ArrayList<>();
    lines.add(Line.of(Line.Style.HEADING, "# " + headline()));
    lines.add(Line.of(Line.Style.HEADING, "--- " + left.name()));
    lines.add(Line.of(Line.Style.HEADING, "+++ " + right.name()));
    int before = 0;
    int after = 0;
    for (Comparison.Difference one : differences) {
      lines.add(
          Line.of(
              Line.Style.HEADING,
              "@@ -%s +%s @@ %s"
                  .formatted(
                      PlanDiff.range(before, removed(one)),
                      PlanDiff.range(after, added(one)),
                      name(one))));
      lines.addAll(changed(one, ""));
      before += removed(one);
      after += added(one);
    }
    for (Comparison.DomainDifference one : domains) {
      lines.add(Line.of(Line.Style.HEADING, "@@ " + one.source() + " @@"));
      lines.addAll(changed(one, "", ""));
    }
    return lines;
  }

  private List<Line> markdown() {
    List<String> lines = new ArrayList<>();
    lines.add("### postern %s, %s".formatted(command, Markdown.text(headline())));
    lines.add("");
    lines.add("From %s to %s.".formatted(Markdown.code(left.name()), Markdown.code(right.name())));
    lines.addAll(List.of("", "| Source | Prefixes added | Prefixes removed |", "|---|---:|---:|"));
    for (Comparison.Difference one : differences) {
      lines.add("| %s | %d | %d |".formatted(Markdown.text(name(one)), added(one), removed(one)));
    }
    for (Comparison.DomainDifference one : domains) {
      lines.add(
          "| %s | %d | %d |"
              .formatted(Markdown.text(one.source()), one.added().size(), one.removed().size()));
    }
    List<String> rows = rows().stream().map(Line::text).toList();
    int room = PlanMarkdown.LONGEST - RESERVE - PlanMarkdown.size(lines);
    int shown = 0;
    while (shown < rows.size() && room > PlanMarkdown.size(rows.subList(shown, shown + 1))) {
      room -= PlanMarkdown.size(rows.subList(shown, shown + 1));
      shown++;
    }
    List<String> fit = rows.subList(0, shown);
    String fence = Markdown.fence(fit);
    lines.addAll(List.of("", fence + "diff"));
    lines.addAll(fit);
    lines.add(fence);
    if (shown < rows.size()) {
      lines.add("");
      lines.add(
          "%s not listed; `postern %s --format diff` lists everything."
              .formatted(
                  Counted.of(rows.size() - shown, "prefix")
                      + Counted.one(rows.size() - shown, " is", " are"),
                  command));
    }
    return lines.stream().map(Line::plain).toList();
  }
}
