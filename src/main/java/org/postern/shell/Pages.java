package org.postern.shell;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jline.builtins.Less;
import org.jline.builtins.Source;
import org.jline.terminal.Terminal;

/** Shows text on a terminal, by a pager when it is longer than the screen. */
final class Pages {
  private final Terminal terminal;

  Pages(Terminal terminal) {
    this.terminal = terminal;
  }

  void show(String text) throws IOException {
    long lines = text.lines().mapToLong(this::rows).sum();
    if (isPlain(terminal) || lines < terminal.getHeight()) {
      print(text);
      return;
    }
    Less less = new Less(terminal, Path.of("").toAbsolutePath());
    less.quitIfOneScreen = true;
    try {
      less.run(new Text(text));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Prints text without a pager, even if its beginning scrolls off the screen. */
  void print(String text) {
    terminal.writer().print(text);
    terminal.flush();
  }

  private long rows(String line) {
    int width = Math.max(1, terminal.getWidth());
    return Math.max(1, (line.length() + width - 1) / width);
  }

  /** Tells whether a terminal cannot move its cursor, so that no pager works on it. */
  static boolean isPlain(Terminal terminal) {
    return terminal.getType().startsWith(Terminal.TYPE_DUMB) || terminal.getHeight() <= 0;
  }

  private record Text(String text) implements Source {
    @Override
    public String getName() {
      return "q ends, / searches";
    }

    @Override
    public InputStream read() {
      return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public Long lines() {
      return text.lines().count();
    }
  }
}
