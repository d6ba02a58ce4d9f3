package org.postern.target.nftables;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.postern.plan.Effect;
import org.postern.plan.Ruleset;

/**
 * A server with two rules that promise that everybody passes, {@code web} on the way in and {@code
 * dns} on the way out, and a client to try both.
 */
final class Promises implements AutoCloseable {
  private static final int PATIENCE = 150;
  private static final int IN = 8025;
  private static final int OUT = 53;

  static final Ruleset RULESET =
      Rulesets.of(
          """
          rules:
            - {name: web, port: tcp/8025, accept: any}
            - {name: dns, hook: output, port: tcp/53, accept: any}
          """);

  private final World world = new World();
  private final Host client = world.host("client");
  private final Host server;
  private final List<ServerSocket> listeners = new ArrayList<>();

  Promises(Filter filter) {
    this.server = world.host("server", filter);
    world.wire(client, "eth0", server, "eth0");
    client.ip("address add 198.51.100.1/24 dev eth0");
    client.ip("address add 2001:db8::1/64 dev eth0 nodad");
    server.ip("address add 198.51.100.10/24 dev eth0");
    server.ip("address add 2001:db8::10/64 dev eth0 nodad");
    // The neighbours are known, so that nothing but the connections themselves is filtered.
    neighbour(client, "198.51.100.10", server);
    neighbour(client, "2001:db8::10", server);
    neighbour(server, "198.51.100.1", client);
    neighbour(server, "2001:db8::1", client);
    listeners.add(server.run(() -> new ServerSocket(IN)));
    listeners.add(client.run(() -> new ServerSocket(OUT)));
    server.bring(RULESET);
    // Behind all others it counts what came past them; answers are another matter.
    server.load(
        """
        table inet watch {
          counter web { }
          counter dns { }
          chain in {
            type filter hook input priority 400
            tcp dport 8025 tcp flags & (syn | ack) == syn counter name web
          }
          chain out {
            type filter hook postrouting priority 400
            tcp dport 53 tcp flags & (syn | ack) == syn counter name dns
          }
        }
        """);
  }

  private static void neighbour(Host host, String address, Host other) {
    String card = other.exec("cat /sys/class/net/eth0/address").strip();
    host.ip("neighbour replace %s lladdr %s dev eth0 nud permanent".formatted(address, card));
  }

  Host server() {
    return server;
  }

  /** Whether an opening from the client to the server comes past all chains there. */
  boolean passesIn(String address) {
    return passes("web", client, address, IN);
  }

  /** Whether an opening from the server to the client does. */
  boolean passesOut(String address) {
    return passes("dns", server, address, OUT);
  }

  private boolean passes(String counter, Host from, String address, int port) {
    long before = packets(counter);
    from.run(() -> dial(address, port));
    return packets(counter) > before;
  }

  private long packets(String counter) {
    String listed = server.nft("list counter inet watch " + counter);
    return Long.parseLong(listed.replaceAll("(?s).*packets ([0-9]+) .*", "$1"));
  }

  private static boolean dial(String address, int port) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getByName(address), port), PATIENCE);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** What the target says of both rules. */
  List<Effect> effects() {
    return server.run(() -> server.target().facets().effects().orElseThrow().of(RULESET));
  }

  List<Effect> effects(String rule, Effect.Kind kind) {
    return effects().stream().filter(one -> one.rule().equals(rule) && one.kind() == kind).toList();
  }

  /** Both rules, in each family: no effect means refused, and nothing said means let through. */
  void holdAgainstPackets() {
    List<Effect> effects = effects();
    hold(effects, "web", "IPv4", passesIn("198.51.100.10"));
    hold(effects, "web", "IPv6", passesIn("2001:db8::10"));
    hold(effects, "dns", "IPv4", passesOut("198.51.100.1"));
    hold(effects, "dns", "IPv6", passesOut("2001:db8::1"));
  }

  private static void hold(List<Effect> effects, String rule, String family, boolean passes) {
    List<Effect> said =
        effects.stream()
            .filter(one -> one.rule().equals(rule))
            .filter(one -> one.why().contains(family) || !one.why().contains("(IPv"))
            .toList();
    boolean none = said.stream().anyMatch(Effect::isNone);
    String what = "%s of %s: %s".formatted(rule, family, said);
    assertFalse(none && passes, () -> "passes, but is said to have no effect: " + what);
    assertTrue(passes || !said.isEmpty(), () -> "does not pass, and nothing is said: " + what);
  }

  @Override
  public void close() throws IOException {
    for (ServerSocket listener : listeners) {
      listener.close();
    }
    world.close();
  }
}
