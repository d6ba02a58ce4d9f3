package org.postern.command;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.postern.daemon.Alarm;
import org.postern.daemon.Daemon;
import org.postern.daemon.Journal;
import org.postern.daemon.Journals;
import org.postern.daemon.OfflineStatus;
import org.postern.daemon.Sockets;
import org.postern.daemon.Status;
import org.postern.pipeline.Pipeline;

/** The daemon, and how it is: daemon, status. */
final class ServiceCommands {
  private static final Option ONCE =
      Option.flag("--once", "ask, apply what has changed, and end; for a timer");

  /** A service manager waits longer than that before it kills. */
  private static final Duration END = Duration.ofSeconds(8);

  private static final Duration ONE_PASS = Duration.ofMinutes(3);

  private final Pipelines pipelines;
  private final Surroundings surroundings;

  ServiceCommands(Pipelines pipelines, Surroundings surroundings) {
    this.pipelines = pipelines;
    this.surroundings = surroundings;
  }

  List<Command> commands() {
    return List.of(
        new Command(
            "daemon",
            "keep what was applied enforced: ask again, apply, watch, repair",
            List.of(),
            List.of(ONCE, Requests.STATE),
            "postern daemon",
            this::daemon),
        new Command(
            "status",
            "tell how everything is: in force, sources, sets, targets, alarms",
            List.of(),
            List.of(Requests.STATE),
            "postern status",
            Command.Reach.READS,
            this::status));
  }

  private Reply daemon(Invocation invocation) throws IOException {
    Pipeline pipeline = pipelines.at(Requests.state(invocation));
    Journal journal =
        Journals.choose(
            surroundings.environment(), surroundings.errors(), pipeline.parts().clock());
    Daemon daemon =
        new Daemon(
            pipeline,
            new Daemon.Setting(
                surroundings.environment(),
                ProcessHandle.current().pid(),
                Sockets.of(Requests.state(invocation)),
                journal,
                event -> {}));
    if (invocation.has(ONCE.name())) {
      return once(daemon);
    }
    Runtime.getRuntime().addShutdownHook(new Thread(() -> daemon.stop(END), "stop"));
    daemon.run(running -> new Served(pipeline, running), List.of());
    return new Reply.Builder("daemon").build();
  }

  private Reply once(Daemon daemon) throws IOException {
    Reply.Builder reply = new Reply.Builder("daemon");
    Status status = daemon.once(ONE_PASS);
    for (Alarm alarm : status.alarms()) {
      reply.error(Line.Style.CAUTION, alarm.message());
    }
    boolean held = status.targets().stream().allMatch(Status.TargetStatus::held);
    if (!held) {
      reply.exit(ExitCode.PARTIAL);
    }
    reply.line(held ? Line.Style.GOOD : Line.Style.BAD, status.summary());
    return reply.build();
  }

  private Reply status(Invocation invocation) throws IOException {
    Optional<Daemon.Running> running = surroundings.running();
    Status status =
        running.isPresent()
            ? running.get().status()
            : OfflineStatus.of(pipelines.at(Requests.state(invocation)));
    Reply.Builder reply = new Reply.Builder("status");
    reply.line(Line.Style.PLAIN, status.summary());
    return reply.build();
  }
}
