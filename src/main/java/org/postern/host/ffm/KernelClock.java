package org.postern.host.ffm;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.postern.host.ffm.CFunction.pointer;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** The clocks of clock_gettime(2) that the JDK does not tell, in microseconds. */
public final class KernelClock {
  private static final int CLOCK_MONOTONIC = 1;
  private static final int CLOCK_THREAD_CPUTIME_ID = 3;

  private static final CFunction CLOCK_GETTIME = CFunction.ofInt("clock_gettime");

  private KernelClock() {}

  /**
   * Returns the microseconds since an unnamed moment of the boot: the one clock that processes of a
   * machine agree on.
   */
  public static long monotonic() throws ErrnoException {
    return micros(CLOCK_MONOTONIC);
  }

  /** Returns how long processors have worked for this thread, which is a platform thread. */
  public static long ofThread() throws ErrnoException {
    return micros(CLOCK_THREAD_CPUTIME_ID);
  }

  private static long micros(int clock) throws ErrnoException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment timespec = arena.allocate(JAVA_LONG, 2);
      CLOCK_GETTIME.call(clock, pointer(timespec));
      return timespec.getAtIndex(JAVA_LONG, 0) * 1_000_000
          + timespec.getAtIndex(JAVA_LONG, 1) / 1_000;
    }
  }
}
