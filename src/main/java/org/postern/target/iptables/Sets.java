package org.postern.target.iptables;

import java.time.Duration;
import java.util.List;
import org.postern.address.AddressSet;
import org.postern.address.Family;
import org.postern.address.Prefix;

/** Sets in the words of ipset(8). */
final class Sets {
  /** Peers refused or observed are remembered so long, and at most so many of each family. */
  static final Duration SEEN_FOR = Duration.ofDays(7);

  static final int SEEN_SIZE = 65_536;

  /**
   * Packets enlarge no set, and a bucket takes twelve elements: with four to a bucket none is full
   * before the set is (Linux {@code net/netfilter/ipset/ip_set_hash_gen.h}).
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

  /** The prefixes of a family's whole space are two: ipset knows none of length 0. */
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

  /** What remembers who was refused, from the last time on. */
  static String seenType(Family family) {
    return "hash:ip " + family(family) + " timeout " + SEEN_FOR.toSeconds();
  }

  /** What remembers how often. */
  static String callsType(Family family) {
    return seenType(family) + " counters";
  }

  /** Creates a set that rules fill, of one of these types. */
  static String learning(String name, String type) {
    int at = type.indexOf(" timeout ");
    return "create %s%s hashsize %d maxelem %d%s"
        .formatted(
            name, " " + type.substring(0, at), hashSize(SEEN_SIZE), SEEN_SIZE, type.substring(at));
  }
}
