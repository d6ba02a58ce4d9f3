package org.postern.cli;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.postern.host.ffm.TerminalSize;

/**
 * The surface on which a picture is drawn.
 *
 * @param columns the number of characters that fit a line
 * @param rows the number of lines that are seen at once
 * @param depth how many colours there are
 * @param unicode whether characters beyond ASCII arrive
 */
public record Canvas(int columns, int rows, Depth depth, boolean unicode) {
  /** The size that is taken for a pipe. */
  private static final TerminalSize USUAL = new TerminalSize(80, 24);

  /** How many colours a place has. */
  public enum Depth {
    /** No colours: kinds of cells are letters. */
    NONE,
    /** The eight of ECMA-48, plain and bright. */
    SIXTEEN,
    /** The 256 colours of xterm. */
    INDEXED,
    /** Colours of 24 bits. */
    TRUE
  }

  /**
   * Returns the canvas of standard output. {@code COLUMNS} and {@code LINES} take precedence over
   * what the terminal says (POSIX, Base Definitions 8.3), and are all that a pipe has.
   *
   * @param palette tells whether colours are seen and wanted
   * @param environment the environment of the process
   * @param charset the charset of standard output
   */
  public static Canvas detect(Palette palette, Map<String, String> environment, Charset charset) {
    TerminalSize size = TerminalSize.of(TerminalSize.STANDARD_OUTPUT).orElse(USUAL);
    return new Canvas(
        number(environment, "COLUMNS").orElse(size.columns()),
        number(environment, "LINES").orElse(size.rows()),
        palette.isColoured() ? depth(environment) : Depth.NONE,
        charset.equals(StandardCharsets.UTF_8));
  }

  /**
   * Returns the colours of a terminal, which tells of 24 bits in {@code COLORTERM}, and of 256
   * colours in its name.
   */
  public static Depth depth(Map<String, String> environment) {
    String more = environment.getOrDefault("COLORTERM", "");
    if (more.equals("truecolor") || more.equals("24bit")) {
      return Depth.TRUE;
    }
    return environment.getOrDefault("TERM", "").contains("256color")
        ? Depth.INDEXED
        : Depth.SIXTEEN;
  }

  private static Optional<Integer> number(Map<String, String> environment, String name) {
    return Optional.ofNullable(environment.get(name))
        .filter(text -> text.matches("[1-9][0-9]{0,3}"))
        .map(Integer::valueOf);
  }
}
