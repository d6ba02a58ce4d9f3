package org.postern.command.probe;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.postern.address.Address;
import org.postern.address.text.AddressText;
import org.postern.command.UsageException;
import org.postern.policy.MailDomain;
import org.postern.source.MailRoute;
import org.postern.source.MailRoutes;

/**
 * The addresses at which senders can find a host: its own, and those of its exchangers.
 *
 * @param name the name in lower case, or an address
 * @param isDomain whether it has MX records, so that it is one that mail is addressed to; true
 *     where that was not learned
 * @param places the addresses, each once
 * @param unknown the reason why some addresses are not known, in words
 */
record Where(String name, boolean isDomain, List<Place> places, List<String> unknown) {
  Where {
    places = List.copyOf(places);
    unknown = List.copyOf(unknown);
  }

  /** An address, and the way by which it was found. */
  record Place(String host, Found.Way way, Address address) {}

  static Where none() {
    return new Where("", false, List.of(), List.of());
  }

  /**
   * Looks a host up.
   *
   * @throws UsageException if the text names none
   */
  static Where of(String text, MailRoutes routes) {
    if (AddressText.parse(text) instanceof AddressText.Ok ok) {
      if (!ok.interval().first().equals(ok.interval().last())) {
        throw new UsageException(text + " is more than one address");
      }
      Address address = ok.interval().first();
      return new Where(
          address.toString(),
          false,
          List.of(new Place(address.toString(), Found.Way.ADDRESS, address)),
          List.of());
    }
    return switch (MailDomain.read(text)) {
      case MailDomain.Ok(String name) -> lookedUp(name, routes);
      case MailDomain.Wrong wrong ->
          throw new UsageException("%s %s; %s".formatted(text, wrong.reason(), wrong.fix()));
    };
  }

  private static Where lookedUp(String name, MailRoutes routes) {
    Map<Address, Place> places = new LinkedHashMap<>();
    List<String> unknown = new ArrayList<>();
    boolean isDomain = false;
    switch (routes.of(List.of(name)).getOrDefault(name, new MailRoute.Nowhere())) {
      case MailRoute.Hosts hosts -> {
        isDomain = hosts.exchangers().stream().noneMatch(MailRoute.Exchanger::implicit);
        for (MailRoute.Exchanger one : hosts.exchangers()) {
          add(one, one.implicit() ? Found.Way.HOST : Found.Way.EXCHANGER, places, unknown);
        }
      }
      case MailRoute.Nowhere nowhere -> isDomain = true;
      case MailRoute.NoInformation none -> {
        isDomain = true;
        unknown.add(none.detail());
      }
    }
    add(routes.host(name), Found.Way.HOST, places, unknown);
    return new Where(
        name, isDomain, List.copyOf(places.values()), unknown.stream().distinct().toList());
  }

  private static void add(
      MailRoute.Exchanger host, Found.Way way, Map<Address, Place> places, List<String> unknown) {
    for (Address address : host.addresses()) {
      places.putIfAbsent(address, new Place(host.name(), way, address));
    }
    unknown.addAll(host.unknown());
  }

  /** Returns the places of both. */
  Where and(Where other) {
    List<Place> all = new ArrayList<>(places);
    all.addAll(other.places);
    List<String> open = new ArrayList<>(unknown);
    open.addAll(other.unknown);
    return new Where(name, isDomain, all, open);
  }
}
