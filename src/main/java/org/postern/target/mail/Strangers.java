package org.postern.target.mail;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postern.address.Address;
import org.postern.plan.Observation;
import org.postern.plan.SeenPeer;

/**
 * The peers that rules have refused or observed: each with its last time and how often, by domain
 * of the recipients. Bounded: the peer that came longest ago is forgotten first, and of the domains
 * that one peer makes up only the first few are told apart. Not safe for several threads.
 */
final class Strangers {
  static final int MOST_PEERS = 20_000;
  static final int MOST_DOMAINS = 16;

  private final Map<Key, Map<Optional<String>, Times>> peers = new LinkedHashMap<>();
  private final Map<String, Long> counts = new HashMap<>();

  private record Key(String rule, Address peer) {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Key that && peer.equals(that.peer) && rule.equals(that.rule);
    }

    @Override
    public int hashCode() {
      return 31 * rule.hashCode() + peer.hashCode();
    }
  }

  private record Times(long count, Instant last) {
    Times and(Instant at) {
      return new Times(count + 1, last.isAfter(at) ? last : at);
    }
  }

  /** A rule has met a peer. */
  void add(String rule, Address peer, Optional<String> domain, Instant at) {
    counts.merge(rule, 1L, Long::sum);
    Key key = new Key(rule, peer);
    // What was added last is at the end.
    Map<Optional<String>, Times> domains =
        Optional.ofNullable(peers.remove(key)).orElseGet(LinkedHashMap::new);
    peers.put(key, domains);
    Optional<String> told =
        domains.containsKey(domain) || domains.size() < MOST_DOMAINS ? domain : Optional.empty();
    domains.merge(told, new Times(1, at), (before, _) -> before.and(at));
    if (peers.size() > MOST_PEERS) {
      Iterator<Key> oldest = peers.keySet().iterator();
      oldest.next();
      oldest.remove();
    }
  }

  /** Returns the peers of some rules. */
  List<SeenPeer> peers(Set<String> rules, Instant now) {
    List<SeenPeer> seen = new ArrayList<>();
    peers.forEach(
        (key, domains) -> {
          if (rules.contains(key.rule())) {
            domains.forEach((domain, times) -> seen.add(seen(key, domain, times, now)));
          }
        });
    return seen;
  }

  private static SeenPeer seen(Key key, Optional<String> domain, Times times, Instant now) {
    return new SeenPeer(key.rule(), key.peer(), ago(times.last(), now), times.count(), domain);
  }

  /**
   * Returns how long ago a time was; zero where the clock was set back, as nothing is of a time to
   * come.
   */
  private static Duration ago(Instant at, Instant now) {
    return at.isAfter(now) ? Duration.ZERO : Duration.between(at, now);
  }

  /** Returns how often each of some rules met any, peers that were forgotten among them. */
  Map<String, Observation.Counters> counters(Set<String> rules) {
    Map<String, Observation.Counters> counters = new HashMap<>();
    for (String rule : rules) {
      counters.put(rule, new Observation.Counters(0, counts.getOrDefault(rule, 0L)));
    }
    return counters;
  }
}
