package org.postern.command.plan;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.postern.command.Command;
import org.postern.command.Invocation;
import org.postern.command.Option;
import org.postern.command.Pipelines;
import org.postern.command.Reply;
import org.postern.command.Requests;
import org.postern.command.Surroundings;
import org.postern.command.trial.TrialLauncher;
import org.postern.daemon.TrialWatch;
import org.postern.host.CommandRunner;
import org.postern.host.Invoker;
import org.postern.host.ffm.ErrnoException;
import org.postern.host.ffm.Session;
import org.postern.state.StateStore;

/**
 * Has a change on trial taken back in time where no daemon does so. It is begun before anything is
 * changed, because an administrator who locks himself out loses his terminal.
 *
 * <p>With systemd a unit waits, {@code postern-confirm.path} or a timer for this one change, which
 * the end of no process of ours ends. Elsewhere it is a process that outlives the terminal;
 * whichever program applies is told that it must not be killed. The next start of the machine, of
 * the daemon or of its timer takes back what is overdue in any case.
 */
public final class ConfirmWatch {
  /**
   * The time after the deadline at which the timer goes off, so that the change itself has come to
   * its end by then.
   */
  private static final Duration AFTERWARDS = Duration.ofSeconds(1);

  /** An apply may take so long; later than that the wall clock was set back. */
  private static final Duration LONGEST_APPLY = Duration.ofMinutes(2);

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final String NAME = "expire";
  private static final String READY = "standing by";
  static final String UNIT = "postern-confirm.path";
  private static final Set<String> ACTIVE = Set.of("active", "reloading", "activating");
  private static final Path SYSTEMD = Path.of("/run/systemd/system");

  private static final Option OVERDUE =
      Option.flag("--overdue", "the time of the trial has passed, whatever the clock says");

  private final Pipelines pipelines;
  private final Surroundings surroundings;

  public ConfirmWatch(Pipelines pipelines, Surroundings surroundings) {
    this.pipelines = pipelines;
    this.surroundings = surroundings;
  }

  public List<Command> commands() {
    return List.of(
        new Command(
            NAME, "", List.of(), List.of(OVERDUE, Requests.STATE), "postern expire", this::expire));
  }

  /** A watch that waits; closed when the change was made. */
  sealed interface Waiting extends AutoCloseable {
    /** Returns what an administrator should know of it; empty when nothing. */
    Optional<String> caution();

    @Override
    default void close() throws IOException {}

    /** A unit of systemd. */
    record Unit(String name) implements Waiting {
      @Override
      public Optional<String> caution() {
        return Optional.empty();
      }
    }

    /** A process that stands by until its standard input ends: when this is closed or we die. */
    record OfProcess(Process process) implements Waiting {
      @Override
      public Optional<String> caution() {
        return Optional.of(
            "process %d takes it back; if that is killed, postern restore does"
                .formatted(process.pid()));
      }

      @Override
      public void close() throws IOException {
        process.getOutputStream().close();
      }
    }
  }

  /**
   * Begins to wait.
   *
   * @throws IOException when nothing can, and nothing is to be changed
   */
  static Waiting start(Path state, Duration trial, CommandRunner programs) throws IOException {
    if (isUnderSystemd()) {
      if (isActive(UNIT, state, programs)) {
        return new Waiting.Unit(UNIT);
      }
      String name = "postern-confirm-%d-%d".formatted(pid(), Instant.now().getEpochSecond());
      if (Invoker.uid().equals(Optional.of(0)) && succeeds(programs, timer(name, state, trial))) {
        return new Waiting.Unit(name + ".timer");
      }
    }
    return process(state);
  }

  /** Tells whether the unit is active, or is being started again, and works with this state. */
  static boolean isActive(String unit, Path state, CommandRunner programs) {
    return isUnderSystemd()
        && state.equals(StateStore.USUAL)
        && ACTIVE.contains(activity(unit, programs));
  }

  private static String activity(String unit, CommandRunner programs) {
    try {
      List<String> asked = List.of("systemctl", "show", "--property=ActiveState", "--value", unit);
      return programs.run(asked, "", PATIENCE).output().strip();
    } catch (IOException e) {
      return "";
    }
  }

  private static boolean isUnderSystemd() {
    return Files.isDirectory(SYSTEMD) && isOfThisHost();
  }

  private static long pid() {
    return ProcessHandle.current().pid();
  }

  /** A unit of systemd changes the rules of its own network namespace. */
  private static boolean isOfThisHost() {
    try {
      return Files.readSymbolicLink(Path.of("/proc/self/ns/net"))
          .equals(Files.readSymbolicLink(Path.of("/proc/1/ns/net")));
    } catch (IOException e) {
      return false;
    }
  }

  /** A timer by the time since boot: the clock on the wall may be set meanwhile. */
  private static List<String> timer(String name, Path state, Duration trial) {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("systemd-run", "--quiet", "--collect", "--unit=" + name));
    command.add("--on-active=" + trial.plus(AFTERWARDS).toSeconds() + "s");
    command.add("--timer-property=AccuracySec=200ms");
    command.addAll(TrialLauncher.ourselves());
    command.addAll(List.of(NAME, OVERDUE.name(), Requests.STATE.name(), state.toString()));
    return command;
  }

  private static boolean succeeds(CommandRunner programs, List<String> command) {
    try {
      return programs.run(command, "", PATIENCE).exit() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static Waiting process(Path state) throws IOException {
    List<String> command = new ArrayList<>(TrialLauncher.ourselves());
    command.addAll(List.of(NAME, Requests.STATE.name(), state.toString()));
    Process process =
        new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    BufferedReader said = process.errorReader(StandardCharsets.UTF_8);
    for (String line = said.readLine(); line != null; line = said.readLine()) {
      if (line.equals(READY)) {
        return new Waiting.OfProcess(process);
      }
    }
    process.destroyForcibly();
    throw new IOException("what takes the change back does not start; nothing was changed");
  }

  private Reply expire(Invocation invocation) throws IOException {
    leaveTerminal();
    standBy();
    Optional<Duration> longest =
        invocation.has(OVERDUE.name()) ? Optional.of(LONGEST_APPLY) : Optional.empty();
    TrialWatch watch =
        new TrialWatch(
            pipelines.unwatched(Requests.state(invocation)), longest, surroundings.errors());
    for (Optional<Duration> wait = watch.look(); wait.isPresent(); wait = watch.look()) {
      sleep(wait.get());
    }
    return new Reply.Builder(NAME).build();
  }

  /** Waits until the change is made, or the process that makes it is dead. */
  private void standBy() throws IOException {
    surroundings.errors().accept(READY);
    new FileInputStream(FileDescriptor.in).transferTo(OutputStream.nullOutputStream());
  }

  /** The leader of a process group, as from a shell, stays in it. */
  private static void leaveTerminal() {
    try {
      Session.start();
    } catch (ErrnoException e) {
      return;
    }
  }

  private static void sleep(Duration time) throws IOException {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
