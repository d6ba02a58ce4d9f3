package org.postern.command.order;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.postern.command.Command;
import org.postern.command.ExitCode;
import org.postern.command.Invocation;
import org.postern.command.Line;
import org.postern.command.Listing;
import org.postern.command.Option;
import org.postern.command.Parameter;
import org.postern.command.Pipelines;
import org.postern.command.Reply;
import org.postern.command.Requests;
import org.postern.command.Surroundings;
import org.postern.command.UsageException;
import org.postern.command.outcome.OutcomeReport;
import org.postern.pipeline.Outcome;
import org.postern.pipeline.Pipeline;
import org.postern.pipeline.Recall;
import org.postern.pipeline.run.Restoration;
import org.postern.state.Generation;
import org.postern.state.StateStore;

/**
 * The orders that end a trial, the generation in force, or earlier orders: {@code confirm}, {@code
 * rollback}, {@code resume}.
 */
public final class EndingCommands {
  private final Pipelines pipelines;
  private final Surroundings surroundings;

  public EndingCommands(Pipelines pipelines, Surroundings surroundings) {
    this.pipelines = pipelines;
    this.surroundings = surroundings;
  }

  public List<Command> commands() {
    List<Option> changing = List.of(Listing.VERBOSE, Requests.STATE, Requests.REASON);
    return List.of(
        new Command(
            "confirm",
            "keep what was applied with --confirm",
            List.of(),
            List.of(Requests.STATE, Requests.REASON),
            "postern confirm",
            Command.Reach.CHANGES,
            this::confirm),
        new Command(
            "rollback",
            "bring an earlier generation back and stay with it until resume",
            List.of(Parameter.optional("N", "its number; without it the last one before")),
            changing,
            "postern rollback --reason 'mail is missing since noon'",
            Command.Reach.CHANGES,
            this::rollback),
        new Command(
            "resume",
            "end pause, rollback and open; follow the sources again",
            List.of(),
            changing,
            "postern resume",
            Command.Reach.CHANGES,
            this::resume));
  }

  private Reply confirm(Invocation invocation) throws IOException {
    Reply.Builder reply = new Reply.Builder("confirm");
    Optional<Generation> confirmed =
        Orders.pipeline(pipelines, invocation).administration().confirm(Orders.why(invocation));
    if (confirmed.isEmpty()) {
      reply.error(
          Line.Style.BAD,
          unconfirmable(Orders.pipeline(pipelines, invocation).restoration().recall()));
      return reply.exit(ExitCode.NO).build();
    }
    int number = confirmed.get().number();
    reply.line(Line.Style.GOOD, "generation " + number + " is confirmed");
    return reply.put("generation", number).build();
  }

  /** Returns why nothing can be confirmed, and what to do. */
  private static String unconfirmable(Recall recall) {
    return recall
        .unconfirmed()
        .map(
            late ->
                ("generation %d was to be confirmed until %s: that time is over;"
                        + " postern restore brings back what was in force before,"
                        + " postern apply applies it again")
                    .formatted(
                        late.number(),
                        late.confirmation()
                            .map(Generation.Confirmation::until)
                            .map(Object::toString)
                            .orElse("earlier")))
        .orElse("nothing waits to be confirmed; postern history tells why");
  }

  private Reply rollback(Invocation invocation) throws IOException {
    Reply.Builder reply = new Reply.Builder("rollback");
    Pipeline pipeline = Orders.pipeline(pipelines, invocation);
    Restoration restoration = pipeline.restoration();
    int inForce = restoration.recall().generation().map(Generation::number).orElse(0);
    Optional<Generation> to =
        invocation.word(0).isPresent()
            ? pipeline.store().generation(number(invocation.word(0).get()))
            : before(pipeline.store(), inForce);
    if (to.isEmpty()) {
      reply.error(Line.Style.BAD, "there is no such generation; postern history lists them");
      return reply.exit(ExitCode.WRONG_INPUT).build();
    }
    String why = Orders.why(invocation).isEmpty() ? "rollback" : Orders.why(invocation);
    List<Outcome> outcomes = restoration.rollback(to.get(), why);
    OutcomeReport.add(outcomes, Orders.listing(invocation), reply);
    reply.line(
        Line.Style.CAUTION,
        "generation %d is back and stays; postern resume follows the sources again"
            .formatted(to.get().number()));
    return reply.build();
  }

  private static int number(String text) {
    if (!text.matches("[0-9]{1,9}")) {
      throw new UsageException(text + " is not the number of a generation");
    }
    return Integer.parseInt(text);
  }

  /** Returns the newest generation that was in force before this one and has another content. */
  private static Optional<Generation> before(StateStore store, int inForce) throws IOException {
    Optional<Generation> now = store.generation(inForce);
    for (int number : store.numbers().reversed()) {
      if (number < inForce) {
        Optional<Generation> found =
            store
                .generation(number)
                .filter(one -> one.outcome().isInForce())
                .filter(one -> !one.digest().equals(now.map(Generation::digest).orElse("")));
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }

  private Reply resume(Invocation invocation) throws IOException {
    Reply.Builder reply = new Reply.Builder("resume");
    Restoration.Restored restored =
        Orders.pipeline(pipelines, invocation).administration().resume(Orders.why(invocation));
    Orders.add(restored, Orders.listing(invocation), reply);
    return resumed(restored.recall(), reply).build();
  }

  /** Adds the state to which a resume has led. */
  private Reply.Builder resumed(Recall recall, Reply.Builder reply) {
    if (recall.orders().removal().isPresent()) {
      return reply.error(
          Line.Style.CAUTION,
          "still removed: nothing is enforced; postern apply enforces a policy again");
    }
    if (recall.generation().isEmpty()) {
      return reply.error(
          Line.Style.CAUTION,
          "nothing is in force, so there is nothing to follow; postern apply enforces a policy");
    }
    return reply.line(
        Line.Style.GOOD,
        surroundings.running().isPresent()
            ? "resumed: the sources are followed again"
            : "resumed: the sources are followed again, by the next postern daemon or daemon"
                + " --once");
  }
}
