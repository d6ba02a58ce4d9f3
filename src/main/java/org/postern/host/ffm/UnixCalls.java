package org.postern.host.ffm;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The calls that sockets of unix(7) need beyond those of {@link SocketCalls}. */
final class UnixCalls {
  static final int AF_UNIX = 1;
  static final int SOCK_STREAM = 1;
  static final int SOCK_DGRAM = 2;
  static final int SOCK_NONBLOCK = 0x800;
  static final int SOCK_CLOEXEC = 0x80000;
  static final int SOL_SOCKET = 1;
  static final int MSG_DONTWAIT = 0x40;

  /** A peer that is gone is an error of ours, not a signal to the process. */
  static final int MSG_NOSIGNAL = 0x4000;

  private static final int F_GETFD = 1;
  private static final int F_SETFD = 2;
  private static final int F_GETFL = 3;
  private static final int F_SETFL = 4;
  private static final int FD_CLOEXEC = 1;
  private static final int O_NONBLOCK = 0x800;
  private static final int SHUT_RDWR = 2;
  private static final int EFD_CLOEXEC = 0x80000;
  private static final int AT_FDCWD = -100;
  private static final int AT_SYMLINK_NOFOLLOW = 0x100;

  private static final MethodHandle CONNECT =
      SocketCalls.function("connect", JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle LISTEN = SocketCalls.function("listen", JAVA_INT, JAVA_INT);
  private static final MethodHandle ACCEPT =
      SocketCalls.function("accept4", JAVA_INT, ADDRESS, ADDRESS, JAVA_INT);
  private static final MethodHandle SHUTDOWN = SocketCalls.function("shutdown", JAVA_INT, JAVA_INT);
  private static final MethodHandle FCNTL =
      SocketCalls.variadic("fcntl", 2, JAVA_INT, JAVA_INT, JAVA_INT);
  private static final MethodHandle EVENTFD = SocketCalls.function("eventfd", JAVA_INT, JAVA_INT);
  private static final MethodHandle WRITE =
      SocketCalls.transfer("write", JAVA_INT, ADDRESS, JAVA_LONG);
  private static final MethodHandle FCHMODAT =
      SocketCalls.function("fchmodat", JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);

  private UnixCalls() {}

  static void connect(int fd, MemorySegment address) throws ErrnoException {
    int length = (int) address.byteSize();
    SocketCalls.call("connect", state -> (int) CONNECT.invokeExact(state, fd, address, length));
  }

  static void listen(int fd, int backlog) throws ErrnoException {
    SocketCalls.call("listen", state -> (int) LISTEN.invokeExact(state, fd, backlog));
  }

  /** The next client, without a wait; EAGAIN when there is none. */
  static int accept(int fd) throws ErrnoException {
    MemorySegment none = MemorySegment.NULL;
    return (int)
        SocketCalls.call(
            "accept4", state -> (int) ACCEPT.invokeExact(state, fd, none, none, SOCK_CLOEXEC));
  }

  /** Ends both directions for everybody who holds the socket. */
  static void shutdown(int fd) throws ErrnoException {
    SocketCalls.call("shutdown", state -> (int) SHUTDOWN.invokeExact(state, fd, SHUT_RDWR));
  }

  /** Programs that this process starts do not get the descriptor. */
  static void closeOnExec(int fd) throws ErrnoException {
    fcntl(fd, F_SETFD, fcntl(fd, F_GETFD, 0) | FD_CLOEXEC);
  }

  static void nonBlocking(int fd) throws ErrnoException {
    fcntl(fd, F_SETFL, fcntl(fd, F_GETFL, 0) | O_NONBLOCK);
  }

  private static int fcntl(int fd, int command, int argument) throws ErrnoException {
    return (int)
        SocketCalls.call("fcntl", state -> (int) FCNTL.invokeExact(state, fd, command, argument));
  }

  /** A descriptor that can be read from its {@link #signal} on. */
  static int eventfd() throws ErrnoException {
    return (int)
        SocketCalls.call("eventfd", state -> (int) EVENTFD.invokeExact(state, 0, EFD_CLOEXEC));
  }

  static void signal(int eventfd) throws ErrnoException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment one = arena.allocateFrom(JAVA_LONG, 1);
      SocketCalls.call(
          "write", state -> (long) WRITE.invokeExact(state, eventfd, one, one.byteSize()));
    }
  }

  /** Sets the mode of a file that is no symbolic link; of one that is, EOPNOTSUPP. */
  static void chmod(Path file, int mode) throws ErrnoException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment path = arena.allocateFrom(file.toString(), StandardCharsets.UTF_8);
      SocketCalls.call(
          "fchmodat",
          state -> (int) FCHMODAT.invokeExact(state, AT_FDCWD, path, mode, AT_SYMLINK_NOFOLLOW));
    }
  }
}
