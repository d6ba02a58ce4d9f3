package org.postern.daemon.follow;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.postern.address.Address;
import org.postern.daemon.control.TokenBucket;
import org.postern.source.PeerNames;

/**
 * The names of peers, remembered for all who ask the daemon, so that no user has it ask name
 * servers without end: an address is asked for once in a while, and for one user only so many are.
 * An address that is not asked for has no name in that answer.
 */
public final class RememberedNames {
  /** The most names that are remembered, the newest of those that were asked for. */
  private static final int MOST = 4096;

  /** A name is only told, and nothing depends on it. */
  private static final Duration NAME_FOR = Duration.ofHours(1);

  /**
   * The time for which an address is remembered without a name: perhaps no name server answered.
   */
  private static final Duration NO_NAME_FOR = Duration.ofMinutes(10);

  /** The most addresses of one user at once; each costs a few questions. */
  private static final int BURST = 64;

  private static final double PER_SECOND = 64 / 60.0;

  private final LongSupplier nanoTime;
  private final Map<Address, Known> known =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Address, Known> eldest) {
          return size() > MOST;
        }
      };
  private final Map<Long, TokenBucket> users = new HashMap<>();

  /**
   * Creates names of which nothing is remembered yet.
   *
   * @param nanoTime a clock such as {@link System#nanoTime}
   */
  public RememberedNames(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  private record Known(Optional<String> name, long until) {}

  /** Returns the names for one user, whose new addresses are looked up by {@code asked}. */
  public PeerNames of(long uid, PeerNames asked) {
    return peers -> {
      List<Address> wanted = unknown(uid, peers);
      if (!wanted.isEmpty()) {
        keep(wanted, asked.confirmed(wanted));
      }
      return names(peers);
    };
  }

  private synchronized List<Address> unknown(long uid, List<Address> peers) {
    List<Address> unknown = new ArrayList<>();
    for (Address peer : peers) {
      Known one = known.get(peer);
      if (one == null || one.until() - nanoTime.getAsLong() < 0) {
        unknown.add(peer);
      }
    }
    return unknown.subList(0, budget(uid).take(unknown.size()));
  }

  private TokenBucket budget(long uid) {
    TokenBucket budget = users.get(uid);
    if (budget == null) {
      users.values().removeIf(TokenBucket::isFull);
      budget = new TokenBucket(BURST, PER_SECOND, nanoTime);
      users.put(uid, budget);
    }
    return budget;
  }

  private synchronized void keep(List<Address> asked, Map<Address, String> found) {
    for (Address peer : asked) {
      Optional<String> name = Optional.ofNullable(found.get(peer));
      Duration time = name.isPresent() ? NAME_FOR : NO_NAME_FOR;
      known.remove(peer);
      known.put(peer, new Known(name, nanoTime.getAsLong() + time.toNanos()));
    }
  }

  private synchronized Map<Address, String> names(List<Address> peers) {
    Map<Address, String> names = new LinkedHashMap<>();
    for (Address peer : peers) {
      Optional.ofNullable(known.get(peer))
          .flatMap(Known::name)
          .ifPresent(name -> names.put(peer, name));
    }
    return names;
  }
}
