package org.postern.command.plan;

import java.util.ArrayList;
import java.util.List;
import org.postern.command.Line;
import org.postern.command.Reply;
import org.postern.command.outcome.OutcomeReport;
import org.postern.command.outcome.PlannedReport;
import org.postern.command.outcome.PreparedReport;
import org.postern.pipeline.Outcome;

/**
 * The cautions that a plan has beside its changes, for the forms that carry it with them: what the
 * text form prints, and what it tells standard error. Nothing in it changes with the time of day.
 *
 * @param warnings the warnings, and what to do about each
 * @param notes the notes on how things are
 */
record PlanCautions(List<String> warnings, List<String> notes) {
  PlanCautions {
    warnings = List.copyOf(warnings);
    notes = List.copyOf(notes);
  }

  static PlanCautions of(Outcome.Planned planned) {
    Reply.Builder reply = new Reply.Builder("plan");
    PreparedReport.add(planned.prepared(), reply);
    PlannedReport.warn(planned, false, reply);
    return sorted(all(reply));
  }

  /** Returns why there is no plan, as the text form says it. */
  static List<String> instead(Outcome outcome) {
    Reply.Builder reply = OutcomeReport.add(List.of(outcome), new Reply.Builder("plan"));
    return all(reply).stream().map(Line::text).toList();
  }

  private static List<Line> all(Reply.Builder reply) {
    Reply said = reply.build();
    List<Line> lines = new ArrayList<>(said.errors());
    lines.addAll(said.lines());
    return lines;
  }

  /** A line that says what to do belongs to the one before. */
  private static PlanCautions sorted(List<Line> lines) {
    List<String> warnings = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    List<String> last = notes;
    for (Line line : lines) {
      last =
          switch (line.style()) {
            case BAD, CAUTION, REMOVED -> warnings;
            case PLAIN -> last;
            case ASIDE -> line.text().startsWith("    ") ? last : notes;
            case HEADING, GOOD, ADDED -> notes;
          };
      last.add(line.text().strip());
    }
    return new PlanCautions(warnings, notes);
  }
}
