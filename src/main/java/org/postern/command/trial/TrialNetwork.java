package org.postern.command.trial;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.postern.address.Address;
import org.postern.address.Family;
import org.postern.host.CommandRunner;
import org.postern.host.ffm.NetworkNamespace;
import org.postern.plan.Attempt;
import org.postern.policy.Hook;

/**
 * A client, a gateway and a server, each in a network namespace; this process is in that of the
 * gateway. The client has every peer's address, so that it dials from and listens at any of them.
 *
 * <pre>
 * client c0 ─── eth0 gateway postern-in ─── up0 server
 * </pre>
 *
 * On input the gateway itself has the dialled addresses, on forward the server behind it; nothing
 * is translated. Both ends of a link share one hardware address and ask no neighbour, so that no
 * ARP and no neighbour discovery is needed for any address.
 */
final class TrialNetwork implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String HARDWARE = "02:00:00:00:00:01";

  private final CommandRunner programs;
  private final TrialHandover handover;
  private final NetworkNamespace client;
  private final NetworkNamespace server;
  private final List<String> interfaces;
  private final String inner;
  private final boolean ip6;

  private TrialNetwork(
      CommandRunner programs,
      TrialHandover handover,
      NetworkNamespace client,
      NetworkNamespace server) {
    this.programs = programs;
    this.handover = handover;
    this.client = client;
    this.server = server;
    Set<String> names = new TreeSet<>();
    handover.packets().forEach(packet -> names.add(packet.inInterface()));
    names.remove("");
    if (names.isEmpty()) {
      names.add(TrialPlan.freeInterface(handover.ruleset(), "postern-out"));
    }
    this.interfaces = List.copyOf(names);
    this.inner = TrialPlan.freeInterface(handover.ruleset(), "postern-in");
    this.ip6 = handover.gateway().stream().anyMatch(one -> one.family() == Family.IP6);
  }

  /** Builds the network. */
  static TrialNetwork open(CommandRunner programs, TrialHandover handover) throws IOException {
    NetworkNamespace client = NetworkNamespace.open();
    NetworkNamespace server = NetworkNamespace.open();
    TrialNetwork network = new TrialNetwork(programs, handover, client, server);
    try {
      network.build();
      return network;
    } catch (IOException e) {
      network.close();
      throw e;
    }
  }

  NetworkNamespace client() {
    return client;
  }

  NetworkNamespace server() {
    return server;
  }

  private void build() throws IOException {
    List<String> gateway = new ArrayList<>(List.of("link set dev lo up"));
    List<String> peers = new ArrayList<>(List.of("link set dev lo up"));
    for (int i = 0; i < interfaces.size(); i++) {
      gateway.add(link(interfaces.get(i), "c" + i, client));
      up(interfaces.get(i), gateway);
      up("c" + i, peers);
    }
    gateway.add(link(inner, "up0", server));
    up(inner, gateway);
    handover.gateway().forEach(address -> gateway.add(assign("add", address)));
    addresses(Hook.INPUT).forEach(address -> gateway.add(assign("add", address)));
    Set<Address> every = new LinkedHashSet<>();
    handover.packets().forEach(packet -> every.add(packet.peer()));
    every.forEach(address -> peers.add(assign("add", address)));
    ip(gateway);
    client.run(() -> ip(peers));
    if (handover.packets().stream().anyMatch(packet -> packet.hook() == Hook.FORWARD)) {
      forwarding("/proc/sys/net/ipv4/ip_forward");
      if (ip6) {
        forwarding("/proc/sys/net/ipv6/conf/all/forwarding");
      }
    }
  }

  /** Moves the dialled addresses from the gateway to the server behind it. */
  void forward() throws IOException {
    List<String> gateway = new ArrayList<>();
    List<String> behind = new ArrayList<>(List.of("link set dev lo up"));
    up("up0", behind);
    behind.addAll(routes("up0"));
    addresses(Hook.INPUT).forEach(address -> gateway.add(assign("del", address)));
    for (Address address : addresses(Hook.FORWARD)) {
      gateway.add("route replace %s dev %s".formatted(single(address), inner));
      behind.add(assign("add", address));
    }
    ip(gateway);
    server.run(() -> ip(behind));
  }

  /** Has the client and the gateway speak over this interface from now on; empty means any. */
  void use(String name) throws IOException {
    int index = Math.max(0, interfaces.indexOf(name));
    ip(routes(interfaces.get(index)));
    client.run(() -> ip(routes("c" + index)));
  }

  private Set<Address> addresses(Hook hook) {
    Set<Address> found = new LinkedHashSet<>();
    handover.packets().stream()
        .filter(packet -> packet.hook() == hook)
        .map(Attempt.Opening::server)
        .forEach(found::add);
    return found;
  }

  private static String link(String name, String peer, NetworkNamespace of) throws IOException {
    return "link add name %s address %s type veth peer name %s address %s netns %s"
        .formatted(name, HARDWARE, peer, HARDWARE, of.id());
  }

  private void up(String name, List<String> commands) {
    if (ip6) {
      commands.add("link set dev " + name + " addrgenmode none");
    }
    commands.add("link set dev " + name + " arp off");
    commands.add("link set dev " + name + " up");
  }

  private List<String> routes(String name) {
    String ip = "route replace 0.0.0.0/0 dev " + name;
    return ip6 ? List.of(ip, "route replace ::/0 dev " + name) : List.of(ip);
  }

  private static String assign(String verb, Address address) {
    boolean detects = verb.equals("add") && address.family() == Family.IP6;
    return "addr %s %s dev lo%s".formatted(verb, single(address), detects ? " nodad" : "");
  }

  private static String single(Address address) {
    return address + "/" + address.family().bits();
  }

  private static void forwarding(String file) throws IOException {
    try {
      Files.writeString(Path.of(file), "1\n");
    } catch (IOException e) {
      throw new IOException(file + " cannot be written, so rules at forward cannot be tried", e);
    }
  }

  private boolean ip(List<String> commands) throws IOException {
    CommandRunner.Result result =
        programs.run(
            List.of(handover.ip(), "-batch", "-"), String.join("\n", commands) + "\n", PATIENCE);
    if (result.exit() != 0) {
      throw new IOException("ip: " + result.error().strip());
    }
    return true;
  }

  @Override
  public void close() {
    client.close();
    server.close();
  }
}
