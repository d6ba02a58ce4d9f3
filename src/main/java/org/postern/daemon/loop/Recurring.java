package org.postern.daemon.loop;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Does something again and again on a thread of its own, until it is closed. */
public final class Recurring implements AutoCloseable {
  private final Duration pause;
  private final Runnable task;
  private final CountDownLatch ended = new CountDownLatch(1);

  private Recurring(Duration pause, Runnable task) {
    this.pause = pause;
    this.task = task;
  }

  /**
   * Starts the task, which runs at once for the first time.
   *
   * @param thread the kind of thread, with its name
   * @param pause between the end of one time and the begin of the next
   * @param task throws nothing
   */
  public static Recurring start(Thread.Builder thread, Duration pause, Runnable task) {
    Recurring recurring = new Recurring(pause, task);
    thread.start(recurring::run);
    return recurring;
  }

  private void run() {
    boolean isEnded = false;
    while (!isEnded) {
      task.run();
      try {
        isEnded = ended.await(pause.toMillis(), TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        isEnded = true;
      }
    }
  }

  /** Ends it after the time that it is at: an interrupt would spoil a write. */
  @Override
  public void close() {
    ended.countDown();
  }
}
