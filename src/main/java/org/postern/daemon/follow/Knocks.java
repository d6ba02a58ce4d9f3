package org.postern.daemon.follow;

import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.postern.address.Address;
import org.postern.address.Family;
import org.postern.address.Prefix;
import org.postern.daemon.control.TokenBucket;

/**
 * The peers that are worth a look-up. A packet can have any source address, so all of it is
 * bounded: how many are looked up at a time, how many of one network in a while, and how much is
 * remembered. Not safe for several threads.
 */
final class Knocks {
  /** The most look-ups at a time. */
  static final int IN_FLIGHT = 32;

  /** The most peers without a name that admits them; the oldest are forgotten first. */
  static final int REMEMBERED = 16_384;

  /** The most networks of which it is known how often they knock. */
  static final int NETWORKS = 4_096;

  /** A whole /24 of nodes that come at once is looked up within some retransmissions. */
  private static final int BURST = 64;

  private static final int PER_SECOND = 16;

  private final LongSupplier nanoTime;
  private final Set<Knock> flying = new HashSet<>();
  private final Map<Knock, Long> settled = bounded(REMEMBERED);
  private final Map<Prefix, TokenBucket> networks = bounded(NETWORKS);

  Knocks(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** A peer, and the domain that its name may be below. */
  record Knock(String domain, Address peer) {}

  /** The treatment of a packet. */
  enum Turn {
    /** The packet's peer is looked up now. */
    LOOK_UP,
    /** The result of a look-up not long ago still holds, or a look-up is on its way. */
    KNOWN,
    /** A bound is reached; the peer will knock again. */
    TOO_MANY
  }

  private static <K, V> Map<K, V> bounded(int most) {
    return new LinkedHashMap<>() {
      private static final long serialVersionUID = 1L;

      @Override
      protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > most;
      }
    };
  }

  /** Decides; a look-up that is begun has to be {@link #ended}. */
  Turn turn(Knock knock) {
    Long until = settled.get(knock);
    if (flying.contains(knock) || (until != null && nanoTime.getAsLong() - until < 0)) {
      return Turn.KNOWN;
    }
    if (flying.size() >= IN_FLIGHT || bucket(knock.peer()).take(1) == 0) {
      return Turn.TOO_MANY;
    }
    flying.add(knock);
    return Turn.LOOK_UP;
  }

  private TokenBucket bucket(Address peer) {
    Prefix network = Prefix.containing(peer, peer.family() == Family.IP ? 24 : 48);
    return networks.computeIfAbsent(network, _ -> new TokenBucket(BURST, PER_SECOND, nanoTime));
  }

  /**
   * A look-up has ended.
   *
   * @param holds how long its peer need not be looked up again
   */
  void ended(Knock knock, Duration holds) {
    flying.remove(knock);
    settled.remove(knock);
    if (holds.isPositive()) {
      settled.put(knock, nanoTime.getAsLong() + holds.toNanos());
    }
  }

  /** Returns how many are looked up now. */
  int flying() {
    return flying.size();
  }

  /** Returns how many peers are remembered. */
  int remembered() {
    return settled.size();
  }
}
