package org.postern.host.ffm;

import java.io.IOException;

/** A system call failed. The message holds the operation, the symbolic name and the words. */
public final class ErrnoException extends IOException {
  private static final long serialVersionUID = 1L;

  private final int errno;
  private final String operation;

  public ErrnoException(int errno, String operation) {
    super(operation + ": " + Errno.describe(errno));
    this.errno = errno;
    this.operation = operation;
  }

  ErrnoException(Errno errno, String operation) {
    this(errno.number(), operation);
  }

  /** Returns the error number, as in errno(3). */
  public int errno() {
    return errno;
  }

  public boolean is(Errno expected) {
    return errno == expected.number();
  }

  /** Returns the system call, or what it was made for. */
  public String operation() {
    return operation;
  }
}
