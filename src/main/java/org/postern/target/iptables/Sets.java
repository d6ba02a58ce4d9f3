package org.postern.target.iptables;

import java.time.Duration;
import java.util.List;
import org.postern.address.AddressSet;
import org.postern.address.Family;
import org.postern.address.Prefix;

/** Writes sets in the language of ipset(8). */
final class Sets {
  /**
   * How long refused or observed peers are remembered, {@link #SEEN_SIZE} of each family at most.
   */
  static final Duration SEEN_FOR = Duration.ofDays(7);

  static final int SEEN_SIZE = 65_536;

  /**
   * The elements per bucket for which a set is sized. Rules that add elements never enlarge the
   * hash table, and a bucket takes twelve: with four on average, none is full before the set is
   * (Linux {@code net/netfilter/ipset/ip_set_hash_gen.h}).
   */
  private static final int PER_BUCKET = 4;

  private static final int LEAST = 64;

  private Sets() {}

  static String family(Family family) {
    return switch (family) {
      case IP -> "family inet";
      case IP6 -> "family inet6";
    };
  }

  /**
   * Returns the prefixes of peers; the whole space of a family becomes two, because ipset has no
   * prefix of length 0.
   */
  static List<Prefix> prefixes(AddressSet peers) {
    return peers.prefixes().stream().flatMap(Prefix::orHalves).toList();
  }

  /** Creates and fills a set, with room for what it is to hold and no more. */
  static void create(String name, Family family, AddressSet peers, List<String> lines) {
    List<Prefix> prefixes = prefixes(peers.only(family));
    lines.add(
        "create %s hash:net %s hashsize %d maxelem %d"
            .formatted(
                name, family(family), hashSize(prefixes.size()), Math.max(LEAST, prefixes.size())));
    prefixes.forEach(prefix -> lines.add("add " + name + " " + prefix.text()));
  }

  private static int hashSize(int elements) {
    int buckets = Math.max(LEAST, elements / PER_BUCKET);
    return Integer.highestOneBit(2 * buckets - 1);
  }

  /**
   * Returns the type of a set of refused peers, which forgets each some time after its last packet.
   */
  static String seenType(Family family) {
    return "hash:ip " + family(family) + " timeout " + SEEN_FOR.toSeconds();
  }

  /** Returns the type of a set that also counts the packets of each peer. */
  static String callsType(Family family) {
    return seenType(family) + " counters";
  }

  /** Returns the line that creates a set of one of these types, which rules fill. */
  static String learning(String name, String type) {
    int at = type.indexOf(" timeout ");
    return "create %s%s hashsize %d maxelem %d%s"
        .formatted(
            name, " " + type.substring(0, at), hashSize(SEEN_SIZE), SEEN_SIZE, type.substring(at));
  }
}
