package org.postern.shell;

import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal;

/**
 * Waits for a command in such a way that Ctrl-C does what it may: a command that only looks is let
 * go at once, and what changes something comes to its end. The terminal itself does not pass Ctrl-C
 * on in that time, because the programs that a change runs would hear it too.
 */
final class Patience {
  private final Terminal terminal;

  Patience(Terminal terminal) {
    this.terminal = terminal;
  }

  /** Returns what the work comes to; empty when the user did not wait for it. */
  <T> Optional<T> await(Supplier<T> work, boolean harmless) {
    FutureTask<T> task = new FutureTask<>(work::get);
    Attributes before = terminal.getAttributes();
    Terminal.SignalHandler handler =
        terminal.handle(
            Terminal.Signal.INT,
            signal -> {
              if (harmless) {
                task.cancel(true);
              }
            });
    try {
      terminal.setAttributes(during(before, harmless));
      Thread.ofPlatform().daemon().name("command").start(task);
      return Optional.of(outcome(task));
    } catch (CancellationException e) {
      return Optional.empty();
    } finally {
      terminal.setAttributes(before);
      terminal.handle(Terminal.Signal.INT, handler);
    }
  }

  /**
   * Returns the terminal's attributes during work: text that is typed ahead shows when its turn has
   * come.
   */
  private static Attributes during(Attributes before, boolean harmless) {
    Attributes attributes = new Attributes(before);
    attributes.setLocalFlag(Attributes.LocalFlag.ECHO, false);
    attributes.setLocalFlag(Attributes.LocalFlag.ISIG, harmless);
    return attributes;
  }

  private static <T> T outcome(FutureTask<T> task) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return task.get();
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          throw new IllegalStateException(e.getCause());
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
