package org.postern.command.status;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.postern.command.Command;
import org.postern.command.Diagnostics;
import org.postern.command.ExitCode;
import org.postern.command.Invocation;
import org.postern.command.Line;
import org.postern.command.Option;
import org.postern.command.Pipelines;
import org.postern.command.Reply;
import org.postern.command.Requests;
import org.postern.command.Surroundings;
import org.postern.command.UsageException;
import org.postern.daemon.MachineFile;
import org.postern.daemon.alarm.Alarm;
import org.postern.daemon.alarm.AlarmSocket;
import org.postern.daemon.alarm.AlarmSpool;
import org.postern.daemon.alarm.AlarmTeller;
import org.postern.daemon.journal.EventKind;
import org.postern.daemon.journal.JournalEntry;
import org.postern.diagnostic.Counted;
import org.postern.diagnostic.Report;
import org.postern.host.AtomicFile;
import org.postern.host.CommandRunner;
import org.postern.pipeline.Pipeline;
import org.postern.policy.MachineSettings;

/**
 * Runs the alarm command for each alarm that waits, and raises the alarm that a unit failed; for
 * the units whose tasks these are.
 */
public final class AlarmCommand {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final int LIMIT = 1 << 20;
  private static final Option FAILED =
      Option.value("--failed", "UNIT", "raise the alarm that a unit of systemd failed");

  /** Names of units, systemd.unit(5). */
  private static final Pattern UNIT = Pattern.compile("[A-Za-z0-9:_.\\\\@-]{1,255}");

  /** The variables that systemd sets for the unit since version 251, systemd.exec(5). */
  private static final List<String> RESULT =
      List.of("MONITOR_SERVICE_RESULT", "MONITOR_EXIT_CODE", "MONITOR_EXIT_STATUS");

  private final Pipelines pipelines;
  private final Surroundings surroundings;

  public AlarmCommand(Pipelines pipelines, Surroundings surroundings) {
    this.pipelines = pipelines;
    this.surroundings = surroundings;
  }

  public List<Command> commands() {
    return List.of(
        new Command("alarm", "", List.of(), List.of(FAILED), "postern alarm", this::alarm));
  }

  private Reply alarm(Invocation invocation) throws IOException {
    Reply.Builder reply = new Reply.Builder("alarm");
    Pipeline pipeline = pipelines.at(Requests.DEFAULT_STATE);
    Optional<String> failed = invocation.value(FAILED.name());
    AlarmSpool spool = new AlarmSpool(AlarmSpool.USUAL);
    if (failed.isEmpty()) {
      receive(spool, pipeline.actor().now(), reply);
    }
    Report report = new Report();
    Optional<MachineSettings> settings = MachineFile.read(MachineFile.PATH, report);
    Diagnostics.add(report, reply);
    if (failed.isPresent()) {
      return failed(failed.get(), settings.orElse(MachineSettings.DEFAULT), pipeline, reply);
    }
    return settings.isEmpty()
        ? reply.build()
        : tell(spool, settings.get().alarm(), pipeline, reply);
  }

  /** Receives alarms, first of all, so that the socket is empty, whatever else is wrong. */
  private void receive(AlarmSpool spool, Instant now, Reply.Builder reply) throws IOException {
    long pid = ProcessHandle.current().pid();
    int dropped = spool.add(AlarmSocket.waiting(surroundings.environment(), pid), now);
    if (dropped > 0) {
      reply.error(
          Line.Style.BAD,
          "%s not kept for the alarm command: too many wait in %s; the journal has %s"
              .formatted(
                  Counted.of(dropped, "alarm") + Counted.one(dropped, " is", " are"),
                  spool.folder(),
                  Counted.one(dropped, "it", "all")));
      reply.exit(ExitCode.TEMPORARY);
    }
  }

  /** Tells the alarms that wait. One that could not be told stays, and is tried again. */
  private static Reply tell(
      AlarmSpool spool,
      Optional<MachineSettings.AlarmCommand> command,
      Pipeline pipeline,
      Reply.Builder reply)
      throws IOException {
    for (Path file : spool.waiting()) {
      if (command.isPresent()
          && !tell(pipeline.surroundings().programs(), command.get(), file, reply)) {
        return reply.exit(ExitCode.TEMPORARY).build();
      }
      Files.deleteIfExists(file);
    }
    return reply.build();
  }

  private static boolean tell(
      CommandRunner programs, MachineSettings.AlarmCommand command, Path file, Reply.Builder reply)
      throws IOException {
    String alarm = new String(AtomicFile.read(file, LIMIT), StandardCharsets.UTF_8);
    CommandRunner.Result result = programs.run(command.command(), alarm, PATIENCE);
    if (result.exit() != 0) {
      reply.error(
          Line.Style.BAD,
          "%s ended with %d: %s"
              .formatted(command.command().getFirst(), result.exit(), result.error().strip()));
    }
    return result.exit() == 0;
  }

  /** Tells that a unit failed, to the journal in any case, and to the alarm command. */
  private Reply failed(
      String unit, MachineSettings settings, Pipeline pipeline, Reply.Builder reply)
      throws IOException {
    if (!UNIT.matcher(unit).matches()) {
      throw new UsageException("there is no unit of this name");
    }
    Instant now = pipeline.actor().now();
    Alarm alarm = new Alarm(EventKind.UNIT_FAILED, unit, message(unit), now);
    surroundings
        .journal(settings.log(), pipeline.actor().clock())
        .write(
            new JournalEntry(
                alarm.kind().priority(),
                alarm.kind().id(),
                alarm.message(),
                Map.of("POSTERN_ALARM", alarm.kind().name(), "POSTERN_SUBJECT", unit)));
    if (settings.alarm().isPresent()) {
      AlarmTeller.usual(settings.alarm().get().repeat()).add(alarm, now);
    }
    return reply.build();
  }

  private String message(String unit) {
    List<String> result =
        RESULT.stream()
            .map(name -> surroundings.environment().getOrDefault(name, ""))
            .filter(word -> word.matches("[A-Za-z0-9-]{1,40}"))
            .toList();
    return "%s failed%s; see journalctl -b -u %s"
        .formatted(unit, result.isEmpty() ? "" : " (" + String.join(", ", result) + ")", unit);
  }
}
