package org.postern.cli;

import java.io.PrintStream;
import java.util.Optional;
import java.util.Set;
import org.postern.command.Command;
import org.postern.host.Progress;

/**
 * Reports in which state a signal leaves things when it ends the process in the middle of a
 * command. It follows the work through its progress. Thread-safe.
 */
public final class Interruption implements Progress {
  /** Commands that report it themselves, or that are usually ended by a signal. */
  private static final Set<String> UNTOLD = Set.of("daemon", "shell", "watch");

  /** Commands that change something in this process without asking a daemon. */
  private static final Set<String> CHANGING = Set.of("restore");

  private static final String CHANGE = "applying";
  private static final String DAEMON = "waiting for the daemon";

  private final Progress shown;
  private Optional<Command> running = Optional.empty();
  private boolean dry;
  private boolean changing;
  private int waiting;

  /**
   * Follows progress that is shown elsewhere.
   *
   * @param shown shows the progress
   */
  public Interruption(Progress shown) {
    this.shown = shown;
  }

  /** Has the report printed when a signal ends the process. */
  public void tellOn(PrintStream err) {
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> sentence().ifPresent(err::println), "interruption"));
  }

  /**
   * Notes that a command begins.
   *
   * @param onlyLooks whether it was told to change nothing
   */
  synchronized void begin(Command command, boolean onlyLooks) {
    running = Optional.of(command).filter(one -> !one.isHidden() && !UNTOLD.contains(one.name()));
    dry = onlyLooks;
    changing = command.reach() != Command.Reach.CHANGES_POLICY;
  }

  /** Notes that the command ended by itself, so that there is nothing to report. */
  synchronized void end() {
    running = Optional.empty();
  }

  /** Returns what to report now; empty when no command runs that could leave something behind. */
  public synchronized Optional<String> sentence() {
    return running.map(
        command -> "postern %s: ended by a signal: %s".formatted(command.name(), state(command)));
  }

  private String state(Command command) {
    if (dry || !isChange(command)) {
      return "nothing was changed";
    }
    if (waiting > 0) {
      return "the daemon may go on with it; postern status tells";
    }
    return changing
        ? "a change was under way, and may be done in part; postern plan tells, and doing it again"
            + " completes it"
        : "nothing was changed yet";
  }

  private static boolean isChange(Command command) {
    return switch (command.reach()) {
      case HERE -> CHANGING.contains(command.name());
      case READS, READS_RUNNING -> false;
      case CHANGES, CHANGES_ANYHOW, CHANGES_POLICY -> true;
    };
  }

  @Override
  public synchronized Work begin(Task task) {
    changing |= task.name().equals(CHANGE);
    boolean asks = task.name().equals(DAEMON);
    waiting += asks ? 1 : 0;
    Work work = shown.begin(task);
    return new Work() {
      @Override
      public void reached(long done) {
        work.reached(done);
      }

      @Override
      public void close() {
        answered(asks);
        work.close();
      }
    };
  }

  private synchronized void answered(boolean asked) {
    waiting -= asked ? 1 : 0;
  }
}
