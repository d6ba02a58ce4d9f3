package org.postern.cli;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.postern.diagnostic.Visible;
import org.postern.host.Progress;

/** How far work has come, in one line: {@code elements written: 12,000 of 60,000, about 8 s}. */
final class ProgressLine {
  private static final double MIB = 1 << 20;
  private static final long MINUTE = 60;
  private static final long TEN_SECONDS = 10;
  private static final long STEP = 5;

  private final Progress.Task task;
  private final Optional<Estimate> estimate;

  ProgressLine(Progress.Task task) {
    this.task = task;
    this.estimate =
        task.total().isPresent()
            ? Optional.of(new Estimate(task.total().getAsLong()))
            : Optional.empty();
  }

  /**
   * Takes notice of how far it has come.
   *
   * @param nanos the time since the work began, in nanoseconds
   */
  void at(long nanos, long done) {
    estimate.ifPresent(one -> one.at(nanos, done));
  }

  /**
   * Returns the line as of now.
   *
   * @param nanos the time since the work began, in nanoseconds
   * @param columns the number of columns; the last one stays free, or some terminals begin a new
   *     line
   */
  String text(long nanos, long done, int columns) {
    String text = Visible.text(task.name()) + count(done) + time(Duration.ofNanos(nanos));
    int room = Math.max(0, columns - 1);
    return text.codePointCount(0, text.length()) <= room
        ? text
        : text.substring(0, text.offsetByCodePoints(0, room));
  }

  private String count(long done) {
    if (task.total().isEmpty()) {
      return done == 0 ? "" : ": " + amount(done) + unit();
    }
    return ": " + amount(done) + " of " + amount(task.total().getAsLong()) + unit();
  }

  private String amount(long count) {
    return switch (task.unit()) {
      case PIECES -> String.format(Locale.ROOT, "%,d", count);
      case BYTES -> String.format(Locale.ROOT, "%,.0f", count / MIB);
    };
  }

  private String unit() {
    return switch (task.unit()) {
      case PIECES -> "";
      case BYTES -> " MiB";
    };
  }

  private String time(Duration elapsed) {
    Optional<Duration> limit =
        task.limit().map(most -> most.minus(elapsed)).filter(left -> !left.isNegative());
    Optional<Duration> left = estimate.flatMap(Estimate::left);
    if (left.isPresent() && limit.filter(most -> most.compareTo(left.get()) < 0).isEmpty()) {
      return ", about " + rounded(left.get());
    }
    return limit
        .map(most -> ", at most " + rounded(most))
        .orElseGet(() -> ", for " + elapsed.toSeconds() + " s");
  }

  /**
   * Rounds a time, which is no more exact than it is known; up, because an earlier end disturbs no
   * reader.
   */
  static String rounded(Duration time) {
    long seconds = Math.max(1, time.plusMillis(999).toSeconds());
    if (seconds <= TEN_SECONDS) {
      return seconds + " s";
    }
    if (seconds <= MINUTE) {
      return (seconds + STEP - 1) / STEP * STEP + " s";
    }
    return (seconds + MINUTE - 1) / MINUTE + " min";
  }
}
