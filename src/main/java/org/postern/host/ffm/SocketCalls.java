package org.postern.host.ffm;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.postern.host.ffm.CFunction.pointer;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * The socket calls of the C library, section 2 of the manual. Each returns what the call returned,
 * or throws the error number that it left behind.
 */
final class SocketCalls {
  private static final CFunction SOCKET = CFunction.ofInt("socket");
  private static final CFunction CLOSE = CFunction.ofInt("close");
  private static final CFunction BIND = CFunction.ofInt("bind");
  private static final CFunction SETSOCKOPT = CFunction.ofInt("setsockopt");
  private static final CFunction GETSOCKOPT = CFunction.ofInt("getsockopt");
  private static final CFunction POLL = CFunction.ofInt("poll");
  private static final CFunction SENDTO = CFunction.ofSize("sendto");
  private static final CFunction RECVFROM = CFunction.ofSize("recvfrom");

  private SocketCalls() {}

  static int socket(int domain, int type, int protocol) throws ErrnoException {
    return (int) SOCKET.call(domain, type, protocol);
  }

  /** Closes; an interrupted close is not repeated, because Linux has freed the descriptor. */
  static void close(int fd) throws ErrnoException {
    CLOSE.once(fd);
  }

  static void bind(int fd, MemorySegment address) throws ErrnoException {
    BIND.call(fd, pointer(address), address.byteSize());
  }

  static void setIntOption(int fd, int level, int option, int value) throws ErrnoException {
    try (Arena arena = Arena.ofConfined()) {
      setOption(fd, level, option, arena.allocateFrom(JAVA_INT, value));
    }
  }

  static void setOption(int fd, int level, int option, MemorySegment value) throws ErrnoException {
    SETSOCKOPT.call(fd, level, option, pointer(value), value.byteSize());
  }

  static int intOption(int fd, int level, int option) throws ErrnoException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment value = arena.allocate(JAVA_INT);
      option(fd, level, option, value);
      return value.get(JAVA_INT, 0);
    }
  }

  /** Fills the value; returns how many bytes of it the kernel has written. */
  static int option(int fd, int level, int option, MemorySegment value) throws ErrnoException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment length = arena.allocateFrom(JAVA_INT, (int) value.byteSize());
      GETSOCKOPT.call(fd, level, option, pointer(value), pointer(length));
      return length.get(JAVA_INT, 0);
    }
  }

  /**
   * Returns how many descriptors are ready. Not repeated when interrupted: only the caller knows
   * how much of its time is left.
   */
  static long poll(MemorySegment descriptors, long count, int timeoutMillis) throws ErrnoException {
    return POLL.once(pointer(descriptors), count, timeoutMillis);
  }

  static long sendto(int fd, MemorySegment data, int flags, MemorySegment address)
      throws ErrnoException {
    return SENDTO.call(
        fd, pointer(data), data.byteSize(), flags, pointer(address), address.byteSize());
  }

  static long recvfrom(
      int fd, MemorySegment buffer, int flags, MemorySegment address, MemorySegment length)
      throws ErrnoException {
    return RECVFROM.call(
        fd, pointer(buffer), buffer.byteSize(), flags, pointer(address), pointer(length));
  }
}
