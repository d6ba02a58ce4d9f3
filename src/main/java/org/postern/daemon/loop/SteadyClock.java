package org.postern.daemon.loop;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Notices that the clock on the wall was set, by a clock that is never set. Ages are counted in
 * time that has passed: a clock that is wrong at boot, and right a minute later, ends nothing
 * early.
 */
public final class SteadyClock {
  /** The difference beyond which a clock was set: it does not run away so far by itself. */
  private static final Duration JUMP = Duration.ofMinutes(1);

  private final LongSupplier nanos;
  private final long start;
  private Moment looked;

  /**
   * A clock that begins now.
   *
   * @param nanos a clock that is never set, as {@link System#nanoTime}
   */
  public SteadyClock(LongSupplier nanos, Instant now) {
    this.nanos = nanos;
    this.start = nanos.getAsLong();
    this.looked = new Moment(now, Duration.ZERO);
  }

  /**
   * A point in time by both clocks.
   *
   * @param at the time by the clock on the wall
   * @param elapsed the time since the steady clock began
   */
  public record Moment(Instant at, Duration elapsed) {}

  /**
   * The clock on the wall was set.
   *
   * @param by how far, forward when positive
   * @param before the last moment at which it was known not to be set yet
   */
  public record Jump(Duration by, Moment before) {
    /**
     * Returns an earlier moment as the new clock counts it. A moment between the last look and this
     * jump may be of either clock: it is told by where the old one would have stood.
     */
    public Moment moved(Moment moment) {
      Instant expected = before.at().plus(moment.elapsed().minus(before.elapsed()));
      Duration off = Duration.between(expected, moment.at());
      boolean isOfNewClock = off.abs().compareTo(by.minus(off).abs()) > 0;
      return isOfNewClock ? moment : new Moment(moment.at().plus(by), moment.elapsed());
    }
  }

  /**
   * Returns the time that has passed since this clock began, whatever the clock on the wall says.
   */
  public Duration elapsed() {
    return Duration.ofNanos(nanos.getAsLong() - start);
  }

  /** Returns how far the clock on the wall was set since the last look; empty when it was not. */
  public Optional<Jump> jump(Instant now) {
    Moment last = looked;
    looked = new Moment(now, elapsed());
    Duration by =
        Duration.between(last.at().plus(looked.elapsed().minus(last.elapsed())), looked.at());
    return by.abs().compareTo(JUMP) > 0 ? Optional.of(new Jump(by, last)) : Optional.empty();
  }
}
