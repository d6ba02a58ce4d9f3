package org.postern.host.ffm;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Waits on descriptors, poll(2). A signal ends a wait early, so the caller looks again. */
final class Poll {
  static final short IN = 1;
  static final short OUT = 4;

  /** Nothing but what is reported in any case: that the descriptor is broken or hung up. */
  private static final short BROKEN = 0;

  /** The bytes of struct pollfd: descriptor, events asked for, events that came. */
  private static final int SIZE = 8;

  private static final int EVENTS = 4;
  private static final int UNLIMITED = -1;

  private Poll() {}

  /**
   * Waits until the descriptor is ready or broken; false when the time is over or a signal arrives
   * first.
   */
  static boolean await(int fd, short events, long nanos) throws ErrnoException {
    long millis = Math.ceilDiv(nanos, 1_000_000L);
    return poll((int) Math.min(millis, Integer.MAX_VALUE), events, fd);
  }

  /** Tells whether the descriptor is broken, or its peer has closed it. */
  static boolean isBroken(int fd) throws ErrnoException {
    return poll(0, BROKEN, fd);
  }

  /**
   * Waits until one of two descriptors can be read or a signal arrives, without a limit of time.
   */
  static void awaitInput(int fd, int other) throws ErrnoException {
    poll(UNLIMITED, IN, fd, other);
  }

  private static boolean poll(int timeoutMillis, short events, int... fds) throws ErrnoException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment descriptors = arena.allocate((long) SIZE * fds.length, Integer.BYTES);
      for (int i = 0; i < fds.length; i++) {
        descriptors.set(JAVA_INT, (long) SIZE * i, fds[i]);
        descriptors.set(JAVA_SHORT, (long) SIZE * i + EVENTS, events);
      }
      return SocketCalls.poll(descriptors, fds.length, timeoutMillis) > 0;
    } catch (ErrnoException e) {
      if (!e.is(Errno.EINTR)) {
        throw e;
      }
      return false;
    }
  }
}
