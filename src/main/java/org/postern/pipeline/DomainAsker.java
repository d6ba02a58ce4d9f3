package org.postern.pipeline;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.postern.diagnostic.Report;
import org.postern.host.OwnFolder;
import org.postern.plan.memory.DomainMemory;
import org.postern.policy.DomainSetDefinition;
import org.postern.policy.DomainSource;
import org.postern.policy.Policy;
import org.postern.source.DomainFiles;
import org.postern.source.HeardDomains;
import org.postern.source.MailRoute;
import org.postern.source.MailRoutes;
import org.postern.state.RunState;

/**
 * Reads the domain lists of a policy, and queries the MX records of those domains that count only
 * while their MX points to the filter.
 */
public final class DomainAsker {
  /** The longest time between two queries of the MX records of a domain. */
  private static final Duration ROUTES_EVERY = Duration.ofMinutes(15);

  /** The time after which a failed query is repeated, and the shortest time between two queries. */
  private static final Duration FAILED_EVERY = Duration.ofMinutes(2);

  private final Function<Policy, MailRoutes> mail;
  private final InstantSource clock;

  public DomainAsker(Function<Policy, MailRoutes> mail, InstantSource clock) {
    this.mail = mail;
    this.clock = clock;
  }

  /** Tells whether a policy has domain lists to read or MX records to query. */
  public static boolean isNeeded(Policy policy) {
    return policy.domains().stream()
        .anyMatch(
            set ->
                set.filtered()
                    || set.sources().stream().anyMatch(DomainSource.ListFile.class::isInstance));
  }

  /**
   * Reads the lists, and queries the MX records whose lifetime is over.
   *
   * @param before the result of the last call
   * @param report receives what is wrong with the lists
   */
  public HeardDomains ask(Policy policy, HeardDomains before, Report report) {
    HeardDomains lists = lists(policy, before, report);
    return report.hasErrors()
        ? lists
        : new HeardDomains(lists.lists(), routes(policy, lists, before));
  }

  /**
   * Tells whether another run has read a list since, so that settling this reading would undo that
   * one. A date in the future was written by a wrong clock, and counts as now.
   */
  public static boolean isOlder(HeardDomains heard, DomainMemory memory, Instant now) {
    return memory.lists().stream()
        .anyMatch(
            good -> {
              HeardDomains.ListLook look = heard.lists().get(good.source());
              Instant at = good.at().isAfter(now) ? now : good.at();
              return look != null && look.at().isBefore(at);
            });
  }

  /** Returns the last good names of each list, each with the date at which it was read. */
  public static HeardDomains inForce(RunState memory) {
    Map<String, HeardDomains.ListLook> lists = new LinkedHashMap<>();
    for (DomainMemory.GoodList good : memory.guards().domains().lists()) {
      HeardDomains.Names names = new HeardDomains.Names(good.names());
      lists.put(good.source(), new HeardDomains.ListLook(names, good.at(), ""));
    }
    return new HeardDomains(lists, new TreeMap<>());
  }

  /** Reads the lists; no MX record is queried. */
  public HeardDomains lists(Policy policy, HeardDomains before, Report report) {
    DomainFiles files = new DomainFiles(OwnFolder.of(Path.of(policy.file())));
    Map<String, HeardDomains.ListLook> looks = new LinkedHashMap<>();
    for (DomainSetDefinition set : policy.domains()) {
      for (DomainSource source : set.sources()) {
        if (source instanceof DomainSource.ListFile list && !looks.containsKey(list.id())) {
          Optional<HeardDomains.ListLook> last = Optional.ofNullable(before.lists().get(list.id()));
          looks.put(list.id(), files.look(list, last, clock.instant(), report));
        }
      }
    }
    return new HeardDomains(looks, new TreeMap<>());
  }

  private SortedMap<String, HeardDomains.RouteLook> routes(
      Policy policy, HeardDomains lists, HeardDomains before) {
    SortedMap<String, HeardDomains.RouteLook> routes = new TreeMap<>();
    List<String> due = new ArrayList<>();
    for (String domain : candidates(policy, lists)) {
      Optional<HeardDomains.RouteLook> last = before.route(domain);
      if (last.filter(look -> !isDue(look)).isPresent()) {
        routes.put(domain, last.get());
      } else {
        due.add(domain);
      }
    }
    if (!due.isEmpty()) {
      Map<String, MailRoute> found = mail.apply(policy).of(due);
      Instant now = clock.instant();
      found.forEach((domain, route) -> routes.put(domain, new HeardDomains.RouteLook(route, now)));
    }
    return routes;
  }

  /**
   * Returns the domains of sets in which a domain counts only while its MX points to the filter.
   */
  private static SortedSet<String> candidates(Policy policy, HeardDomains lists) {
    SortedSet<String> domains = new TreeSet<>();
    for (DomainSetDefinition set : policy.domains()) {
      if (set.filtered()) {
        for (DomainSource source : set.sources()) {
          switch (source) {
            case DomainSource.Name name -> domains.add(name.domain());
            case DomainSource.ListFile list ->
                lists
                    .list(list)
                    .map(HeardDomains.ListLook::answer)
                    .filter(HeardDomains.Names.class::isInstance)
                    .map(HeardDomains.Names.class::cast)
                    .ifPresent(names -> domains.addAll(names.names()));
          }
        }
      }
    }
    return domains;
  }

  /**
   * Tells whether a query is due. A date in the future was written by a wrong clock: then it is.
   */
  private boolean isDue(HeardDomains.RouteLook look) {
    Instant now = clock.instant();
    Duration life = look.route() instanceof MailRoute.NoInformation ? FAILED_EVERY : ttl(look);
    return look.at().isAfter(now) || !now.isBefore(look.at().plus(life));
  }

  /**
   * Returns how long caches may hold the answer, but no longer than {@link #ROUTES_EVERY} and no
   * shorter than {@link #FAILED_EVERY}.
   */
  private static Duration ttl(HeardDomains.RouteLook look) {
    Duration least = ROUTES_EVERY;
    if (look.route() instanceof MailRoute.Hosts hosts) {
      for (MailRoute.Exchanger one : hosts.exchangers()) {
        least = one.reach().compareTo(least) < 0 ? one.reach() : least;
      }
    }
    return least.compareTo(FAILED_EVERY) < 0 ? FAILED_EVERY : least;
  }
}
