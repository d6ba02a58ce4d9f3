package org.postern.target.api;

import java.time.Duration;

/**
 * How long a server is waited for, and how much of it is read.
 *
 * @param connect until a connection is made
 * @param call until an answer is there, all of it
 * @param whole the time for all calls of one client together
 * @param bytes the most bytes of one answer
 */
public record ApiLimits(Duration connect, Duration call, Duration whole, int bytes) {
  /** A page of a thousand entries has less than a megabyte. */
  public static final ApiLimits DEFAULT =
      new ApiLimits(Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofMinutes(5), 8 << 20);

  /** Returns a copy with another time for all calls together. */
  public ApiLimits within(Duration time) {
    return new ApiLimits(connect, call, time, bytes);
  }
}
