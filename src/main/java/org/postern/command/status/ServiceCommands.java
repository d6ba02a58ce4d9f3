package org.postern.command.status;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.command.Command;
import org.postern.command.Diagnostics;
import org.postern.command.ExitCode;
import org.postern.command.Invocation;
import org.postern.command.Line;
import org.postern.command.Option;
import org.postern.command.Pipelines;
import org.postern.command.Reply;
import org.postern.command.Requests;
import org.postern.command.Served;
import org.postern.command.Surroundings;
import org.postern.command.UsageException;
import org.postern.command.outcome.DryRunReport;
import org.postern.daemon.Daemon;
import org.postern.daemon.MachineFile;
import org.postern.daemon.OfflineStatus;
import org.postern.daemon.Status;
import org.postern.daemon.alarm.Alarm;
import org.postern.daemon.alarm.AlarmTeller;
import org.postern.daemon.control.Sockets;
import org.postern.daemon.journal.Event;
import org.postern.daemon.journal.EventKind;
import org.postern.daemon.journal.Journal;
import org.postern.daemon.metrics.MetricsService;
import org.postern.daemon.status.StatusDocument;
import org.postern.diagnostic.Report;
import org.postern.pipeline.Pipeline;
import org.postern.pipeline.check.DryPass;
import org.postern.policy.MachineSettings;

/** The commands of the daemon: daemon, status. */
public final class ServiceCommands {
  /** The command that a daemon answers from what it knows. */
  public static final String STATUS = "status";

  private static final Option ONCE =
      Option.flag("--once", "ask, apply what has changed, and end; for a timer");

  private static final Option CONFIG =
      Option.value("--config", "FILE", "instead of " + MachineFile.PATH);

  public static final Option NAGIOS =
      Option.flag("--nagios", "one line with figures, for monitoring; ends with 0, 1, 2 or 3");

  /** A service manager waits longer than that before it kills. */
  private static final Duration END = Duration.ofSeconds(8);

  private static final Duration ONE_PASS = Duration.ofMinutes(3);

  private final Pipelines pipelines;
  private final Surroundings surroundings;

  public ServiceCommands(Pipelines pipelines, Surroundings surroundings) {
    this.pipelines = pipelines;
    this.surroundings = surroundings;
  }

  public List<Command> commands() {
    return List.of(
        new Command(
            "daemon",
            "keep what was applied enforced: ask again, apply, watch, repair",
            List.of(),
            List.of(ONCE, Requests.DRY_RUN, CONFIG, Requests.STATE),
            "postern daemon",
            this::daemon),
        new Command(
            STATUS,
            "tell how everything is: in force, sources, sets, targets, alarms",
            List.of(),
            List.of(NAGIOS, Requests.STATE),
            "postern status",
            Command.Reach.READS,
            this::status));
  }

  private Reply daemon(Invocation invocation) throws IOException {
    if (Requests.isDry(invocation) && !invocation.has(ONCE.name())) {
      throw new UsageException(
          "%s tells what one pass would do: write postern daemon %s %s"
              .formatted(Requests.DRY_RUN.name(), ONCE.name(), Requests.DRY_RUN.name()));
    }
    Pipeline pipeline = pipelines.unwatched(Requests.state(invocation));
    Report report = new Report();
    Optional<MachineSettings> settings = MachineFile.read(machineFile(invocation), report);
    if (settings.isEmpty()) {
      Reply.Builder reply = new Reply.Builder("daemon");
      Diagnostics.add(report, reply);
      return reply.build();
    }
    if (Requests.isDry(invocation)) {
      return DryRunReport.of(new Reply.Builder("daemon"), DryPass.of(pipeline));
    }
    Journal journal = surroundings.journal(settings.get().log(), pipeline.actor().clock());
    Daemon daemon =
        new Daemon(
            pipeline,
            new Daemon.Setting(
                surroundings.environment(),
                ProcessHandle.current().pid(),
                Sockets.of(Requests.state(invocation)),
                journal,
                settings.get().alarm().map(one -> AlarmTeller.usual(one.repeat())),
                settings.get().strangers()));
    if (invocation.has(ONCE.name())) {
      return once(daemon);
    }
    Runtime.getRuntime().addShutdownHook(new Thread(() -> daemon.stop(END), "stop"));
    List<Daemon.Service> services = new ArrayList<>();
    settings
        .get()
        .metrics()
        .ifPresent(
            metrics ->
                services.add(
                    new MetricsService(
                        metrics, trouble -> daemon.tell(Event.of(EventKind.DAMAGED, trouble)))));
    daemon.run(running -> new Served(pipeline, running), services);
    return new Reply.Builder("daemon").build();
  }

  private static Path machineFile(Invocation invocation) {
    return invocation.path(CONFIG.name()).orElse(MachineFile.PATH);
  }

  private Reply once(Daemon daemon) throws IOException {
    Reply.Builder reply = new Reply.Builder("daemon");
    Status status = daemon.once(ONE_PASS);
    for (Alarm alarm : status.alarms()) {
      reply.error(Line.Style.CAUTION, alarm.message());
    }
    boolean lost = status.inForce().recall().isLost();
    boolean held = !lost && status.targets().stream().allMatch(Status.TargetStatus::held);
    if (!held) {
      reply.exit(lost ? ExitCode.UNAVAILABLE : ExitCode.PARTIAL);
    }
    reply.line(held ? Line.Style.GOOD : Line.Style.BAD, status.summary());
    return reply.build();
  }

  private Reply status(Invocation invocation) throws IOException {
    return invocation.has(NAGIOS.name())
        ? nagios(invocation)
        : StatusReport.of(currentStatus(invocation));
  }

  /**
   * Replies in the form of monitoring plugins, errors too: text that monitoring does not
   * understand, it would take for something else.
   */
  private Reply nagios(Invocation invocation) {
    try {
      return StatusPlugin.reply(StatusDocument.of(currentStatus(invocation)));
    } catch (IOException e) {
      return StatusPlugin.unknown(String.valueOf(e.getMessage()));
    }
  }

  private Status currentStatus(Invocation invocation) throws IOException {
    Optional<Daemon.Running> running = surroundings.running();
    return running.isPresent()
        ? running.get().status()
        : OfflineStatus.of(pipelines.at(Requests.state(invocation)));
  }
}
