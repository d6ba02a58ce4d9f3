package org.postern.target.nftables.netlink;

import java.util.Set;
import org.postern.host.ffm.Errno;
import org.postern.target.TargetException;

/** The meaning for the user of a failure on the way to the kernel. */
public final class Unavailable {
  /** The kernel was short of something, was interrupted, or others never rest. */
  private static final Set<Errno> PASSING =
      Set.of(Errno.ERESTART, Errno.ENOBUFS, Errno.ENOMEM, Errno.EINTR, Errno.ETIMEDOUT);

  private Unavailable() {}

  /**
   * Returns the failure as a {@link TargetException}.
   *
   * @param what failed, in words
   */
  public static TargetException because(String what, NftablesException e) {
    if (e.is(Errno.EPERM)) {
      return new TargetException(
          TargetException.Kind.PERMISSION,
          what + ": needs CAP_NET_ADMIN (run as root, or with that capability)",
          e);
    }
    if (e.is(Errno.EPROTONOSUPPORT) || e.is(Errno.EOPNOTSUPP)) {
      return new TargetException(
          TargetException.Kind.UNAVAILABLE,
          what + ": this kernel has no nf_tables, or an older one than Linux 5.10",
          e);
    }
    boolean passes = PASSING.stream().anyMatch(e::is);
    return new TargetException(
        passes ? TargetException.Kind.TEMPORARY : TargetException.Kind.UNAVAILABLE,
        what + ": " + e.getMessage(),
        e);
  }
}
