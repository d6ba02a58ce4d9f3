package org.postern.target.nftables.netlink;

import org.postern.host.ffm.Errno;
import org.postern.host.ffm.ErrnoException;

/**
 * The kernel refused a request, or its answer did not come or made no sense. The message names the
 * objects concerned.
 */
public final class NftablesException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int errno;
  private final String words;

  public NftablesException(int errno, String message) {
    super(message);
    this.errno = errno;
    this.words = message;
  }

  public NftablesException(Errno errno, String message) {
    this(errno.number(), message + ": " + Errno.describe(errno.number()));
  }

  public NftablesException(ErrnoException cause) {
    super(cause);
    this.errno = cause.errno();
    this.words = "netlink " + cause.getMessage();
  }

  private NftablesException(int errno, String message, Exception cause) {
    super(cause);
    this.errno = errno;
    this.words = message;
  }

  /** Returns a copy that names what failed. */
  public NftablesException during(String what) {
    return new NftablesException(errno, what + ": " + words, this);
  }

  /**
   * Returns this failure with another error number, because the kernel may have done something
   * already: no number that says it did nothing would fit.
   */
  public NftablesException afterwards(String what) {
    return new NftablesException(Errno.EIO.number(), what + ": " + words, this);
  }

  /** Returns an exception for an answer of the kernel that is not what nf_tables.h says. */
  public static NftablesException malformed(String what) {
    return new NftablesException(Errno.EBADMSG, "malformed netlink message, " + what);
  }

  @Override
  public String getMessage() {
    return words;
  }

  /** Returns the error number, as in errno(3). */
  int errno() {
    return errno;
  }

  public boolean is(Errno expected) {
    return errno == expected.number();
  }
}
