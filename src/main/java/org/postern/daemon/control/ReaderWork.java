package org.postern.daemon.control;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.postern.host.ffm.ErrnoException;
import org.postern.host.ffm.KernelClock;

/**
 * The work that readers have the daemon do: one thing at a time, so that all of them take one
 * processor and the memory for one answer; and each user on average a quarter of a processor at
 * most, so that one who asks without end leaves the rest to the loop. The kernel's priorities are
 * no way to say that: the sandbox of the unit forbids to set them.
 */
public final class ReaderWork {
  /** The seconds of a processor at once: more than people ask for in a row. */
  private static final double BURST = 5;

  /** The seconds of a processor in a second. */
  private static final double SHARE = 0.25;

  private static final double MICROS = 1e6;

  private final double burst;
  private final LongSupplier nanoTime;
  private final Semaphore work = new Semaphore(1, true);
  private final Map<Long, TokenBucket> users = new HashMap<>();

  /**
   * Creates the work before anything was done.
   *
   * @param nanoTime a clock such as {@link System#nanoTime}
   */
  public ReaderWork(LongSupplier nanoTime) {
    this(BURST, nanoTime);
  }

  public ReaderWork(double burst, LongSupplier nanoTime) {
    this.burst = burst;
    this.nanoTime = nanoTime;
  }

  /**
   * Does it, on this thread, when it is its turn.
   *
   * @param uid the uid of the reader
   * @throws InterruptedException when the thread is to end; nothing was done
   */
  public <T> T run(long uid, Supplier<T> task) throws InterruptedException {
    TokenBucket seconds = seconds(uid);
    TimeUnit.NANOSECONDS.sleep(seconds.empty().toNanos());
    work.acquire();
    long begin = processorTime();
    try {
      return task.get();
    } finally {
      seconds.spend((processorTime() - begin) / MICROS);
      work.release();
    }
  }

  /** A kernel that does not tell charges nothing. */
  private static long processorTime() {
    try {
      return KernelClock.ofThread();
    } catch (ErrnoException e) {
      return 0;
    }
  }

  /**
   * Returns the bucket of a user; users of whom there is nothing to remember are forgotten when
   * another comes.
   */
  private synchronized TokenBucket seconds(long uid) {
    TokenBucket seconds = users.get(uid);
    if (seconds == null) {
      users.values().removeIf(TokenBucket::isFull);
      seconds = new TokenBucket(burst, SHARE, nanoTime);
      users.put(uid, seconds);
    }
    return seconds;
  }
}
