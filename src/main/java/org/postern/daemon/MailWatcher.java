package org.postern.daemon;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.postern.pipeline.MailWatch;

/** Looks at the MX records of protected domains on a thread of its own, again and again. */
final class MailWatcher implements AutoCloseable {
  /** MX records change seldom; what is seen late counts from then on, which is the safe side. */
  private static final Duration EVERY = Duration.ofMinutes(15);

  private final MailWatch watch;
  private final Consumer<String> trouble;
  private final Thread thread;
  private final CountDownLatch ended = new CountDownLatch(1);
  private String told = "";

  private MailWatcher(MailWatch watch, Consumer<String> trouble) {
    this.watch = watch;
    this.trouble = trouble;
    this.thread = Thread.ofVirtual().name("watching mail").unstarted(this::run);
  }

  /**
   * Begins with a look now.
   *
   * @param trouble told on that thread why a look could not be made, once
   */
  static MailWatcher start(MailWatch watch, Consumer<String> trouble) {
    MailWatcher watcher = new MailWatcher(watch, trouble);
    watcher.thread.start();
    return watcher;
  }

  /** Looks once, on this thread. */
  static void once(MailWatch watch, Consumer<String> trouble) {
    new MailWatcher(watch, trouble).look();
  }

  private void run() {
    boolean isEnded = false;
    while (!isEnded) {
      look();
      try {
        isEnded = ended.await(EVERY.toMillis(), TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        isEnded = true;
      }
    }
  }

  private void look() {
    try {
      watch.look();
      told = "";
    } catch (IOException | RuntimeException e) {
      String why = "the MX records of protected domains are not watched: " + e.getMessage();
      if (!why.equals(told)) {
        trouble.accept(why);
      }
      told = why;
    }
  }

  /** Ends it after the look that it is at: an interrupt would spoil a write of the state. */
  @Override
  public void close() {
    ended.countDown();
  }
}
