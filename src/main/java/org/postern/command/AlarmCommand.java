package org.postern.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.postern.daemon.AlarmFolder;
import org.postern.daemon.MachineFile;
import org.postern.diagnostic.Report;
import org.postern.host.AtomicFile;
import org.postern.host.CommandRunner;
import org.postern.policy.MachineSettings;

/** Runs the alarm command for each alarm that waits; for the unit whose task that is. */
final class AlarmCommand {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final int LIMIT = 1 << 20;

  private final Pipelines pipelines;

  AlarmCommand(Pipelines pipelines) {
    this.pipelines = pipelines;
  }

  List<Command> commands() {
    return List.of(new Command("alarm", "", List.of(), List.of(), "postern alarm", this::alarm));
  }

  /** What could not be told stays, and is tried again. */
  private Reply alarm(Invocation invocation) throws IOException {
    Reply.Builder reply = new Reply.Builder("alarm");
    Report report = new Report();
    Optional<MachineSettings> settings = MachineFile.read(MachineFile.PATH, report);
    Diagnostics.add(report, reply);
    if (settings.isEmpty()) {
      return reply.build();
    }
    Optional<MachineSettings.AlarmCommand> command = settings.get().alarm();
    CommandRunner programs = pipelines.at(Requests.DEFAULT_STATE).parts().programs();
    AlarmFolder folder = new AlarmFolder(AlarmFolder.USUAL, Duration.ZERO);
    for (Path file : folder.waiting()) {
      if (command.isPresent() && !tell(programs, command.get(), file, reply)) {
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
}
