package org.postern.shell;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jline.builtins.ScreenTerminal;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.LineDisciplineTerminal;

/** A terminal in memory: keys go in, and what a user before it would see can be read. */
final class VirtualTerminal implements AutoCloseable {
  static final String ENTER = "\r";
  static final String TAB = "\t";
  static final String UP = "\u001b[A";
  static final String DOWN = "\u001b[B";
  static final String CTRL_E = "\u0005";
  static final String CTRL_C = "\u0003";
  static final String CTRL_D = "\u0004";
  static final String CTRL_R = "\u0012";
  static final String CTRL_U = "\u0015";

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final LineDisciplineTerminal terminal;
  private final StringBuffer raw = new StringBuffer();
  private ScreenTerminal screen;

  /**
   * A terminal.
   *
   * @param type as in {@code TERM}
   */
  VirtualTerminal(String type, int columns, int rows) throws IOException {
    screen = new ScreenTerminal(columns, rows);
    OutputStream master =
        new OutputStream() {
          @Override
          public void write(int one) {
            write(new byte[] {(byte) one}, 0, 1);
          }

          @Override
          public void write(byte[] bytes, int from, int count) {
            see(new String(bytes, from, count, StandardCharsets.UTF_8));
          }
        };
    terminal = new LineDisciplineTerminal("test", type, master, StandardCharsets.UTF_8);
    terminal.setSize(new Size(columns, rows));
  }

  private synchronized void see(String text) {
    raw.append(text);
    screen.write(text);
  }

  Terminal terminal() {
    return terminal;
  }

  /** Another size, as when a user pulls at a corner of the window. */
  void resize(int columns, int rows) {
    synchronized (this) {
      screen.setSize(columns, rows);
    }
    terminal.setSize(new Size(columns, rows));
    terminal.raise(Terminal.Signal.WINCH);
  }

  void type(String keys) {
    try {
      terminal.processInputBytes(keys.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** What is on the screen, without blanks at the ends of lines and empty lines. */
  synchronized String text() {
    return screen
        .toString()
        .lines()
        .map(String::stripTrailing)
        .filter(line -> !line.isEmpty())
        .collect(Collectors.joining("\n"));
  }

  /** Everything that was ever sent to it. */
  String raw() {
    return raw.toString();
  }

  /** Waits for a text to be on the screen. */
  String await(String text) {
    return await(screenText -> screenText.contains(text), "\"" + text + "\"");
  }

  /** Waits for the screen to be like that. */
  String await(Predicate<String> wanted, String what) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    String seen = text();
    while (!wanted.test(seen)) {
      if (System.nanoTime() > end) {
        throw new AssertionError("no " + what + " on the screen:\n" + seen);
      }
      pause();
      seen = text();
    }
    return seen;
  }

  private static void pause() {
    try {
      Thread.sleep(10);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Waits for what runs on it to end. */
  static <T> T end(CompletableFuture<T> running) {
    try {
      return running.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() throws IOException {
    terminal.close();
  }
}
