package org.postern.command.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.command.ExitCode;
import org.postern.command.Line;
import org.postern.command.Listing;
import org.postern.command.Reply;
import org.postern.command.outcome.OutcomeDocument;
import org.postern.command.outcome.OutcomeReport;
import org.postern.command.outcome.PlannedReport;
import org.postern.command.outcome.PreparedReport;
import org.postern.pipeline.Outcome;
import org.postern.plan.Equivalence;

/** Tells the difference from one policy to another in the forms of a plan. No target is asked. */
final class ComparedReport {
  private static final String EQUAL = "equal: every packet is judged alike";

  private ComparedReport() {}

  /**
   * Adds the difference to the reply.
   *
   * @param reply the reply that may hold what is to be known of both sides
   * @param command the command that is asked
   * @param outcome a plan, or why a target cannot hold what is meant
   * @param listing how many prefixes of one reason are listed in the text form
   * @param form text, or one of the forms of a plan
   */
  static Reply of(
      Reply.Builder reply, String command, Outcome outcome, Listing listing, String form) {
    if (!(outcome instanceof Outcome.Planned planned)) {
      return formed(command, OutcomeReport.add(List.of(outcome), reply).build(), outcome, form);
    }
    Optional<Equivalence.Counterexample> found =
        Equivalence.compare(planned.plan().before().owned(), planned.plan().after());
    reply.put("equal", found.isEmpty()).put("changed", false);
    if (found.isEmpty()) {
      PreparedReport.warn(planned.prepared(), reply);
      reply.line(Line.Style.GOOD, EQUAL).document(ComparedDocument.EQUAL);
      return equal(reply.build(), form);
    }
    reply.line(Line.Style.CAUTION, example(found.get()));
    PreparedReport.add(planned.prepared(), reply);
    OutcomeDocument.Planned document = PlannedReport.add(planned, listing, reply);
    reply.document(ComparedDocument.of(found.get(), document)).exit(ExitCode.DIFFERENT);
    return formed(command, reply.build(), outcome, form);
  }

  private static Reply equal(Reply reply, String form) {
    return form.equals(PlanDiff.FORMAT)
        ? reply.withLines(List.of(Line.of(Line.Style.GOOD, "# " + EQUAL)))
        : reply;
  }

  private static Reply formed(String command, Reply reply, Outcome outcome, String form) {
    List<Outcome> outcomes = List.of(outcome);
    return switch (form) {
      case PlanDiff.FORMAT -> reply.withLines(commented(reply, PlanDiff.of(outcomes)));
      case PlanMarkdown.FORMAT -> reply.withLines(PlanMarkdown.of(command, outcomes));
      default -> reply;
    };
  }

  /**
   * Returns the lines of a difference, below a packet that is judged otherwise where there is one.
   */
  private static List<Line> commented(Reply reply, List<Line> diff) {
    List<Line> lines = new ArrayList<>();
    reply.lines().stream()
        .limit(1)
        .filter(line -> line.text().startsWith("different: "))
        .forEach(line -> lines.add(Line.of(line.style(), "# " + line.text())));
    lines.addAll(diff);
    return lines;
  }

  private static String example(Equivalence.Counterexample example) {
    return "different: for example %s is %s before and %s after"
        .formatted(example.describe(), example.left().text(), example.right().text());
  }
}
