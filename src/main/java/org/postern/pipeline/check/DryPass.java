package org.postern.pipeline.check;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.postern.diagnostic.Report;
import org.postern.pipeline.Accepted;
import org.postern.pipeline.InForce;
import org.postern.pipeline.Outcome;
import org.postern.pipeline.Pipeline;
import org.postern.pipeline.Prepared;
import org.postern.pipeline.Recall;
import org.postern.pipeline.ask.Questions;
import org.postern.pipeline.recover.Closing;
import org.postern.pipeline.run.Restoration;
import org.postern.plan.Capabilities;
import org.postern.plan.Plan;
import org.postern.source.Answer;
import org.postern.source.Heard;
import org.postern.source.HeardDomains;
import org.postern.source.Question;
import org.postern.state.Orders;
import org.postern.target.TargetException;

/**
 * The result of one pass that a daemon would make: bring back what is to be in force, ask the
 * sources of the accepted policy, settle their answers behind its guards, and bring the targets to
 * that. Nothing is written.
 *
 * @param inForce the state that is to be in force before the pass
 * @param outcomes the outcomes, one for each target; none when nothing is to be in force
 * @param notes the facts that the user should know
 */
public record DryPass(InForce inForce, List<Outcome> outcomes, List<String> notes) {
  public DryPass {
    outcomes = List.copyOf(outcomes);
    notes = List.copyOf(notes);
  }

  /** Looks at everything that a pass looks at. */
  public static DryPass of(Pipeline pipeline) throws IOException {
    Restoration restoration = pipeline.restoration();
    InForce inForce = restoration.inForce();
    Recall recall = inForce.recall();
    List<String> notes = new ArrayList<>(recall.notes());
    recall
        .unconfirmed()
        .ifPresent(
            one ->
                notes.add(
                    "generation %d was not confirmed in time; what was in force before comes back"
                        .formatted(one.number())));
    if (inForce.prepared().isEmpty()) {
      return new DryPass(inForce, List.of(), notes);
    }
    Report report = new Report();
    Optional<Accepted> accepted =
        isFollowing(recall) ? restoration.accepted(inForce, report) : Optional.empty();
    report.diagnostics().forEach(wrong -> notes.add("no source is followed: " + wrong.message()));
    List<Outcome> outcomes =
        accepted.isPresent()
            ? refreshed(pipeline, accepted.get(), inForce)
            : held(pipeline, inForce);
    return new DryPass(inForce, outcomes, notes);
  }

  /**
   * Tells whether sources are asked: not of what is paused, pinned or taken out, nor while a trial
   * ends.
   */
  private static boolean isFollowing(Recall recall) {
    Orders orders = recall.orders();
    return orders.equals(orders.following()) && recall.unconfirmed().isEmpty();
  }

  private static List<Outcome> refreshed(Pipeline pipeline, Accepted accepted, InForce inForce)
      throws IOException {
    Map<Question, Answer> answers = answers(pipeline, accepted);
    Instant now = pipeline.actor().now();
    Prepared prepared =
        pipeline
            .refresh()
            .settled(
                accepted,
                Heard.at(now, answers),
                pipeline.asker().domains(accepted, HeardDomains.nothing(), new Report()),
                inForce.recall().memory(),
                inForce.recall().orders(),
                new ArrayList<>());
    List<String> names = accepted.generation().targetNames();
    List<Outcome> outcomes =
        withoutEnded(pipeline, pipeline.planning().dryRun(prepared, names, Optional.empty()));
    if (outcomes.stream().noneMatch(Outcome.Refused.class::isInstance)) {
      return outcomes;
    }
    // The answers come to nothing; what is in force is repaired all the same.
    List<Outcome> all = new ArrayList<>(outcomes);
    all.addAll(held(pipeline, inForce));
    return all;
  }

  /**
   * Returns the answers. Names are asked apart from all else, so that a list with a mistake keeps
   * no name from being asked.
   */
  private static Map<Question, Answer> answers(Pipeline pipeline, Accepted accepted) {
    Map<Question, Answer> answers = new LinkedHashMap<>();
    for (boolean names : new boolean[] {true, false}) {
      Set<Question> questions = Questions.of(accepted.policy(), names);
      Map<Question, Answer> some =
          questions.isEmpty() ? Map.of() : pipeline.asker().ask(accepted, questions, new Report());
      for (Question question : questions) {
        Answer none =
            new Answer.NoInformation(Answer.Cause.UNREADABLE, question.source() + ": no answer");
        answers.put(question, some.getOrDefault(question, none));
      }
    }
    return answers;
  }

  private static List<Outcome> held(Pipeline pipeline, InForce inForce) throws IOException {
    Prepared prepared = inForce.prepared().orElseThrow();
    return withoutEnded(
        pipeline,
        pipeline.planning().plan(prepared, inForce.targets(), Optional.empty(), Optional.empty()));
  }

  /**
   * Returns the outcomes without what is left of an opening that has ended: it judges no packet,
   * and no pass is made for it.
   */
  private static List<Outcome> withoutEnded(Pipeline pipeline, List<Outcome> outcomes)
      throws TargetException {
    Closing closing = pipeline.closing();
    List<Outcome> all = new ArrayList<>();
    for (Outcome outcome : outcomes) {
      if (outcome instanceof Outcome.Planned planned && !planned.plan().isEmpty()) {
        Capabilities capabilities =
            pipeline.targets().bound(planned.target(), planned.prepared().policy()).capabilities();
        Plan rest = closing.withoutEnded(planned.plan(), capabilities);
        all.add(rest.isEmpty() ? planned.nothingToDo(rest) : planned);
      } else {
        all.add(outcome);
      }
    }
    return all;
  }
}
