package org.postern.target.nftables;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.function.Supplier;

/** What the tests need of the C library: network namespaces, frames on the wire, processors. */
final class SystemCalls {
  private static final int CLONE_NEWNET = 0x40000000;
  private static final int AF_PACKET = 17;
  private static final int SOCK_RAW = 3;
  private static final int SOCKADDR_LL_SIZE = 20;
  private static final int SOCKADDR_LL_PROTOCOL = 2;
  private static final int SOCKADDR_LL_IFINDEX = 4;
  private static final int MSG_DONTWAIT = 0x40;
  private static final int SOL_SOCKET = 1;
  private static final int SO_RCVBUFFORCE = 33;
  private static final int LARGE_BUFFER = 32 << 20;
  private static final long CPU_SET_SIZE = 128;

  private static final MethodHandle UNSHARE = handle("unshare", JAVA_INT, JAVA_INT);
  private static final MethodHandle SETNS = handle("setns", JAVA_INT, JAVA_INT, JAVA_INT);
  private static final MethodHandle OPEN = handle("open", JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle CLOSE = handle("close", JAVA_INT, JAVA_INT);
  private static final MethodHandle IF_NAMETOINDEX = handle("if_nametoindex", JAVA_INT, ADDRESS);
  private static final MethodHandle SOCKET =
      handle("socket", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
  private static final MethodHandle BIND = handle("bind", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle SEND =
      handle("send", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);

  private static final MethodHandle RECV =
      handle("recv", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
  private static final MethodHandle SETSOCKOPT =
      handle("setsockopt", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);

  private static final MethodHandle SCHED_GETCPU = handle("sched_getcpu", JAVA_INT);
  private static final MethodHandle SCHED_GETAFFINITY =
      handle("sched_getaffinity", JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS);
  private static final MethodHandle SCHED_SETAFFINITY =
      handle("sched_setaffinity", JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS);

  private SystemCalls() {}

  /** The calling thread gets a network namespace of its own, see unshare(2). */
  static void enterNewNamespace() {
    if (invoke(() -> (int) UNSHARE.invokeExact(CLONE_NEWNET)) != 0) {
      throw new AssertionError("unshare(CLONE_NEWNET) failed: run the integration tests as root");
    }
  }

  /** The calling thread enters a network namespace, see setns(2). */
  static void enterNamespace(String path) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment name = arena.allocateFrom(path);
      int fd = (int) invoke(() -> (int) OPEN.invokeExact(name, 0));
      if (fd < 0 || invoke(() -> (int) SETNS.invokeExact(fd, CLONE_NEWNET)) != 0) {
        throw new AssertionError("setns to " + path + " failed: run as root");
      }
      close(fd);
    }
  }

  /** A socket of packet(7) that sends whole frames by an interface of this namespace. */
  static int openFrames(String networkInterface) {
    return openFrames(networkInterface, 0);
  }

  /** One that also hears all frames of a protocol: {@code ETH_P_…}. */
  static int openHearing(String networkInterface, int protocol) {
    int fd = openFrames(networkInterface, protocol);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment size = arena.allocateFrom(JAVA_INT, LARGE_BUFFER);
      invoke(
          () -> (int) SETSOCKOPT.invokeExact(fd, SOL_SOCKET, SO_RCVBUFFORCE, size, Integer.BYTES));
    }
    return fd;
  }

  private static int openFrames(String networkInterface, int protocol) {
    short wanted = Short.reverseBytes((short) protocol);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment name = arena.allocateFrom(networkInterface);
      int index = (int) invoke(() -> (int) IF_NAMETOINDEX.invokeExact(name));
      MemorySegment address = arena.allocate(SOCKADDR_LL_SIZE, Integer.BYTES);
      address.set(JAVA_SHORT, 0, (short) AF_PACKET);
      address.set(JAVA_SHORT, SOCKADDR_LL_PROTOCOL, wanted);
      address.set(JAVA_INT, SOCKADDR_LL_IFINDEX, index);
      int fd = (int) invoke(() -> (int) SOCKET.invokeExact(AF_PACKET, SOCK_RAW, 0));
      if (index == 0
          || fd < 0
          || invoke(() -> (int) BIND.invokeExact(fd, address, SOCKADDR_LL_SIZE)) != 0) {
        throw new AssertionError("no packet socket on " + networkInterface);
      }
      return fd;
    }
  }

  /** Whether the kernel took the frame. */
  static boolean send(int fd, MemorySegment frame) {
    long length = frame.byteSize();
    return invoke(() -> (long) SEND.invokeExact(fd, frame, length, 0)) == length;
  }

  /** The next frame, if one waits; its length, or less than 1. */
  static long receive(int fd, MemorySegment frame) {
    long length = frame.byteSize();
    return invoke(() -> (long) RECV.invokeExact(fd, frame, length, MSG_DONTWAIT));
  }

  static void close(int fd) {
    invoke(() -> (int) CLOSE.invokeExact(fd));
  }

  /** Has the calling thread stay on its processor for that long, see sched_setaffinity(2). */
  static <T> T onOneProcessor(Supplier<T> work) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment before = arena.allocate(CPU_SET_SIZE);
      MemorySegment one = arena.allocate(CPU_SET_SIZE);
      expectZero(() -> (int) SCHED_GETAFFINITY.invokeExact(0, CPU_SET_SIZE, before) < 0 ? 1 : 0);
      int processor = (int) invoke(() -> (int) SCHED_GETCPU.invokeExact());
      one.set(JAVA_BYTE, processor / Byte.SIZE, (byte) (1 << processor % Byte.SIZE));
      expectZero(() -> (int) SCHED_SETAFFINITY.invokeExact(0, CPU_SET_SIZE, one));
      try {
        return work.get();
      } finally {
        expectZero(() -> (int) SCHED_SETAFFINITY.invokeExact(0, CPU_SET_SIZE, before));
      }
    }
  }

  private static void expectZero(Call call) {
    if (invoke(call) != 0) {
      throw new AssertionError("the processors of a thread cannot be set");
    }
  }

  private interface Call {
    long run() throws Throwable;
  }

  private static long invoke(Call call) {
    try {
      return call.run();
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  @SuppressWarnings("restricted") // the JVM is told to allow native access
  private static MethodHandle handle(String name, MemoryLayout result, MemoryLayout... arguments) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow(name), FunctionDescriptor.of(result, arguments));
  }
}
