package org.postern.host.ffm;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * How much a terminal shows, TIOCGWINSZ of ioctl_tty(2).
 *
 * @param columns characters of a line
 * @param rows lines
 */
public record TerminalSize(int columns, int rows) {
  private static final int STANDARD_OUTPUT = 1;
  private static final long TIOCGWINSZ = 0x5413;

  /** struct winsize: rows, columns, and both in pixels; unsigned shorts. */
  private static final int FIELDS = 4;

  /**
   * The size of standard output; empty if it is no terminal of Linux, or one that does not tell.
   */
  public static Optional<TerminalSize> ofStandardOutput() {
    if (!System.getProperty("os.name", "").equals("Linux")) {
      return Optional.empty();
    }
    MethodHandle ioctl = SocketCalls.variadic("ioctl", 2, JAVA_INT, JAVA_LONG, ADDRESS);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment winsize = arena.allocate(JAVA_SHORT, FIELDS);
      SocketCalls.call(
          "ioctl", state -> (int) ioctl.invokeExact(state, STANDARD_OUTPUT, TIOCGWINSZ, winsize));
      TerminalSize size = new TerminalSize(unsigned(winsize, 1), unsigned(winsize, 0));
      return size.columns > 0 && size.rows > 0 ? Optional.of(size) : Optional.empty();
    } catch (ErrnoException e) {
      return Optional.empty(); // ENOTTY
    }
  }

  private static int unsigned(MemorySegment winsize, int field) {
    return Short.toUnsignedInt(winsize.getAtIndex(JAVA_SHORT, field));
  }
}
