package org.postern.pipeline.doctor;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.AccessDeniedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.postern.address.Address;
import org.postern.address.AddressSet;
import org.postern.address.Interval;
import org.postern.address.Prefix;
import org.postern.address.text.SpecialPurpose;
import org.postern.host.Connection;
import org.postern.host.Vicinity;

/**
 * The situation of a host before a first policy is written for it. It is only looked at, without
 * the network.
 *
 * @param filters the packet filters in use, each with what tells so
 * @param mailServers the mail servers whose configuration is there
 * @param isListening whether something listens at port 25
 * @param sentOn the rule that sends port 25 on to another host, if there is one
 * @param containers the programs for containers that are there
 * @param resolvers the name servers that are asked
 * @param addresses the addresses of the host, by which others reach it
 * @param near the private networks on its links
 * @param domains the domains for which a mail server of it takes mail, as its configuration spells
 *     them out
 * @param peers the peers that are connected to port 25 now, the nearest first
 * @param unseen the parts that could not be looked at, and why; each is told once, though several
 *     parts of the look need it
 */
public record Situation(
    List<String> filters,
    List<String> mailServers,
    boolean isListening,
    Optional<String> sentOn,
    List<String> containers,
    List<String> resolvers,
    List<Address> addresses,
    List<Prefix> near,
    List<String> domains,
    List<Peer> peers,
    List<String> unseen) {
  private static final Map<String, String> MAIL_SERVERS =
      new TreeMap<>(
          Map.of(
              "etc/postfix/main.cf", "Postfix",
              "etc/exim4", "Exim",
              "etc/exim", "Exim",
              "etc/smtpd.conf", "OpenSMTPD",
              "var/qmail/control", "qmail"));

  private static final Pattern TABLE = Pattern.compile("table (\\w+ [^\\s{]+) \\{");

  /** The table of ours, which is no sign of another filter. */
  private static final String OURS = "inet postern";

  private static final int MOST_ADDRESSES = 256;

  public Situation {
    filters = List.copyOf(filters);
    mailServers = List.copyOf(mailServers);
    containers = List.copyOf(containers);
    resolvers = List.copyOf(resolvers);
    addresses = List.copyOf(addresses);
    near = List.copyOf(near);
    domains = List.copyOf(domains);
    peers = List.copyOf(peers);
    unseen = unseen.stream().distinct().toList();
  }

  /**
   * A peer that is connected.
   *
   * @param near how near it is; empty for one from far away, which may be the filter
   */
  public record Peer(Address address, Optional<Vicinity.Near> near) {}

  /** Looks at a host. */
  public static Situation of(HostView host, Vicinity vicinity) throws IOException {
    List<String> unseen = new ArrayList<>();
    List<String> filters = filters(host, unseen);
    return new Situation(
        filters,
        mailServers(host.files()),
        isListening(host, unseen),
        seen(unseen, Optional.<List<String>>empty(), () -> PublishedPorts.of(host))
            .flatMap(lines -> lines.stream().findFirst()),
        containers(host.files()),
        host.resolvers().stream().map(Situation::text).toList(),
        reachable(host.addresses()),
        vicinity
            .onLink()
            .intersect(SpecialPurpose.INNER)
            .subtract(SpecialPurpose.LINK_LOCAL)
            .prefixes(),
        seen(unseen, List.of(), () -> MailDomains.of(host)),
        seen(unseen, List.of(), () -> peers(host, vicinity)),
        unseen);
  }

  /** A part of the look. */
  private interface Look<T> {
    T look() throws IOException;
  }

  /** Looks at a part; what this user may not read is told, and the other parts are looked at. */
  private static <T> T seen(List<String> unseen, T otherwise, Look<T> look) {
    try {
      return look.look();
    } catch (AccessDeniedException e) {
      unseen.add(e.getFile() + ": this user has no right to read it");
      return otherwise;
    } catch (IOException e) {
      unseen.add(String.valueOf(e.getMessage()));
      return otherwise;
    }
  }

  private static List<String> filters(HostView host, List<String> unseen) throws IOException {
    List<String> found = new ArrayList<>();
    Optional<String> rules = host.told("nft", "-t", "list", "ruleset");
    if (rules.isEmpty()) {
      unseen.add("what nftables holds: nft -t list ruleset tells nothing to this user");
    }
    TreeSet<String> tables = new TreeSet<>();
    rules.ifPresent(text -> TABLE.matcher(text).results().forEach(one -> tables.add(one.group(1))));
    tables.remove(OURS);
    if (!tables.isEmpty()) {
      found.add("nftables: " + String.join(", ", tables));
    }
    List<String> legacy =
        seen(unseen, List.of(), () -> host.files().lines("proc/net/ip_tables_names"));
    if (!legacy.isEmpty()) {
      found.add("iptables (legacy): " + String.join(", ", legacy));
    }
    if (host.isEnabled("firewalld.service")) {
      found.add("firewalld: it is enabled");
    }
    if (seen(unseen, List.<String>of(), () -> host.files().lines("etc/ufw/ufw.conf"))
        .contains("ENABLED=yes")) {
      found.add("ufw: /etc/ufw/ufw.conf");
    }
    if (host.files().isThere("etc/csf/csf.conf")) {
      found.add("csf: /etc/csf/csf.conf");
    }
    return found;
  }

  private static boolean isListening(HostView host, List<String> unseen) throws IOException {
    if (!host.files().isThere("proc/net/tcp")) {
      unseen.add("what listens at port 25: /proc/net/tcp is not there");
      return false;
    }
    return host.connections().listeners().stream().anyMatch(one -> one.port() == HostView.SMTP);
  }

  private static List<String> mailServers(HostFiles files) {
    return MAIL_SERVERS.entrySet().stream()
        .filter(one -> files.isThere(one.getKey()))
        .map(Map.Entry::getValue)
        .distinct()
        .toList();
  }

  private static List<String> containers(HostFiles files) {
    List<String> found = new ArrayList<>();
    if (files.isThere("run/docker.sock") || files.isThere("sys/class/net/docker0")) {
      found.add("Docker");
    }
    if (files.isThere("run/podman/podman.sock") || files.isThere("sys/class/net/podman0")) {
      found.add("Podman");
    }
    return found;
  }

  private static String text(InetSocketAddress server) {
    return Address.ofBytes(server.getAddress().getAddress()).toString();
  }

  /** Returns the addresses by which the host is reached; it has few, some of them side by side. */
  private static List<Address> reachable(AddressSet addresses) {
    List<Address> found = new ArrayList<>();
    AddressSet far =
        addresses.subtract(SpecialPurpose.LOOPBACK).subtract(SpecialPurpose.LINK_LOCAL);
    for (Interval interval : far.intervals()) {
      Optional<Address> at = Optional.of(interval.first());
      while (at.filter(interval::contains).isPresent() && found.size() < MOST_ADDRESSES) {
        found.add(at.get());
        at = at.get().next();
      }
    }
    return found;
  }

  private static List<Peer> peers(HostView host, Vicinity vicinity) throws IOException {
    List<Peer> found = new ArrayList<>();
    host.connections().established().stream()
        .filter(one -> one.port() == HostView.SMTP && one.place() != Connection.Place.FROM_HERE)
        .map(Connection::client)
        .filter(one -> !SpecialPurpose.LOOPBACK.contains(one))
        .distinct()
        .sorted()
        .forEach(one -> found.add(new Peer(one, vicinity.of(one))));
    return found;
  }
}
