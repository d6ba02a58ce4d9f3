package org.postern.host.ffm;

import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static org.postern.host.ffm.CFunction.pointer;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/**
 * How much a terminal shows, TIOCGWINSZ of ioctl_tty(2).
 *
 * @param columns characters of a line
 * @param rows lines
 */
public record TerminalSize(int columns, int rows) {
  /** The descriptor of standard output. */
  public static final int STANDARD_OUTPUT = 1;

  /** The descriptor of standard error. */
  public static final int STANDARD_ERROR = 2;

  /** The size of DEC's VT100, for a terminal that does not tell. */
  private static final TerminalSize USUAL = new TerminalSize(80, 24);

  private static final long TIOCGWINSZ = 0x5413;

  /** The fields of struct winsize: rows, columns, and both in pixels; unsigned shorts. */
  private static final int FIELDS = 4;

  /** Returns the size of a terminal of Linux; empty if the descriptor is none. */
  public static Optional<TerminalSize> of(int descriptor) {
    if (!System.getProperty("os.name", "").equals("Linux")) {
      return Optional.empty();
    }
    CFunction ioctl = CFunction.ofInt("ioctl");
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment winsize = arena.allocate(JAVA_SHORT, FIELDS);
      ioctl.call(descriptor, TIOCGWINSZ, pointer(winsize));
      TerminalSize size = new TerminalSize(unsigned(winsize, 1), unsigned(winsize, 0));
      return Optional.of(size.columns > 0 && size.rows > 0 ? size : USUAL);
    } catch (ErrnoException e) {
      return Optional.empty(); // ENOTTY
    }
  }

  private static int unsigned(MemorySegment winsize, int field) {
    return Short.toUnsignedInt(winsize.getAtIndex(JAVA_SHORT, field));
  }
}
