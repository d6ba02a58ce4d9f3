package org.postern.host;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The display of work that may take its time. The worker says what it is at and how far that has
 * come; when, whether and how it is shown is not its business. Safe for several threads.
 */
public interface Progress {
  /** Shows nothing. */
  Progress SILENT = task -> Work.UNSEEN;

  /** Begins work. */
  Work begin(Task task);

  /**
   * A task whose progress is shown.
   *
   * @param name the name of what is counted, with its verb: "elements written"
   * @param total the number of them, where that is known
   * @param limit the time after which it ends, done or not, where there is one
   */
  record Task(String name, Unit unit, OptionalLong total, Optional<Duration> limit) {
    /** Returns a task of so many pieces. */
    public static Task of(String name, long total) {
      return new Task(name, Unit.PIECES, OptionalLong.of(total), Optional.empty());
    }

    /** Returns a task of which it is not known how far it has come. */
    public static Task whole(String name) {
      return new Task(name, Unit.PIECES, OptionalLong.empty(), Optional.empty());
    }

    /** Returns a copy that is given up after a time. */
    public Task within(Duration time) {
      return new Task(name, unit, total, Optional.of(time));
    }
  }

  /** The unit that is counted. */
  enum Unit {
    PIECES,
    BYTES
  }

  /** A task that is at work until it is closed. */
  interface Work extends AutoCloseable {
    /** Work that is not shown. */
    Work UNSEEN =
        new Work() {
          @Override
          public void reached(long done) {}

          @Override
          public void close() {}
        };

    /** Tells how much of it is done in all. */
    void reached(long done);

    @Override
    void close();
  }
}
