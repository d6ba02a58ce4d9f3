package org.postern.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import org.postern.address.Family;

/**
 * Tells by which families of addresses this host can be spoken to from elsewhere, in the network
 * namespace of the calling thread.
 *
 * @param addresses lists the IPv6 addresses, as {@code /proc/net/if_inet6} does
 */
public record SpokenFamilies(Path addresses) {
  private static final int SCOPE = 3;

  /**
   * The scopes {@code IPV6_ADDR_LINKLOCAL} and {@code IPV6_ADDR_LOOPBACK} of {@code
   * include/net/ipv6.h}.
   */
  private static final Set<String> NEAR = Set.of("20", "10");

  /** Returns the families of this host. */
  public static SpokenFamilies ofSystem() {
    return new SpokenFamilies(Path.of("/proc/thread-self/net/if_inet6"));
  }

  /**
   * Returns IPv4 always, and IPv6 where an interface has an address of it that reaches beyond its
   * link; every interface has one that does not.
   */
  public Set<Family> read() {
    Set<Family> families = EnumSet.of(Family.IP);
    try {
      if (Files.readAllLines(addresses).stream().anyMatch(SpokenFamilies::reachesFar)) {
        families.add(Family.IP6);
      }
    } catch (IOException e) {
      // A kernel without IPv6 has no such file.
      return families;
    }
    return families;
  }

  private static boolean reachesFar(String line) {
    String[] words = line.strip().split("\\s+", -1);
    return words.length > SCOPE && !NEAR.contains(words[SCOPE]);
  }
}
