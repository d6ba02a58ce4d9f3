package org.postern.host.ffm;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;

/**
 * A function of the C library that takes at most six integers and pointers, and returns a negative
 * number with {@code errno} set when it fails.
 *
 * <p>All functions are called in one shape, six arguments of 64 bits and a result of 64 bits,
 * because each shape that the JVM links costs the start of a process about 10 ms. The System V ABI
 * for x86-64 (section 3.2.3) and AAPCS64 (section 6.8.2) pass such arguments in registers, those of
 * variadic functions too; the callee reads the low bits that its type has, and no register that it
 * has no argument for.
 */
final class CFunction {
  private static final Linker LINKER = Linker.nativeLinker();
  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final long ERRNO = STATE.byteOffset(PathElement.groupElement("errno"));

  private static final int ARGUMENTS = 6;
  private static final MethodHandle CALL = call();

  /** The most interruptions of a call: more signals than a process receives during one. */
  private static final int MAX_INTERRUPTIONS = 1_000;

  private final String name;
  private final MemorySegment address;
  private final boolean isInt;

  private CFunction(String name, boolean isInt) {
    this.name = name;
    this.address = LINKER.defaultLookup().findOrThrow(name);
    this.isInt = isInt;
  }

  @SuppressWarnings("restricted") // the JVM is told to allow native access
  private static MethodHandle call() {
    return LINKER.downcallHandle(
        FunctionDescriptor.of(
            JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
        Linker.Option.captureCallState("errno"));
  }

  /** A function that returns {@code int}. */
  static CFunction ofInt(String name) {
    return new CFunction(name, true);
  }

  /** A function that returns {@code ssize_t}. */
  static CFunction ofSize(String name) {
    return new CFunction(name, false);
  }

  /**
   * Calls the function, again when a signal interrupted it.
   *
   * @throws ErrnoException if it failed
   */
  long call(long... arguments) throws ErrnoException {
    for (int interruptions = 0; ; interruptions++) {
      try {
        return once(arguments);
      } catch (ErrnoException e) {
        if (!e.is(Errno.EINTR) || interruptions == MAX_INTERRUPTIONS) {
          throw e;
        }
      }
    }
  }

  /**
   * Calls the function once.
   *
   * @throws ErrnoException if it failed; EINTR if a signal interrupted it
   */
  long once(long... arguments) throws ErrnoException {
    long[] six = new long[ARGUMENTS];
    System.arraycopy(arguments, 0, six, 0, arguments.length);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      long returned =
          (long) CALL.invokeExact(address, state, six[0], six[1], six[2], six[3], six[4], six[5]);
      long result = isInt ? (int) returned : returned;
      if (result < 0) {
        throw new ErrnoException(state.get(JAVA_INT, ERRNO), name);
      }
      return result;
    } catch (ErrnoException | RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(name, e);
    }
  }

  /**
   * Returns the pointer to a segment, whose arena has to stay open during the call.
   *
   * @throws IllegalArgumentException for memory that the garbage collector may move
   */
  static long pointer(MemorySegment segment) {
    if (!segment.isNative()) {
      throw new IllegalArgumentException("not native memory");
    }
    return segment.address();
  }
}
