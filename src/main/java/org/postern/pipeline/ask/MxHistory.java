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
 * How long the MX records of protected domains are looked at. What they named before the first look
 * is not known, nor how long caches keep it: a rule may refuse once no cache can lead there any
 * more. A domain that takes no mail has none to lose and needs no such time.
 */
public final class MxHistory {
  /**
   * How long a cache is taken to keep a record that was never seen: as long as the cache of any
   * resolver at its defaults.
   */
  private static final Duration LONGEST_CACHE = Duration.ofDays(7);

  private final List<MxWatch> watched;
  private final SortedMap<String, Span> spans;
  private final Instant now;

  /** From when on a domain counts as looked at, and until when that is too short. */
  private record Span(Instant since, Instant until) {}

  private MxHistory(List<MxWatch> watched, SortedMap<String, Span> spans, Instant now) {
    this.watched = List.copyOf(watched);
    this.spans = Collections.unmodifiableSortedMap(spans);
    this.now = now;
  }

  /**
   * Adds a look.
   *
   * @param routes where the mail of each domain goes now
   * @param before what earlier looks left
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

  /** What the next look goes on from; domains that are not protected any more are forgotten. */
  public List<MxWatch> watched() {
    return watched;
  }

  /**
   * What speaks against refusing now.
   *
   * @param others domains to which something else is objected already
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

  /** How long that is, of the domain that is looked at for the shortest time. */
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
