package org.postern.shell;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.postern.host.CommandRunner;
import org.postern.host.ProcessRunner;

/**
 * A user before tmux(1) on a host of his own: the server of tmux, and with it all that runs in its
 * windows, is in a network namespace that ends with it.
 */
final class Tmux implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration BLINK = Duration.ofMillis(50);

  private final String socket;

  private Tmux(Path folder) {
    this.socket = folder.resolve("tmux").toString();
  }

  /**
   * Starts it with one window.
   *
   * @param command for sh(1), in that window
   */
  static Tmux start(Path folder, int columns, int rows, String command) throws IOException {
    Tmux tmux = new Tmux(folder);
    List<String> words = new ArrayList<>();
    words.addAll(List.of("unshare", "--net", "sh", "-c", "ip link set lo up; exec \"$@\"", "sh"));
    words.addAll(List.of("tmux", "-u", "-S", tmux.socket, "-f", "/dev/null", "new-session", "-d"));
    words.addAll(List.of("-x", String.valueOf(columns), "-y", String.valueOf(rows), command));
    run(words);
    tmux.tmux("set-option", "-g", "remain-on-exit", "on");
    return tmux;
  }

  private static String run(List<String> words) throws IOException {
    CommandRunner.Result result = new ProcessRunner().run(words, "", PATIENCE);
    if (result.exit() != 0) {
      throw new IOException(words + ": " + result.error());
    }
    return result.output();
  }

  private String tmux(String... words) throws IOException {
    List<String> all = new ArrayList<>(List.of("tmux", "-S", socket));
    all.addAll(List.of(words));
    return run(all);
  }

  /** Presses keys by their names, or types a text without blanks. */
  void press(String... keys) throws IOException {
    List<String> all = new ArrayList<>(List.of("send-keys"));
    all.addAll(List.of(keys));
    tmux(all.toArray(String[]::new));
  }

  /** Types a text. */
  void type(String text) throws IOException {
    tmux("send-keys", "-l", text);
  }

  /** Types a line and ends it. */
  void line(String text) throws IOException {
    type(text);
    press("Enter");
  }

  /** Types a line that takes long, and waits until it is read: Ctrl-C drops what is not. */
  void begin(String text) throws IOException {
    type(text);
    await(text);
    press("Enter");
    while (!tmux("display-message", "-p", "#{cursor_x}").strip().equals("0")) {
      pause();
    }
  }

  /** Pastes what a file holds, as a terminal does that brackets it. */
  void paste(Path file) throws IOException {
    tmux("load-buffer", file.toString());
    tmux("paste-buffer", "-p");
  }

  /** Changes the size of the window, and waits until its terminal has it: tmux puts that off. */
  void resize(int columns, int rows) throws IOException {
    tmux("resize-window", "-x", String.valueOf(columns), "-y", String.valueOf(rows));
    String terminal = tmux("display-message", "-p", "#{pane_tty}").strip();
    String wanted = tmux("display-message", "-p", "#{pane_height} #{pane_width}").strip();
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!run(List.of("stty", "-F", terminal, "size")).strip().equals(wanted)) {
      if (System.nanoTime() > end) {
        throw new AssertionError(terminal + " is not " + wanted);
      }
      pause();
    }
  }

  /** Another window, which is not looked at. */
  void beside(String command) throws IOException {
    tmux("new-window", "-d", command);
  }

  /** What is on the screen. */
  String screen() throws IOException {
    return tmux("capture-pane", "-p").stripTrailing();
  }

  /** What is on the screen, and before it what has left it at the top. */
  String history() throws IOException {
    return tmux("capture-pane", "-p", "-S", "-").stripTrailing();
  }

  /** The same as the screen with colours. */
  String painted() throws IOException {
    return tmux("capture-pane", "-p", "-e");
  }

  /** Waits for a text on the screen. */
  String await(String text) throws IOException {
    return await(seen -> seen.contains(text), text);
  }

  String await(Predicate<String> wanted, String what) throws IOException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    String seen = screen();
    while (!wanted.test(seen)) {
      if (System.nanoTime() > end) {
        throw new AssertionError("no " + what + " on the screen:\n" + seen);
      }
      pause();
      seen = screen();
    }
    return seen;
  }

  /** Waits for the shell to wait for a line. */
  void ready() throws IOException {
    await(seen -> seen.substring(seen.lastIndexOf('\n') + 1).matches("postern.*>"), "prompt");
  }

  static void pause() {
    try {
      Thread.sleep(BLINK);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() throws IOException {
    tmux("kill-server");
  }
}
