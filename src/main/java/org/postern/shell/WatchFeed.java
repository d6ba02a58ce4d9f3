package org.postern.shell;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.postern.command.Invocation;
import org.postern.command.Line;
import org.postern.command.Reply;

/** Asks again and again beside the screen, which never waits for an answer. */
final class WatchFeed implements AutoCloseable {
  private static final Duration EVERY = Duration.ofSeconds(1);

  private final Thread thread;

  private WatchFeed(Thread thread) {
    this.thread = thread;
  }

  static WatchFeed start(
      Session session, Invocation invocation, Consumer<Optional<WatchCommand.Asked>> heard) {
    Thread thread =
        Thread.ofPlatform()
            .daemon()
            .name("watch")
            .start(
                () -> {
                  boolean goesOn = true;
                  while (goesOn) {
                    heard.accept(Optional.of(ask(session, invocation)));
                    goesOn = pause();
                  }
                });
    return new WatchFeed(thread);
  }

  private static WatchCommand.Asked ask(Session session, Invocation invocation) {
    try {
      return WatchCommand.ask(session, invocation);
    } catch (IOException e) {
      Reply reply =
          new Reply.Builder(WatchCommand.NAME)
              .error(Line.Style.BAD, "the status cannot be understood: " + e.getMessage())
              .build();
      return new WatchCommand.Asked(Optional.empty(), reply);
    }
  }

  private static boolean pause() {
    try {
      Thread.sleep(EVERY);
      return true;
    } catch (InterruptedException e) {
      return false;
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
