package org.postern.daemon.follow;

import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;
import org.postern.daemon.loop.Recurring;
import org.postern.pipeline.run.MailWatch;

/** Looks at the MX records of protected domains on a thread of its own, again and again. */
public final class MailWatcher {
  /**
   * The time between looks: MX records change seldom; what is seen late counts from then on, which
   * is the safe side.
   */
  private static final Duration EVERY = Duration.ofMinutes(15);

  private final MailWatch watch;
  private final Consumer<String> trouble;
  private String told = "";

  private MailWatcher(MailWatch watch, Consumer<String> trouble) {
    this.watch = watch;
    this.trouble = trouble;
  }

  /**
   * Begins with a look now.
   *
   * @param trouble told on that thread why a look could not be made, once
   */
  public static Recurring start(MailWatch watch, Consumer<String> trouble) {
    return Recurring.start(
        Thread.ofVirtual().name("watching mail"), EVERY, new MailWatcher(watch, trouble)::look);
  }

  /** Looks once, on this thread. */
  public static void once(MailWatch watch, Consumer<String> trouble) {
    new MailWatcher(watch, trouble).look();
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
}
