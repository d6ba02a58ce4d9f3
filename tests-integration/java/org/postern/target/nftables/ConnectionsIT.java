package org.postern.target.nftables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postern.plan.Observation;
import org.postern.plan.Ruleset;

/** Real connections through the rules: kept, cut, local, and outwards. */
class ConnectionsIT {
  private static final int SHORT = 300;
  private static final int LONG = 10_000;

  private final World world = new World();
  private final Host client = world.host("client");
  private final Host server = world.host("server");

  @BeforeEach
  void giveAddresses() {
    world.wire(client, "eth0", server, "eth0");
    client.ip("address add 198.51.100.1/24 dev eth0");
    client.ip("address add 2001:db8::1/64 dev eth0 nodad");
    server.ip("address add 198.51.100.10/24 dev eth0");
    server.ip("address add 2001:db8::10/64 dev eth0 nodad");
  }

  @AfterEach
  void endOfTheWorld() {
    world.close();
  }

  private static Ruleset smtp(String accept, String running) {
    return Rulesets.of(
        """
        sets: {s: {sources: [%s]}}
        rules: [{name: smtp, hook: input, port: tcp/25, accept: [s], otherwise: drop, running: %s}]
        """
            .formatted(accept, running));
  }

  private static ServerSocket listen(Host host) {
    return host.run(
        () -> {
          ServerSocket listener = new ServerSocket(25);
          listener.setSoTimeout(LONG);
          return listener;
        });
  }

  /** Java makes the socket itself only when it connects, so that must happen in the namespace. */
  private static Socket connect(Host from, String to, int port, int patience) throws IOException {
    Object connected =
        from.run(
            () -> {
              Socket socket = new Socket();
              try {
                socket.connect(new InetSocketAddress(InetAddress.getByName(to), port), patience);
                return socket;
              } catch (IOException e) {
                socket.close();
                return e;
              }
            });
    if (connected instanceof Socket socket) {
      return socket;
    }
    throw (IOException) connected;
  }

  private static boolean reaches(Socket from, Socket to, int patience) throws IOException {
    to.setSoTimeout(patience);
    from.getOutputStream().write(42);
    try {
      return to.getInputStream().read() == 42;
    } catch (SocketTimeoutException e) {
      return false;
    }
  }

  @Test
  void aRunningConnectionOfAPeerThatGoesIsKept() throws IOException {
    server.bring(smtp("198.51.100.1", "keep"));
    try (ServerSocket listener = listen(server);
        Socket near = connect(client, "198.51.100.10", 25, LONG);
        Socket far = listener.accept()) {
      server.bring(smtp("198.51.100.2", "keep"));

      assertTrue(reaches(near, far, LONG));
      assertThrows(SocketTimeoutException.class, () -> connect(client, "198.51.100.10", 25, SHORT));
    }
  }

  @Test
  void aRunningConnectionOfAPeerThatGoesIsCutIfSaid() throws IOException {
    server.bring(smtp("198.51.100.1", "cut"));
    try (ServerSocket listener = listen(server);
        Socket near = connect(client, "198.51.100.10", 25, LONG);
        Socket far = listener.accept()) {
      assertTrue(reaches(near, far, LONG));
      server.bring(smtp("198.51.100.2", "cut"));
      assertEquals(false, reaches(near, far, SHORT));

      server.bring(smtp("198.51.100.1", "cut"));
      assertEquals(42, readLate(far), "what was sent again arrives");
    }
  }

  private static int readLate(Socket far) throws IOException {
    far.setSoTimeout(LONG);
    return far.getInputStream().read();
  }

  @Test
  void theHostItselfAndOtherProtocolsGoFree() throws Exception {
    server.bring(
        Rulesets.of(
            "rules: [{name: smtp, hook: [input, output], port: tcp/25, accept: none,"
                + " otherwise: drop}]"));
    try (ServerSocket listener = listen(server)) {
      for (String own : new String[] {"127.0.0.1", "::1", "198.51.100.10", "2001:db8::10"}) {
        connect(server, own, 25, LONG).close();
        listener.accept().close();
      }
      assertThrows(SocketTimeoutException.class, () -> connect(client, "198.51.100.10", 25, SHORT));
      assertTrue(client.run(() -> InetAddress.getByName("198.51.100.10").isReachable(LONG)));
      assertTrue(client.run(() -> InetAddress.getByName("2001:db8::10").isReachable(LONG)));
    }
  }

  @Test
  void theWayOutIsJudgedByWhereItLeads() throws IOException {
    server.bring(
        Rulesets.of(
            """
            sets: {s: {sources: [198.51.100.1, "2001:db8::1"]}}
            rules: [{name: relay, hook: output, port: tcp/25, accept: [s], otherwise: reject}]
            """));
    client.ip("address add 198.51.100.2/24 dev eth0");
    client.ip("address add 2001:db8::2/64 dev eth0 nodad");
    try (ServerSocket listener = listen(client)) {
      connect(server, "198.51.100.1", 25, LONG).close();
      connect(server, "2001:db8::1", 25, LONG).close();
      assertThrows(ConnectException.class, () -> connect(server, "198.51.100.2", 25, LONG));
      assertThrows(ConnectException.class, () -> connect(server, "2001:db8::2", 25, LONG));
      assertEquals(25, listener.getLocalPort());
    }
    Observation.Counters counters = server.observe().counters().get("relay");
    assertEquals(new Observation.Counters(2, 2), counters);
  }
}
