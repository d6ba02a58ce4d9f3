package org.postern.policy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The settings by which names are asked.
 *
 * @param servers addresses with port, {@code 192.0.2.53:53} or {@code [2001:db8::53]:53}; empty
 *     means those of {@code /etc/resolv.conf}
 * @param deadline the deadline for all names of a policy together
 * @param ttlFloor shorter lifetimes are taken as this
 * @param ttlCap longer lifetimes are taken as this
 * @param anchors a file with trust anchors for sources with {@code secure}; empty means those of
 *     the root zone
 */
public record ResolveSettings(
    List<String> servers,
    Duration deadline,
    Duration ttlFloor,
    Duration ttlCap,
    Optional<String> anchors) {
  public ResolveSettings {
    servers = List.copyOf(servers);
  }

  /** The settings where the policy names none. */
  public static final ResolveSettings DEFAULT =
      new ResolveSettings(
          List.of(),
          Duration.ofSeconds(20),
          Duration.ofSeconds(60),
          Duration.ofHours(24),
          Optional.empty());

  /** A lifetime within the floor and the cap. */
  public Duration clamped(Duration ttl) {
    if (ttl.compareTo(ttlFloor) < 0) {
      return ttlFloor;
    }
    return ttl.compareTo(ttlCap) > 0 ? ttlCap : ttl;
  }
}
