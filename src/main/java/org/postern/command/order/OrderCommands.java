package org.postern.command.order;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
import org.postern.command.Times;
import org.postern.command.UsageException;
import org.postern.command.outcome.OutcomeReport;
import org.postern.command.outcome.SavedRulesReport;
import org.postern.command.plan.Closer;
import org.postern.host.BootId;
import org.postern.pipeline.Outcome;
import org.postern.pipeline.Pipeline;
import org.postern.pipeline.Recall;
import org.postern.pipeline.recover.Administration;
import org.postern.pipeline.run.Restoration;
import org.postern.state.Generation;
import org.postern.state.StateStore;

/** The orders of an administrator: confirm, rollback, resume, pause, open, remove, restore. */
public final class OrderCommands {
  private static final Option UNLESS_PAUSED =
      Option.flag(
          "--unless-paused", "at boot: leave other hosts as they are, and all of it while paused");
  private static final Option SETS =
      Option.flag("--sets", "iptables: only make the sets that rules saved for the boot name");
  private static final Option FOR =
      Option.value("--for", "TIME", "how long, such as 30m or 1h; it ends by itself");
  private static final Duration MONTH = Duration.ofDays(31);

  private final Pipelines pipelines;
  private final Surroundings surroundings;

  public OrderCommands(Pipelines pipelines, Surroundings surroundings) {
    this.pipelines = pipelines;
    this.surroundings = surroundings;
  }

  public List<Command> commands() {
    List<Option> usual = List.of(Requests.STATE, Requests.REASON);
    List<Option> changing = List.of(Listing.VERBOSE, Requests.STATE, Requests.REASON);
    List<Option> timed = List.of(FOR, Requests.STATE, Requests.REASON);
    return List.of(
        new Command(
            "confirm",
            "keep what was applied with --confirm",
            List.of(),
            usual,
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
            this::resume),
        new Command(
            "pause",
            "change nothing until resume, not even to repair",
            List.of(),
            timed,
            "postern pause --for 2h --reason 'the firewall is being rebuilt'",
            Command.Reach.CHANGES,
            this::pause),
        new Command(
            "open",
            "let everybody in for a while; it closes again by itself",
            List.of(Parameter.optional("RULE", "only this rule; without it all that refuse")),
            List.of(FOR, Listing.VERBOSE, Requests.STATE, Requests.REASON),
            "postern open --for 1h --reason 'the filter is down'",
            Command.Reach.CHANGES_ANYHOW,
            this::open),
        new Command(
            "remove",
            "take everything of Postern out of every packet filter",
            List.of(),
            changing,
            "postern remove --reason 'this host is no gateway any more'",
            Command.Reach.CHANGES_ANYHOW,
            this::remove),
        restore());
  }

  private Command restore() {
    return new Command(
        "restore",
        "bring back what was in force last, from the state alone",
        List.of(),
        List.of(UNLESS_PAUSED, SETS, Listing.VERBOSE, Requests.STATE),
        "postern restore",
        this::restore);
  }

  private Pipeline pipeline(Invocation invocation) {
    return pipelines.at(Requests.state(invocation));
  }

  private static String why(Invocation invocation) {
    return invocation.value(Requests.REASON.name()).orElse("");
  }

