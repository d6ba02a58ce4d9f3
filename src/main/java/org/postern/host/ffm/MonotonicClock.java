package org.postern.host.ffm;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** CLOCK_MONOTONIC, clock_gettime(2): the one clock that processes of a machine agree on. */
public final class MonotonicClock {
  private static final int CLOCK_MONOTONIC = 1;

  private static final MethodHandle CLOCK_GETTIME =
      SocketCalls.function("clock_gettime", JAVA_INT, ADDRESS);

  private MonotonicClock() {}

  /** Microseconds since an unnamed moment of the boot. */
  public static long micros() throws ErrnoException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment timespec = arena.allocate(JAVA_LONG, 2);
      SocketCalls.call(
          "clock_gettime",
          state -> (int) CLOCK_GETTIME.invokeExact(state, CLOCK_MONOTONIC, timespec));
      return timespec.getAtIndex(JAVA_LONG, 0) * 1_000_000
          + timespec.getAtIndex(JAVA_LONG, 1) / 1_000;
    }
  }
}
