package org.postern.host.ffm;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.postern.host.ffm.CFunction.pointer;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
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

  private static final CFunction CONNECT = CFunction.ofInt("connect");
  private static final CFunction LISTEN = CFunction.ofInt("listen");
  private static final CFunction ACCEPT = CFunction.ofInt("accept4");
  private static final CFunction SHUTDOWN = CFunction.ofInt("shutdown");
  private static final CFunction FCNTL = CFunction.ofInt("fcntl");
  private static final CFunction EVENTFD = CFunction.ofInt("eventfd");
  private static final CFunction WRITE = CFunction.ofSize("write");
  private static final CFunction FCHMODAT = CFunction.ofInt("fchmodat");

  private UnixCalls() {}

  static void connect(int fd, MemorySegment address) throws ErrnoException {
    CONNECT.call(fd, pointer(address), address.byteSize());
  }

  static void listen(int fd, int backlog) throws ErrnoException {
    LISTEN.call(fd, backlog);
  }

  /** Returns the next client, without a wait; EAGAIN when there is none. */
  static int accept(int fd) throws ErrnoException {
    return (int) ACCEPT.call(fd, 0, 0, SOCK_CLOEXEC);
  }

  /** Ends both directions for all processes that hold the socket. */
  static void shutdown(int fd) throws ErrnoException {
    SHUTDOWN.call(fd, SHUT_RDWR);
  }

  /** Keeps a descriptor from the programs that this process starts. */
  static void closeOnExec(int fd) throws ErrnoException {
    fcntl(fd, F_SETFD, fcntl(fd, F_GETFD, 0) | FD_CLOEXEC);
  }

  static void nonBlocking(int fd) throws ErrnoException {
    fcntl(fd, F_SETFL, fcntl(fd, F_GETFL, 0) | O_NONBLOCK);
  }

  private static int fcntl(int fd, int command, int argument) throws ErrnoException {
    return (int) FCNTL.call(fd, command, argument);
  }

  /** A descriptor that can be read from its {@link #signal} on. */
  static int eventfd() throws ErrnoException {
    return (int) EVENTFD.call(0, EFD_CLOEXEC);
  }

  static void signal(int eventfd) throws ErrnoException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment one = arena.allocateFrom(JAVA_LONG, 1);
      WRITE.call(eventfd, pointer(one), one.byteSize());
    }
  }

  /** Sets the mode of a file that is no symbolic link; of one that is, EOPNOTSUPP. */
  static void chmod(Path file, int mode) throws ErrnoException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment path = arena.allocateFrom(file.toString(), StandardCharsets.UTF_8);
      FCHMODAT.call(AT_FDCWD, pointer(path), mode, AT_SYMLINK_NOFOLLOW);
    }
  }
}
