package org.postern.host.ffm;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.postern.host.ffm.CFunction.pointer;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** The clock of clock_gettime(2) that the JDK does not tell, in microseconds. */
public final class KernelClock {
  private static final int CLOCK_THREAD_CPUTIME_ID = 3;

  private static final CFunction CLOCK_GETTIME = CFunction.ofInt("clock_gettime");

  private KernelClock() {}

  /** Returns how long processors have worked for this thread, which is a platform thread. */
  public static long ofThread() throws ErrnoException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment timespec = arena.allocate(JAVA_LONG, 2);
      CLOCK_GETTIME.call(CLOCK_THREAD_CPUTIME_ID, pointer(timespec));
      return timespec.getAtIndex(JAVA_LONG, 0) * 1_000_000
          + timespec.getAtIndex(JAVA_LONG, 1) / 1_000;
    }
  }
}
