package org.postern.command;

import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.postern.daemon.Daemon;
import org.postern.daemon.journal.Journal;
import org.postern.daemon.journal.Journals;
import org.postern.host.Progress;
import org.postern.policy.MachineSettings;

/**
 * The surroundings in which a command runs, apart from the pipeline.
 *
 * @param progress shows the progress of work
 * @param environment the environment of the process
 * @param errors prints a line to standard error while the command runs
 * @param running the daemon that runs the command; empty elsewhere
 */
public record Surroundings(
    Progress progress,
    Map<String, String> environment,
    Consumer<String> errors,
    Optional<Daemon.Running> running) {
  public Surroundings {
    environment = Map.copyOf(environment);
  }

  /** Shows no progress and tells nothing. */
  public static Surroundings none() {
    return new Surroundings(Progress.SILENT, Map.of(), line -> {}, Optional.empty());
  }

  /** Returns the journal in which it is told what happens, as the machine's settings say. */
  public Journal journal(MachineSettings.Log log, InstantSource clock) {
    return switch (log) {
      case AUTO -> Journals.choose(environment, errors, clock);
      case JOURNAL -> Journals.ofSystem(errors);
      case TEXT -> Journals.inLines(errors, clock);
    };
  }

  /** Returns the surroundings inside a daemon. */
  static Surroundings inside(Daemon.Running running) {
    return new Surroundings(Progress.SILENT, Map.of(), line -> {}, Optional.of(running));
  }
}
