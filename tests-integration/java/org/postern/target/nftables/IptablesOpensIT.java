package org.postern.target.nftables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.plan.Change;
import org.postern.plan.Observation;
import org.postern.plan.Plan;
import org.postern.plan.Ruleset;

/**
 * A rule with {@code opens: true} lets its peers through a filter that drops everything; whole
 * conversations, in both variants of iptables.
 */
@ParameterizedClass
@MethodSource("org.postern.target.nftables.Filter#oneLegacy")
class IptablesOpensIT {
  private static final int LONG = 20_000;
  private static final int SHORT = 1_500;
  private static final String BANNER = "220 ready";

  private final World world = new World();
  private final Host client = world.host("client");
  private final Host server;

  IptablesOpensIT(Filter filter) {
    this.server = world.host("server", filter);
  }

  @BeforeEach
  void closeTheServer() {
    world.wire(client, "eth0", server, "eth0");
    for (String last : List.of("1", "2")) {
      client.ip("address add 198.51.100.%s/24 dev eth0".formatted(last));
      client.ip("address add 2001:db8::%s/64 dev eth0 nodad".formatted(last));
    }
    server.ip("address add 198.51.100.10/24 dev eth0");
    server.ip("address add 2001:db8::10/64 dev eth0 nodad");
    // Nothing passes but neighbour discovery, and port 25 is shut twice, as fail2ban would.
    server.disturb(
        """
        iptables -P INPUT DROP
        iptables -A INPUT -p tcp --dport 25 -j DROP
        ip6tables -P INPUT DROP
        ip6tables -A INPUT -p icmpv6 -j ACCEPT
        ip6tables -A INPUT -p tcp --dport 25 -j DROP
        """);
  }

  @AfterEach
  void endOfTheWorld() {
    world.close();
  }

  private static Ruleset smtp(String more) {
    return Rulesets.of(
        """
        sets: {s: {sources: [198.51.100.1, "2001:db8::1"]}}
        rules: [{name: smtp, in: [eth0], to: [198.51.100.10, "2001:db8::10"], port: tcp/25,
                 accept: [s], otherwise: drop%s}]
        """
            .formatted(more));
  }

  /** Greets everybody who comes, until it is closed. */
  private static ServerSocket greeter(Host host, int port) {
    ServerSocket listener = host.run(() -> new ServerSocket(port));
    Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              while (!listener.isClosed()) {
                greet(listener);
              }
            });
    return listener;
  }

  private static void greet(ServerSocket listener) {
    try (Socket one = listener.accept()) {
      one.getOutputStream().write(BANNER.getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      // The peer has gone, or the test is over.
      return;
    }
  }

  /** Whether a peer is greeted: that takes packets beyond the first. */
  private static boolean hears(String peer, String address, int port) throws IOException {
    try (Socket socket = new Socket()) {
      socket.bind(new InetSocketAddress(InetAddress.getByName(peer), 0));
      socket.connect(new InetSocketAddress(InetAddress.getByName(address), port), SHORT);
      socket.setSoTimeout(SHORT);
      byte[] heard = socket.getInputStream().readNBytes(BANNER.length());
      return new String(heard, StandardCharsets.US_ASCII).equals(BANNER);
    } catch (IOException e) {
      return false;
    }
  }

  private boolean isGreeted(String peer, String address) {
    return client.run(() -> hears(peer, address, 25));
  }

  @Test
  void peersPassWhatDropsEverythingAndNobodyElseDoes() throws IOException {
    try (ServerSocket _ = greeter(server, 25)) {
      greetsPeersAlone();
    }
  }

  private void greetsPeersAlone() {
    server.bring(smtp(""));
    assertFalse(isGreeted("198.51.100.1", "198.51.100.10"), "a rule that only restricts opened");
    server.bring(smtp(", opens: true"));
    assertTrue(isGreeted("198.51.100.1", "198.51.100.10"));
    assertTrue(isGreeted("2001:db8::1", "2001:db8::10"));
    assertFalse(isGreeted("198.51.100.2", "198.51.100.10"));
    assertFalse(isGreeted("2001:db8::2", "2001:db8::10"));
    Observation.Counters counted = Objects.requireNonNull(server.observe().counters().get("smtp"));
    assertEquals(2, counted.accepted(), "what follows an opening is not counted");
    server.bring(smtp(""));
    assertFalse(isGreeted("198.51.100.1", "198.51.100.10"));
  }

  /** What follows an opening is judged, and yet no connection is cut. */
  @Test
  void aRunningConnectionOfAPeerThatGoesIsLeftToTheHostsOwnRules() throws IOException {
    server.disturb("iptables -I INPUT -m conntrack --ctstate ESTABLISHED -j ACCEPT");
    server.bring(smtp(", opens: true"));
    try (ServerSocket listener = server.run(() -> new ServerSocket(25));
        Socket near = client.run(() -> connected("198.51.100.1"));
        Socket far = listener.accept()) {
      server.bring(
          Rulesets.of(
              """
              sets: {s: {sources: [192.0.2.1]}}
              rules: [{name: smtp, in: [eth0], to: [198.51.100.10, "2001:db8::10"], port: tcp/25,
                       accept: [s], otherwise: drop, opens: true}]
              """));
      far.setSoTimeout(LONG);
      near.getOutputStream().write(42);
      assertEquals(42, far.getInputStream().read());
    }
  }

  private static Socket connected(String peer) throws IOException {
    Socket socket = new Socket();
    socket.bind(new InetSocketAddress(InetAddress.getByName(peer), 0));
    socket.connect(new InetSocketAddress(InetAddress.getByName("198.51.100.10"), 25), LONG);
    return socket;
  }

  @Test
  void aWayOutIsOpenedToo() throws IOException {
    server.disturb(
        "iptables -P OUTPUT DROP\niptables -I INPUT -m conntrack --ctstate ESTABLISHED -j ACCEPT");
    Ruleset closed =
        Rulesets.of("rules: [{name: dns, hook: output, port: tcp/53, accept: any, opens: false}]");
    try (ServerSocket _ = greeter(client, 53)) {
      server.bring(closed);
      assertFalse(server.run(() -> hears("198.51.100.10", "198.51.100.1", 53)));
      server.bring(
          Rulesets.of(
              "rules: [{name: dns, hook: output, port: tcp/53, accept: any, opens: true}]"));
      assertTrue(server.run(() -> hears("198.51.100.10", "198.51.100.1", 53)));
    }
    List<Change> back = Plan.between(server.observe(), closed).changes();
    assertEquals(1, back.size(), back::toString);
  }

  /** Every way of writing such a rule is read back as what it is, from any to any other. */
  @Test
  void allFormsAreReadBack() {
    List<String> forms =
        List.of(
            "accept: [s], otherwise: drop",
            "accept: [s], otherwise: drop, opens: true",
            "accept: [s], otherwise: reject, opens: true, running: cut",
            "accept: [s], otherwise: observe, opens: true, log: {rate: 5/m}",
            "accept: any",
            "accept: any, opens: true");
    for (String hook : List.of("input", "forward", "output")) {
      String in = hook.equals("output") ? "" : "in: [eth0], ";
      for (String form : forms) {
        server.bring(
            Rulesets.of(
                "sets: {s: {sources: [198.51.100.1]}}\n"
                    + "rules: [{name: %s, hook: %s, %sport: tcp/25, %s}]"
                        .formatted("r-" + hook, hook, in, form)));
      }
    }
    server.bring(Ruleset.empty());
  }
}
