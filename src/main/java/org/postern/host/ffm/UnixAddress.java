package org.postern.host.ffm;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/** A struct sockaddr_un, unix(7): the family and up to 108 bytes of path or abstract name. */
final class UnixAddress {
  private static final int FAMILY = 2;
  private static final int MAX_PATH = 108;

  private UnixAddress() {}

  /**
   * Returns the address of an absolute path, or of {@code @} and an abstract name.
   *
   * @throws ErrnoException ENAMETOOLONG, or EAFNOSUPPORT for what is neither
   */
  static MemorySegment of(String name, Arena arena) throws ErrnoException {
    boolean isPath = name.startsWith("/");
    boolean isAbstract = name.startsWith("@");
    if ((!isPath && !isAbstract) || name.length() < 2 || name.indexOf('\0') >= 0) {
      throw new ErrnoException(Errno.EAFNOSUPPORT, "address of a Unix socket");
    }
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    int length = isPath ? bytes.length + 1 : bytes.length;
    if (length > MAX_PATH) {
      throw new ErrnoException(Errno.ENAMETOOLONG, "address of a Unix socket");
    }
    if (isAbstract) {
      bytes[0] = 0;
    }
    MemorySegment address = arena.allocate(FAMILY + (long) length, FAMILY);
    address.set(JAVA_SHORT, 0, (short) UnixCalls.AF_UNIX);
    MemorySegment.copy(bytes, 0, address, JAVA_BYTE, FAMILY, bytes.length);
    return address;
  }
}
