package org.postern.source;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.postern.host.Json;
import org.postern.host.JsonTree;
import org.postern.policy.MailDomain;

/**
 * The part of a lockfile about mail domains: what each list names, and the MX of each domain that
 * is taken only while they are the filter's. One domain a line, sorted.
 */
final class DomainLock {
  private static final String LISTS = "domain-lists";
  private static final String ROUTES = "mx";

  private DomainLock() {}

  /** Returns the members of a lockfile; empty where there is nothing to record. */
  static String write(HeardDomains heard) {
    StringBuilder text = new StringBuilder();
    if (!heard.lists().isEmpty()) {
      List<String> lists = new ArrayList<>();
      new TreeMap<>(heard.lists())
          .forEach(
              (source, look) -> {
                if (!(look.answer() instanceof HeardDomains.Names names)) {
                  throw new IllegalArgumentException("cannot lock a list that was not read");
                }
                lists.add(list(source, names.names()));
              });
      text.append(",\n  \"" + LISTS + "\": [\n" + String.join(",\n", lists) + "\n  ]");
    }
    List<String> routes = new ArrayList<>();
    heard.routes().forEach((domain, look) -> route(domain, look.route(), routes));
    if (!routes.isEmpty()) {
      text.append(",\n  \"" + ROUTES + "\": {\n" + String.join(",\n", routes) + "\n  }");
    }
    return text.toString();
  }

  private static String list(String source, SortedSet<String> names) {
    StringBuilder text = new StringBuilder("    {\n      \"source\": ");
    text.append(Json.write(source)).append(",\n      \"domains\": [");
    String separator = "\n";
    for (String name : names) {
      text.append(separator).append("        ").append(Json.write(name));
      separator = ",\n";
    }
    return text.append(names.isEmpty() ? "]\n    }" : "\n      ]\n    }").toString();
  }

  /** Records a route; one that gives no information is not recorded. */
  private static void route(String domain, MailRoute route, List<String> lines) {
    List<String> hosts = new ArrayList<>();
    switch (route) {
      case MailRoute.NoInformation _ -> {
        return;
      }
      case MailRoute.Nowhere _ -> {
        // No host.
      }
      case MailRoute.Hosts all ->
          all.exchangers().stream().map(MailRoute.Exchanger::name).sorted().forEach(hosts::add);
    }
    lines.add("    " + Json.write(domain) + ": " + Json.write(hosts));
  }

  /**
   * Reads the domains from a lockfile.
   *
   * @throws IOException when it makes no sense, naming what
   */
  static HeardDomains read(JsonTree tree, Instant now) throws IOException {
    Map<String, HeardDomains.ListLook> lists = new LinkedHashMap<>();
    if (tree.has(LISTS)) {
      for (JsonTree one : tree.objects(LISTS)) {
        SortedSet<String> names = new TreeSet<>();
        for (String text : one.strings("domains")) {
          names.add(domain(text));
        }
        lists.put(
            one.string("source"),
            new HeardDomains.ListLook(new HeardDomains.Names(names), now, ""));
      }
    }
    SortedMap<String, HeardDomains.RouteLook> routes = new TreeMap<>();
    if (tree.has(ROUTES)) {
      JsonTree all = tree.object(ROUTES);
      for (String text : all.members().keySet()) {
        routes.put(
            domain(text), new HeardDomains.RouteLook(route(domain(text), all.strings(text)), now));
      }
    }
    return new HeardDomains(lists, routes);
  }

  private static MailRoute route(String domain, List<String> hosts) {
    return hosts.isEmpty()
        ? new MailRoute.Nowhere()
        : new MailRoute.Hosts(
            hosts.stream()
                .map(
                    host ->
                        new MailRoute.Exchanger(
                            host, host.equals(domain), List.of(), Duration.ZERO, List.of()))
                .toList());
  }

  private static String domain(String text) throws IOException {
    return switch (MailDomain.read(text)) {
      case MailDomain.Ok ok when ok.name().equals(text) -> text;
      case MailDomain.Ok ok -> throw new IOException(text + " is written " + ok.name());
      case MailDomain.Wrong wrong -> throw new IOException(text + " " + wrong.reason());
    };
  }
}
