package org.postern.command.order;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
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
import org.postern.command.plan.Closer;
import org.postern.pipeline.Pipeline;
import org.postern.pipeline.recover.Administration;

/**
 * The orders that last until they are ended, or for a time: {@code pause}, {@code open}, {@code
 * remove}.
 */
public final class LastingCommands {
  private static final Option FOR =
      Option.value("--for", "TIME", "how long, such as 30m or 1h; it ends by itself");
  private static final Duration MONTH = Duration.ofDays(31);

  private final Pipelines pipelines;
  private final Surroundings surroundings;

  public LastingCommands(Pipelines pipelines, Surroundings surroundings) {
    this.pipelines = pipelines;
    this.surroundings = surroundings;
  }

  public List<Command> commands() {
    return List.of(
        new Command(
            "pause",
            "change nothing until resume, not even to repair",
            List.of(),
            List.of(FOR, Requests.STATE, Requests.REASON),
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
            List.of(Listing.VERBOSE, Requests.STATE, Requests.REASON),
            "postern remove --reason 'this host is no gateway any more'",
            Command.Reach.CHANGES_ANYHOW,
            this::remove));
  }

  private Reply pause(Invocation invocation) throws IOException {
    Reply.Builder reply = new Reply.Builder("pause");
    Optional<Duration> life = Times.of(invocation, FOR, MONTH);
    Orders.pipeline(pipelines, invocation).administration().pause(life, Orders.why(invocation));
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
    Pipeline pipeline = Orders.pipeline(pipelines, invocation);
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
    boolean written = !closedByUs.isEmpty() && surroundings.running().isEmpty();
    Instant until = pipeline.actor().now().plus(life);
    Administration.Ordered ordered =
        administration.open(rule, until, Orders.why(invocation), written);
    Orders.add(ordered, Orders.listing(invocation), reply);
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
    Orders.add(
        Orders.pipeline(pipelines, invocation).administration().remove(Orders.why(invocation)),
        Orders.listing(invocation),
        reply);
    reply.line(Line.Style.CAUTION, "nothing of Postern is enforced until the next postern apply");
    return reply.build();
  }
}
