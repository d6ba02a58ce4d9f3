package org.postern.source;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.postern.policy.DomainSource;

/**
 * The answers about mail domains: what lists name, and where mail of domains goes.
 *
 * @param lists the looks at lists, by the {@link DomainSource#id} of each list that was read
 * @param routes the looks at routes, by the domain, of those that are taken only while their MX is
 *     the filter's
 */
public record HeardDomains(Map<String, ListLook> lists, SortedMap<String, RouteLook> routes) {
  private static final HeardDomains NOTHING = new HeardDomains(Map.of(), new TreeMap<>());

  public HeardDomains {
    lists = Collections.unmodifiableMap(new LinkedHashMap<>(lists));
    routes = Collections.unmodifiableSortedMap(new TreeMap<>(routes));
  }

  /** Returns the answers where nothing was looked at. */
  public static HeardDomains nothing() {
    return NOTHING;
  }

  /**
   * A look at a list.
   *
   * @param answer the answer of the list
   * @param at the time when it was read
   * @param stamp differs when the file was replaced or written; empty when there was none
   */
  public record ListLook(ListAnswer answer, Instant at, String stamp) {}

  /** The answer of a list. */
  public sealed interface ListAnswer {}

  /** The list names these domains, and no others. */
  public record Names(SortedSet<String> names) implements ListAnswer {
    public Names {
      names = Collections.unmodifiableSortedSet(new TreeSet<>(names));
    }
  }

  /** The list gave no information, so its last good names stand. */
  public record NoList(Answer.Cause cause, String detail) implements ListAnswer {}

  /** A look at the MX records of a domain. */
  public record RouteLook(MailRoute route, Instant at) {}

  /** Returns the look at a list; empty when it was not looked at. */
  public Optional<ListLook> list(DomainSource.ListFile source) {
    return Optional.ofNullable(lists.get(source.id()));
  }

  /** Returns where mail of a domain goes; empty when that was not looked at. */
  public Optional<RouteLook> route(String domain) {
    return Optional.ofNullable(routes.get(domain));
  }

  /** Returns what each list names, and the MX of each domain, by the list or {@code mx DOMAIN}. */
  public SortedMap<String, SortedSet<String>> texts() {
    SortedMap<String, SortedSet<String>> texts = new TreeMap<>();
    lists.forEach(
        (source, look) -> {
          if (look.answer() instanceof Names named) {
            texts.put(source, named.names());
          }
        });
    routes.forEach((domain, look) -> texts.put("mx " + domain, hosts(look.route())));
    return texts;
  }

  private static SortedSet<String> hosts(MailRoute route) {
    SortedSet<String> hosts = new TreeSet<>();
    if (route instanceof MailRoute.Hosts all) {
      all.exchangers().forEach(one -> hosts.add(one.name()));
    }
    return hosts;
  }

  /** Tells whether both say the same, whenever they were heard. */
  public boolean saysSame(HeardDomains other) {
    return answers().equals(other.answers()) && routes.equals(other.routes);
  }

  /** Returns a copy on a clock that was set forward by so much. */
  public HeardDomains shifted(Duration by) {
    Map<String, ListLook> moved = new LinkedHashMap<>();
    lists.forEach(
        (source, one) ->
            moved.put(source, new ListLook(one.answer(), one.at().plus(by), one.stamp())));
    SortedMap<String, RouteLook> later = new TreeMap<>();
    routes.forEach(
        (domain, one) -> later.put(domain, new RouteLook(one.route(), one.at().plus(by))));
    return new HeardDomains(moved, later);
  }

  private Map<String, ListAnswer> answers() {
    Map<String, ListAnswer> answers = new LinkedHashMap<>();
    lists.forEach((source, look) -> answers.put(source, look.answer()));
    return answers;
  }
}
