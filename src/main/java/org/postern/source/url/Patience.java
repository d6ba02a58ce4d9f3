package org.postern.source.url;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The addresses that are not asked for a while, because their servers wish so (429, 503). It lasts
 * as long as the process. Safe for several threads.
 */
public final class Patience {
  private final Map<String, Long> until = new ConcurrentHashMap<>();

  /** Has an address left alone for so long. */
  void wait(String address, Duration time) {
    until.put(address, System.nanoTime() + time.toNanos());
  }

  /** Returns for how long an address must still not be asked. */
  Optional<Duration> left(String address) {
    long now = System.nanoTime();
    return Optional.ofNullable(until.get(address))
        .map(end -> Duration.ofNanos(end - now))
        .filter(Duration::isPositive);
  }
}
