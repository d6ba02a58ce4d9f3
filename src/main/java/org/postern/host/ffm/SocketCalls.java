package org.postern.host.ffm;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * The socket calls of the C library, section 2 of the manual. Each returns what the call returned,
 * or throws the error number that it left behind.
 */
final class SocketCalls {
  private static final Linker LINKER = Linker.nativeLinker();
  private static final Linker.Option CAPTURE = Linker.Option.captureCallState("errno");
  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO = STATE.varHandle(PathElement.groupElement("errno"));

  /** Nobody sends that many signals while one call is made. */
  private static final int MAX_INTERRUPTIONS = 1_000;

  private static final MethodHandle SOCKET = function("socket", JAVA_INT, JAVA_INT, JAVA_INT);
  private static final MethodHandle CLOSE = function("close", JAVA_INT);
  private static final MethodHandle BIND = function("bind", JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle GETSOCKNAME =
      function("getsockname", JAVA_INT, ADDRESS, ADDRESS);
  private static final MethodHandle SETSOCKOPT =
      function("setsockopt", JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle GETSOCKOPT =
      function("getsockopt", JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS);
  private static final MethodHandle POLL = function("poll", ADDRESS, JAVA_LONG, JAVA_INT);
  private static final MethodHandle SENDTO =
      transfer("sendto", JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle RECVFROM =
      transfer("recvfrom", JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, ADDRESS);

  private SocketCalls() {}

  static int socket(int domain, int type, int protocol) throws ErrnoException {
    return (int) call("socket", state -> (int) SOCKET.invokeExact(state, domain, type, protocol));
  }

  /** Closes; an interrupted close is not repeated, because Linux has freed the descriptor. */
  static void close(int fd) throws ErrnoException {
    once("close", state -> (int) CLOSE.invokeExact(state, fd));
  }

  static void bind(int fd, MemorySegment address) throws ErrnoException {
    int length = (int) address.byteSize();
    call("bind", state -> (int) BIND.invokeExact(state, fd, address, length));
  }

  static void getsockname(int fd, MemorySegment address, MemorySegment length)
      throws ErrnoException {
    call("getsockname", state -> (int) GETSOCKNAME.invokeExact(state, fd, address, length));
  }

  static void setIntOption(int fd, int level, int option, int value) throws ErrnoException {
    try (Arena arena = Arena.ofConfined()) {
      setOption(fd, level, option, arena.allocateFrom(JAVA_INT, value));
    }
  }

  static void setOption(int fd, int level, int option, MemorySegment value) throws ErrnoException {
    int length = (int) value.byteSize();
    call(
        "setsockopt",
        state -> (int) SETSOCKOPT.invokeExact(state, fd, level, option, value, length));
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
      call(
          "getsockopt",
          state -> (int) GETSOCKOPT.invokeExact(state, fd, level, option, value, length));
      return length.get(JAVA_INT, 0);
    }
  }

  /**
   * How many descriptors are ready. Not repeated when interrupted: only the caller knows how much
   * of its time is left.
   */
  static long poll(MemorySegment descriptors, long count, int timeoutMillis) throws ErrnoException {
    return once("poll", state -> (int) POLL.invokeExact(state, descriptors, count, timeoutMillis));
  }

  static long sendto(int fd, MemorySegment data, int flags, MemorySegment address)
      throws ErrnoException {
    long size = data.byteSize();
    int length = (int) address.byteSize();
    return call(
        "sendto",
        state -> (long) SENDTO.invokeExact(state, fd, data, size, flags, address, length));
  }

  static long recvfrom(
      int fd, MemorySegment buffer, int flags, MemorySegment address, MemorySegment length)
      throws ErrnoException {
    long size = buffer.byteSize();
    return call(
        "recvfrom",
        state -> (long) RECVFROM.invokeExact(state, fd, buffer, size, flags, address, length));
  }

  interface Invocation {
    long with(MemorySegment state) throws Throwable;
  }

  /** Repeated when interrupted. */
  static long call(String operation, Invocation invocation) throws ErrnoException {
    for (int interruptions = 0; ; interruptions++) {
      try {
        return once(operation, invocation);
      } catch (ErrnoException e) {
        if (!e.is(Errno.EINTR) || interruptions == MAX_INTERRUPTIONS) {
          throw e;
        }
      }
    }
  }

  static long once(String operation, Invocation invocation) throws ErrnoException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      long result = invocation.with(state);
      if (result < 0) {
        throw new ErrnoException((int) ERRNO.get(state, 0L), operation);
      }
      return result;
    } catch (ErrnoException | RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(operation, e);
    }
  }

  static MethodHandle function(String name, MemoryLayout... arguments) {
    return handle(name, FunctionDescriptor.of(JAVA_INT, arguments));
  }

  /** A function that answers with {@code ssize_t}. */
  static MethodHandle transfer(String name, MemoryLayout... arguments) {
    return handle(name, FunctionDescriptor.of(JAVA_LONG, arguments));
  }

  /** A function with variable arguments, which some machines pass in another way. */
  @SuppressWarnings("restricted") // the JVM is told to allow native access
  static MethodHandle variadic(String name, int fixed, MemoryLayout... arguments) {
    return LINKER.downcallHandle(
        LINKER.defaultLookup().findOrThrow(name),
        FunctionDescriptor.of(JAVA_INT, arguments),
        CAPTURE,
        Linker.Option.firstVariadicArg(fixed));
  }

  @SuppressWarnings("restricted") // the JVM is told to allow native access
  private static MethodHandle handle(String name, FunctionDescriptor descriptor) {
    return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), descriptor, CAPTURE);
  }
}
