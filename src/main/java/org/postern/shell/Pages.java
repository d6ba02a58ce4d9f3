package org.postern.shell;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jline.builtins.Less;
import org.jline.builtins.Source;
import org.jline.terminal.Terminal;

/** Puts text on a terminal; what is longer than its screen goes through a pager. */
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

  /** As it is, whatever rolls away. */
  void print(String text) {
    terminal.writer().print(text);
    terminal.flush();
  }

  private long rows(String line) {
    int width = Math.max(1, terminal.getWidth());
    return Math.max(1, (line.length() + width - 1) / width);
  }

  /** Whether nothing on it can be moved to. */
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
