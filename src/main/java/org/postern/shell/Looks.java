package org.postern.shell;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jline.terminal.Terminal;
import org.postern.cli.Canvas;
import org.postern.cli.Palette;

/**
 * How things are to look on a terminal.
 *
 * @param palette the colours of the terminal
 * @param environment the environment, which tells more of the terminal
 */
record Looks(Palette palette, Map<String, String> environment) {
  Looks {
    environment = Map.copyOf(environment);
  }

  /** Returns the canvas for pictures, as large as the terminal is now. */
  Canvas canvas(Terminal terminal) {
    return new Canvas(
        terminal.getWidth(),
        terminal.getHeight(),
        palette.isColoured() ? Canvas.depth(environment) : Canvas.Depth.NONE,
        terminal.encoding().equals(StandardCharsets.UTF_8));
  }
}
