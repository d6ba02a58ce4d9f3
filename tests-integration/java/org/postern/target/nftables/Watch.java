package org.postern.target.nftables;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.postern.plan.Observation;
import org.postern.target.nftables.netlink.Bytes;
import org.postern.target.nftables.netlink.TableFamily;

/**
 * Sees what becomes of segments at a host, in a table of its own: which arrived, which came past
 * our chains, and which were answered by a reset. Segments are known by their source ports.
 */
final class Watch {
  private static final String TABLE = "watch";
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final long PAUSE_NANOS = 200_000;

  private final Host host;

  /** What was counted when the last segment had met its fate. */
  private Optional<Observation.Counters> counted = Optional.empty();

  /** What became of a segment. */
  enum Fate {
    ACCEPTED,
    OBSERVED,
    UNJUDGED,
    REFUSED,
    RESET
  }

  private Watch(Host host) {
    this.host = host;
  }

  /** Watches what comes in by the network. */
  static Watch of(Host host) {
    host.load(
        """
        table inet watch {
          set arrived { type inet_service; flags dynamic; size 65535; }
          set passed { type inet_service; flags dynamic; size 65535; }
          set resets { type inet_service; flags dynamic; size 65535; }
          chain early {
            type filter hook prerouting priority -350;
            meta l4proto tcp add @arrived { tcp sport }
          }
          chain in {
            type filter hook input priority 100;
            meta l4proto tcp add @passed { tcp sport }
          }
          chain through {
            type filter hook forward priority 100;
            meta l4proto tcp add @passed { tcp sport }
          }
          chain mine {
            type filter hook output priority -350;
            tcp flags & rst == rst add @resets { tcp dport }
            tcp flags & (syn | ack) == syn add @arrived { tcp sport }
          }
          chain out {
            type filter hook postrouting priority 100;
            tcp flags & (syn | ack) == syn add @passed { tcp sport }
          }
        }
        """);
    return new Watch(host);
  }

  Set<Integer> arrived() {
    return ports("arrived");
  }

  Set<Integer> passed() {
    return ports("passed");
  }

  /** Answered by a reset, of ours or of the stack. */
  Set<Integer> reset() {
    return ports("resets");
  }

  /** Does it, and tells what becomes of the one segment that it sends from that port. */
  Fate fate(int port, Runnable send) {
    Observation.Counters before = counted.orElseGet(this::counted);
    send.run();
    await(() -> arrived().contains(port), "segment from port " + port + " did not arrive");
    await(
        () -> passed().contains(port) || counted().refused() > before.refused(),
        "segment from port " + port + " was lost");
    Observation.Counters after = counted();
    counted = Optional.of(after);
    if (!passed().contains(port)) {
      return reset().contains(port) ? Fate.RESET : Fate.REFUSED;
    }
    if (after.accepted() > before.accepted()) {
      return Fate.ACCEPTED;
    }
    return after.refused() > before.refused() ? Fate.OBSERVED : Fate.UNJUDGED;
  }

  /** What all our rules together counted. */
  private Observation.Counters counted() {
    Map<String, Observation.Counters> all = host.observe().counters();
    return new Observation.Counters(
        all.values().stream().mapToLong(Observation.Counters::accepted).sum(),
        all.values().stream().mapToLong(Observation.Counters::refused).sum());
  }

  private Set<Integer> ports(String set) {
    CollectedElements found = new CollectedElements();
    host.connected(
        connection -> {
          connection.reader().elements(TableFamily.INET, TABLE, set, found);
          return true;
        });
    Set<Integer> ports = new HashSet<>();
    for (Bytes key : found.keys()) {
      byte[] bytes = key.toArray();
      ports.add((Byte.toUnsignedInt(bytes[0]) << 8) | Byte.toUnsignedInt(bytes[1]));
    }
    return ports;
  }

  /** Asks until it is so. */
  static void await(BooleanSupplier condition, String otherwise) {
    await(condition, PATIENCE, () -> otherwise);
  }

  /** Asks until it is so, and leaves the processor to what is waited for. */
  static void await(BooleanSupplier condition, Duration patience, Supplier<String> otherwise) {
    Instant end = Instant.now().plus(patience);
    while (!condition.getAsBoolean()) {
      if (Instant.now().isAfter(end)) {
        throw new AssertionError(otherwise.get());
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }
}