  private Reply confirm(Invocation invocation) throws IOException {
    Reply.Builder reply = new Reply.Builder("confirm");
    Optional<Generation> confirmed = pipeline(invocation).administration().confirm(why(invocation));
    if (confirmed.isEmpty()) {
      reply.error(Line.Style.BAD, unconfirmable(pipeline(invocation).restoration().recall()));
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
    Pipeline pipeline = pipeline(invocation);
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
    String why = why(invocation).isEmpty() ? "rollback" : why(invocation);
    List<Outcome> outcomes = restoration.rollback(to.get(), why);
    OutcomeReport.add(outcomes, listing(invocation), reply);
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

  /** The newest that was proven before the one in force, and is not the same. */
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
    Restoration.Restored restored = pipeline(invocation).administration().resume(why(invocation));
    add(restored, listing(invocation), reply);
    return resumed(restored.recall(), reply).build();
  }

  /** Replies to which state a resume has led. */
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

  private Reply pause(Invocation invocation) throws IOException {
    Reply.Builder reply = new Reply.Builder("pause");
    Optional<Duration> life = Times.of(invocation, FOR, MONTH);
    pipeline(invocation).administration().pause(life, why(invocation));
    reply.line(
        Line.Style.CAUTION,
        "paused%s: nothing is changed, not even repaired; postern resume ends it"
            .formatted(life.map(time -> " for " + time.toMinutes() + " min").orElse("")));
    return reply.build();
  }

  private Reply open(Invocation invocation) throws IOException {
    Reply.Builder reply = new Reply.Builder("open");
    Duration life =
        Times.of(invocation, FOR, MONTH)
            .orElseThrow(() -> new UsageException("say how long: postern open --for 1h"));
    Pipeline pipeline = pipeline(invocation);
    Administration administration = pipeline.administration();
    String rule = invocation.word(0).orElse("");
    Administration.Refusing all = administration.refusing();
    Set<String> refusing = all.rules();
    if (refusing.isEmpty() || (!rule.isEmpty() && !refusing.contains(rule))) {
      reply.error(
          Line.Style.BAD,
          refusing.isEmpty()
              ? "no rule refuses anybody"
              : "no rule %s refuses anybody; those that do: %s"
                  .formatted(rule, String.join(", ", refusing)));
      return reply.exit(ExitCode.WRONG_INPUT).build();
    }
    List<String> closedByUs = all.closedByUs(rule);
    Optional<Closer> closer = Closer.of(surroundings, pipeline);
    if (!closedByUs.isEmpty() && closer.isEmpty()) {
      return Closer.missing(closedByUs, reply);
    }
    boolean written = !closedByUs.isEmpty() && closer.get() == Closer.UNIT;
    Instant until = pipeline.actor().now().plus(life);
    Administration.Ordered ordered = administration.open(rule, until, why(invocation), written);
    add(ordered, listing(invocation), reply);
    reply.line(
        Line.Style.CAUTION,
        "open until %s: %s".formatted(until, rule.isEmpty() ? String.join(", ", refusing) : rule));
    if (!closedByUs.isEmpty()) {
      reply.line(
          Line.Style.ASIDE,
          "%s %s closed then by %s"
              .formatted(
                  String.join(", ", closedByUs),
                  closedByUs.size() == 1 ? "is" : "are",
                  closer.get().words()));
    }
    return reply.put("until", until.toString()).build();
  }

  private Reply remove(Invocation invocation) throws IOException {
    Reply.Builder reply = new Reply.Builder("remove");
    add(pipeline(invocation).administration().remove(why(invocation)), listing(invocation), reply);
    reply.line(Line.Style.CAUTION, "nothing of Postern is enforced until the next postern apply");
    return reply.build();
  }

  private Reply restore(Invocation invocation) throws IOException {
    Reply.Builder reply = new Reply.Builder("restore");
    if (invocation.has(SETS.name())) {
      return SavedRulesReport.prepare(pipeline(invocation), reply);
    }
    Restoration restoration = pipeline(invocation).restoration();
    if (invocation.has(UNLESS_PAUSED.name()) && isPausedInThisRun(restoration.recall())) {
      return reply
          .line(Line.Style.CAUTION, "paused: nothing is brought back until postern resume")
          .build();
    }
    Restoration.Restored restored = restoration.restore(invocation.has(UNLESS_PAUSED.name()));
    add(restored, listing(invocation), reply);
    if (restored.recall().isLost()) {
      reply
          .error(
              Line.Style.BAD,
              "what was in force cannot be read, and nothing stands in for it: nothing is enforced;"
                  + " apply the policy again")
          .exit(ExitCode.UNAVAILABLE);
    } else if (restored.recall().isBegun()) {
      reply.error(Line.Style.BAD, Recall.BEGUN).exit(ExitCode.PARTIAL);
    } else if (restored.outcomes().isEmpty()) {
      reply.line(
          Line.Style.ASIDE,
          restored.recall().generation().isEmpty()
              ? "nothing was ever in force"
              : "what is in force is held on other hosts, which keep it");
    }
    return reply.build();
  }

  /**
   * Tells whether an order to pause stands that was given since the machine started: earlier ones
   * were about rules that are gone.
   */
  private static boolean isPausedInThisRun(Recall recall) {
    return recall
        .orders()
        .pause()
        .filter(pause -> pause.given().at().isAfter(BootId.since()))
        .isPresent();
  }

  private static Listing listing(Invocation invocation) {
    return Listing.of(invocation, Listing.FEW);
  }

  private static void add(Restoration.Restored restored, Listing listing, Reply.Builder reply) {
    restored.notes().forEach(note -> reply.error(Line.Style.CAUTION, note));
    OutcomeReport.add(restored.outcomes(), listing, reply);
  }

  private static void add(Administration.Ordered ordered, Listing listing, Reply.Builder reply) {
    List<String> notes = new ArrayList<>(ordered.notes());
    notes.forEach(note -> reply.error(Line.Style.CAUTION, note));
    OutcomeReport.add(ordered.outcomes(), listing, reply);
    if (!ordered.durable()) {
      reply.exit(ExitCode.PARTIAL);
    }
  }
}
