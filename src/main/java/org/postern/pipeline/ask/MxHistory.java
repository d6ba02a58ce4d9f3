package org.postern.pipeline.ask;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.postern.diagnostic.Counted;
import org.postern.pipeline.Objection;
import org.postern.policy.ProtectSpec;
import org.postern.source.MailRoute;
import org.postern.state.MxWatch;

/**
 * The time for which the MX records of protected domains have been observed. Which hosts they named
 * before the first observation is unknown, and caches may still lead senders there: a rule may
 * refuse only when every such cache entry has expired. A domain that takes no mail (RFC 7505) needs
 * no waiting time.
 */
public final class MxHistory {
  /**
   * The assumed cache time of a record that was never observed: the highest default limit of a
   * resolver, {@code max-cache-ttl} of BIND 9.
   */
  private static final Duration LONGEST_CACHE = Duration.ofDays(7);

  private final List<MxWatch> watched;
  private final SortedMap<String, Span> spans;
  private final Instant now;

  /** The time since when a domain counts as observed, and the time when its waiting time ends. */
  private record Span(Instant since, Instant until) {}

  private MxHistory(List<MxWatch> watched, SortedMap<String, Span> spans, Instant now) {
    this.watched = List.copyOf(watched);
    this.spans = Collections.unmodifiableSortedMap(spans);
    this.now = now;
  }

  /**
   * Returns the history with one more observation.
   *
   * @param protects the protected domains
   * @param routes the present route of the mail of each domain
   * @param before the stored results of earlier observations
   */
  public static MxHistory of(
      ProtectSpec protects, Map<String, MailRoute> routes, List<MxWatch> before, Instant now) {
    Map<String, MxWatch> known = new LinkedHashMap<>();
    before.forEach(one -> known.putIfAbsent(one.domain(), one));
    List<MxWatch> watched = new ArrayList<>();
    SortedMap<String, Span> spans = new TreeMap<>();
    for (String domain : protects.domains()) {
      MailRoute route = routes.get(domain);
      boolean answered = route != null && !(route instanceof MailRoute.NoInformation);
      MxWatch watch = known.get(domain);
      if (watch == null && answered) {
        watch = new MxWatch(domain, now);
      }
      if (watch != null) {
        watched.add(watch);
        if (route instanceof MailRoute.Hosts hosts) {
          spans.put(domain, span(since(protects, watch), hosts));
        }
      }
    }
    return new MxHistory(watched, spans, now);
  }

  private static Instant since(ProtectSpec protects, MxWatch watch) {
    return protects
        .cleanSince()
        .map(day -> day.atStartOfDay(ZoneOffset.UTC).toInstant())
        .filter(day -> day.isBefore(watch.since()))
        .orElse(watch.since());
  }

  private static Span span(Instant since, MailRoute.Hosts hosts) {
    Duration present =
        hosts.exchangers().stream()
            .map(MailRoute.Exchanger::reach)
            .max(Comparator.naturalOrder())
            .orElse(Duration.ZERO);
    return new Span(
        since, since.plus(present.compareTo(LONGEST_CACHE) > 0 ? present : LONGEST_CACHE));
  }

  /**
   * Returns what is stored for the next observation, without domains that are no longer protected.
   */
  public List<MxWatch> watched() {
    return watched;
  }

  /**
   * Returns an objection for each domain whose waiting time has not ended.
   *
   * @param others the domains that have another objection already
   */
  public List<Objection> objections(Set<String> others) {
    List<Objection> objections = new ArrayList<>();
    spans.forEach(
        (domain, span) -> {
          if (span.until().isAfter(now) && !others.contains(domain)) {
            objections.add(new Objection.WatchedTooShort(domain, span.since(), span.until()));
          }
        });
    return objections;
  }

  /** Returns a note on the domain whose waiting time ends last; none when no domain needs one. */
  public List<String> notes() {
    return spans.entrySet().stream()
        .max(Comparator.comparing(one -> one.getValue().until()))
        .map(one -> note(one.getKey(), one.getValue()))
        .stream()
        .toList();
  }

  private String note(String domain, Span span) {
    String others =
        spans.size() == 1 ? "" : " and of " + Counted.of(spans.size() - 1, "other domain");
    String enough =
        span.until().isAfter(now)
            ? "rules may refuse from %s on".formatted(span.until())
            : "long enough to refuse";
    return "the MX of %s%s is watched for %s%s, since %s: %s"
        .formatted(
            domain,
            others,
            Counted.of(Duration.between(span.since(), now).toHours(), "hour"),
            spans.size() == 1 ? "" : " or longer",
            span.since(),
            enough);
  }
}
