package org.postern.target.nftables.netlink;

import java.time.Duration;
import org.postern.host.ffm.Errno;

/** The time by which the rest of an answer must have come. Only a part of the answer defers it. */
public final class Deadline {
  private final Patience patience;
  private final long start = System.nanoTime();
  private long lastPart = start;

  public Deadline(Patience patience) {
    this.patience = patience;
  }

  /** Defers the deadline, because a part of the answer has come. */
  public void renew() {
    lastPart = System.nanoTime();
  }

  /** Returns the time that is left; ETIMEDOUT when there is none. */
  public Duration left() throws NftablesException {
    long now = System.nanoTime();
    long nanos =
        Math.min(
            patience.part().toNanos() - (now - lastPart),
            patience.answer().toNanos() - (now - start));
    if (nanos <= 0) {
      throw new NftablesException(Errno.ETIMEDOUT, "no answer in time");
    }
    return Duration.ofNanos(nanos);
  }
}
