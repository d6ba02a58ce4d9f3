package org.postern.host.ffm;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Sends and receives single datagrams of Unix sockets, which the JDK has no channel for: unix(7).
 */
public final class UnixDatagram {
  private static final int SO_SNDTIMEO = 21;

  private UnixDatagram() {}

  /**
   * Sends a datagram from a socket of its own.
   *
   * @param address an absolute path, or {@code @} and an abstract name
   * @param patience how long a receiver that is behind may keep us, above zero
   * @throws ErrnoException ENOENT or ECONNREFUSED without a receiver, EAGAIN for one that does not
   *     receive, EMSGSIZE for what does not go in one piece
   */
  public static void send(String address, byte[] datagram, Duration patience)
      throws ErrnoException {
    int type = UnixCalls.SOCK_DGRAM | UnixCalls.SOCK_CLOEXEC;
    int fd = SocketCalls.socket(UnixCalls.AF_UNIX, type, 0);
    try (Arena arena = Arena.ofConfined()) {
      SocketCalls.setOption(fd, UnixCalls.SOL_SOCKET, SO_SNDTIMEO, timeval(patience, arena));
      MemorySegment data = arena.allocateFrom(JAVA_BYTE, datagram);
      SocketCalls.sendto(fd, data, UnixCalls.MSG_NOSIGNAL, UnixAddress.of(address, arena));
    } finally {
      SocketCalls.close(fd);
    }
  }

  /**
   * Returns the datagrams that wait at a socket which the service manager has made. Programs
   * started from here on do not inherit it.
   *
   * @param limit the most bytes; the rest of a longer one is cut off
   * @throws ErrnoException ENOTSOCK or EBADF for another descriptor
   */
  public static List<byte[]> waiting(int fd, int limit) throws ErrnoException {
    UnixCalls.closeOnExec(fd);
    List<byte[]> datagrams = new ArrayList<>();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment buffer = arena.allocate(limit);
      while (true) {
        long length = receiveNow(fd, buffer);
        if (length < 0) {
          return datagrams;
        }
        datagrams.add(buffer.asSlice(0, length).toArray(JAVA_BYTE));
      }
    }
  }

  /** Returns the length of the next datagram, -1 where none waits. */
  private static long receiveNow(int fd, MemorySegment buffer) throws ErrnoException {
    MemorySegment none = MemorySegment.NULL;
    try {
      return SocketCalls.recvfrom(fd, buffer, UnixCalls.MSG_DONTWAIT, none, none);
    } catch (ErrnoException e) {
      if (e.is(Errno.EAGAIN)) {
        return -1;
      }
      throw e;
    }
  }

  /** Returns a struct timeval; all zero would be no limit. */
  private static MemorySegment timeval(Duration duration, Arena arena) {
    long micros = Math.max(1, duration.toNanos() / 1_000);
    return arena.allocateFrom(JAVA_LONG, micros / 1_000_000, micros % 1_000_000);
  }
}
