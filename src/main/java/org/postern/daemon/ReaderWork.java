package org.postern.daemon;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What readers have the daemon do: one thing at a time, so that all of them take one processor and
 * the memory for one answer, and for each user on average a quarter of the time at most, so that
 * one who asks without end leaves the processor to the loop. The kernel's priorities are no way to
 * say that: the sandbox of the unit forbids to set them.
 */
public final class ReaderWork {
  /** Seconds of work in a row. */
  private static final double BURST = 2;

  /** Seconds of work a second. */
  private static final double SHARE = 0.25;

  private final LongSupplier nanoTime;
  private final Semaphore work = new Semaphore(1, true);
  private final Map<Long, TokenBucket> users = new HashMap<>();

  /**
   * Nothing was done yet.
   *
   * @param nanoTime as {@link System#nanoTime}
   */
  public ReaderWork(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /**
   * Does it when it is its turn.
   *
   * @param uid of the reader
   * @throws InterruptedException when the thread is to end; nothing was done
   */
  public <T> T run(long uid, Supplier<T> task) throws InterruptedException {
    TokenBucket seconds = seconds(uid);
    TimeUnit.NANOSECONDS.sleep(seconds.empty().toNanos());
    work.acquire();
    long begin = nanoTime.getAsLong();
    try {
      return task.get();
    } finally {
      seconds.spend((nanoTime.getAsLong() - begin) / 1e9);
      work.release();
    }
  }

  /** Users of whom there is nothing to remember are forgotten when another one comes. */
  private synchronized TokenBucket seconds(long uid) {
    TokenBucket seconds = users.get(uid);
    if (seconds == null) {
      users.values().removeIf(TokenBucket::isFull);
      seconds = new TokenBucket(BURST, SHARE, nanoTime);
      users.put(uid, seconds);
    }
    return seconds;
  }
}
