package org.postern.target.nftables.netlink;

import java.time.Duration;
import org.postern.host.ffm.Errno;

/** Until when the rest of an answer must be there. What is no part of it does not defer that. */
public final class Deadline {
  private final Patience patience;
  private final long start = System.nanoTime();
  private long lastPart = start;

  public Deadline(Patience patience) {
    this.patience = patience;
  }

  /** A part of the answer has come. */
  public void renew() {
    lastPart = System.nanoTime();
  }

  /** What is left until then; ETIMEDOUT when nothing is. */
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
