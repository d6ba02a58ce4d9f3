package org.postern.source.dns;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.postern.address.Address;
import org.postern.address.Family;
import org.postern.source.Answer.Cause;
import org.postern.source.MailRoute;
import org.postern.source.MailRoutes;
import org.xbill.DNS.Record;

/**
 * The mail exchangers of domains with their addresses: first all MX records, then all addresses,
 * both within one deadline. Where there is no MX record the domain itself is asked, even if the
 * name is said not to exist: some servers deny a name for want of the type.
 */
public final class MailExchangers implements MailRoutes {
  /** The most exchangers of a domain: each costs two questions, and no domain publishes so many. */
  static final int MAX_EXCHANGERS = 100;

  private final DnsClient client;

  public MailExchangers(DnsClient client) {
    this.client = client;
  }

  @Override
  public Map<String, MailRoute> of(List<String> domains) {
    Deadline deadline = client.deadline();
    Map<Lookup, Chase.End> ends =
        client.lookUpAll(domains.stream().map(Lookup::exchangers).toList(), deadline.half());
    Map<String, Delivery> deliveries = new LinkedHashMap<>();
    for (String domain : domains) {
      deliveries.put(
          domain, delivery(domain, Objects.requireNonNull(ends.get(Lookup.exchangers(domain)))));
    }
    Map<Lookup, Chase.End> addresses = client.lookUpAll(lookups(deliveries), deadline);
    Map<String, MailRoute> routes = new LinkedHashMap<>();
    deliveries.forEach((domain, found) -> routes.put(domain, route(found, addresses)));
    return routes;
  }

  @Override
  public MailRoute.Exchanger host(String name) {
    To to = new To(List.of(name), true, 0);
    return exchanger(name, to, client.lookUpAll(lookups(Map.of(name, to)), client.deadline()));
  }

  /** The result of the answer for MX records alone. */
  private sealed interface Delivery {}

  /** The route stands without asking on. */
  private record Settled(MailRoute route) implements Delivery {}

  /** Mail goes to hosts by name, most preferred first. */
  private record To(List<String> names, boolean implicit, long reach) implements Delivery {}

  private static Delivery delivery(String domain, Chase.End end) {
    return switch (end.reading()) {
      case Reading.Found(List<Record> records, Trail way) -> explicit(domain, records, way);
      case Reading.Absent(_, Trail way) -> new To(List.of(domain), true, way.reach());
      case Reading.DeadEnd(Cause cause, String why) ->
          new Settled(new MailRoute.NoInformation(cause, why));
    };
  }

  /**
   * Returns the delivery by MX records. RFC 7505 section 3: the root as exchanger is no host;
   * beside others it counts for nothing.
   */
  private static Delivery explicit(String domain, List<Record> records, Trail way) {
    List<String> names = RecordRounds.exchangers(records);
    if (names.size() > MAX_EXCHANGERS) {
      return new Settled(
          new MailRoute.NoInformation(
              Cause.TOO_MANY,
              "%s has %d exchangers, more than %d"
                  .formatted(Lookup.exchangers(domain).text(), names.size(), MAX_EXCHANGERS)));
    }
    return names.isEmpty()
        ? new Settled(new MailRoute.Nowhere())
        : new To(names, false, way.reach());
  }

  private static Set<Lookup> lookups(Map<String, Delivery> deliveries) {
    Set<Lookup> lookups = new LinkedHashSet<>();
    for (Delivery delivery : deliveries.values()) {
      if (delivery instanceof To to) {
        for (String name : to.names()) {
          for (Family family : Family.values()) {
            lookups.add(Lookup.addresses(name, family));
          }
        }
      }
    }
    return lookups;
  }

  private static MailRoute route(Delivery delivery, Map<Lookup, Chase.End> addresses) {
    return switch (delivery) {
      case Settled(MailRoute route) -> route;
      case To to ->
          new MailRoute.Hosts(
              to.names().stream().map(name -> exchanger(name, to, addresses)).toList());
    };
  }

  private static MailRoute.Exchanger exchanger(
      String name, To to, Map<Lookup, Chase.End> addresses) {
    List<Address> known = new ArrayList<>();
    Set<String> unknown = new HashSet<>();
    long reach = to.reach();
    for (Family family : Family.values()) {
      Lookup lookup = Lookup.addresses(name, family);
      switch (Objects.requireNonNull(addresses.get(lookup)).reading()) {
        case Reading.Found(List<Record> records, Trail way) -> {
          known.addAll(DnsClient.addresses(records));
          reach = Math.max(reach, way.reach());
        }
        case Reading.Absent(_, _) -> {
          // No sender is led there by this family.
        }
        case Reading.DeadEnd(_, String why) -> unknown.add(why);
      }
    }
    return new MailRoute.Exchanger(
        DnsName.shown(name),
        to.implicit(),
        known,
        Duration.ofSeconds(reach),
        unknown.stream().sorted().toList());
  }
}
