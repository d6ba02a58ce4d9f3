package org.postern.daemon.loop;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Gives back the memory that a piece of work has left. The collector runs only when the heap is
 * full, and a daemon whose work is done fills it no more: what a repair or an answer of a hundred
 * megabytes took would stay taken for days.
 */
public final class Leftovers {
  /** The fewest bytes that are worth a collection. */
  private static final long WORTH = 12L << 20;

  /** The bytes beyond which a program is at work that takes them between two looks. */
  private static final long CALM = 1L << 20;

  private static final Duration AFTER = Duration.ofSeconds(1);

  private final LongSupplier used;
  private final Runnable collect;
  private long kept;
  private long last;
  private long calmSince;

  public Leftovers() {
    this(() -> Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory(), System::gc);
  }

  /**
   * Creates the leftovers before any work was done.
   *
   * @param used returns how many bytes of the heap are taken
   * @param collect gives back the bytes that nothing needs
   */
  public Leftovers(LongSupplier used, Runnable collect) {
    this.used = used;
    this.collect = collect;
  }

  /**
   * Looks whether there is much to give back, and no work going on.
   *
   * @param now the time by {@link System#nanoTime}
   */
  public void look(long now) {
    long taken = used.getAsLong();
    if (Math.abs(taken - last) > CALM) {
      calmSince = now;
    }
    last = taken;
    kept = Math.min(kept, taken);
    if (taken - kept > WORTH && now - calmSince > AFTER.toNanos()) {
      collect.run();
      kept = used.getAsLong();
      last = kept;
    }
  }
}
