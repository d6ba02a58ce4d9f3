package org.postern.target.nftables;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.postern.address.Address;
import org.postern.address.Family;

/**
 * A real server of TCP and a peer that sends what it likes: who comes through is who is answered.
 *
 * <pre>
 * client eth0 ─── eth0 filtered                          direct
 * client eth0 ─── eth0 filtered eth1 ─── eth0 server     through a gateway
 * </pre>
 */
public final class FragmentTrial implements AutoCloseable {
  public static final String STRANGER = "2a0e:bad::5";
  public static final String ACCEPTED = "2a01:111:f400::5";
  public static final String STRANGER4 = "45.9.0.5";
  public static final String ACCEPTED4 = "192.0.2.5";
  public static final int SMTP = 25;

  /** One that no rule judges. */
  public static final int OTHER = 2_525;

  private static final Address FOUR = Rulesets.address("198.51.100.10");
  private static final byte[] GREETING = "220 ready\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final int BACKLOG = 4_096;

  private final Host client;
  private final Host filtered;
  private final Host server;
  private final Address address;
  private final Wire wire;
  private final Dialler dialler;
  private final List<ServerSocket> listeners = new ArrayList<>();

  private FragmentTrial(World world, Filter filter, boolean direct) throws IOException {
    this.client = world.host("client");
    this.filtered = world.host("filtered", filter);
    this.wire = world.wire(client, "eth0", filtered, "eth0");
    this.server = direct ? filtered : world.host("server");
    this.address = Rulesets.address(direct ? "2001:db8:ff::10" : "2001:db8:ee::10");
    reach(filtered, "eth0", wire.sender());
    if (direct) {
      filtered.ip("address add 2001:db8:ff::10/64 dev eth0 nodad");
      filtered.ip("address add 198.51.100.10/24 dev eth0");
      filtered.ip("neighbor add 198.51.100.1 lladdr " + wire.sender() + " dev eth0");
      filtered.ip("route add default via 198.51.100.1 dev eth0");
    } else {
      Wire inner = world.wire(filtered, "eth1", server, "eth0");
      filtered.ip("route add 2001:db8:ee::/64 dev eth1");
      filtered.ip("neighbor add 2001:db8:ee::10 lladdr " + inner.receiver() + " dev eth1");
      server.ip("address add 2001:db8:ee::10/64 dev eth0 nodad");
      reach(server, "eth0", inner.sender());
      set(filtered, "ipv6/conf/all/forwarding", "1");
    }
    for (Host host : List.of(filtered, server)) {
      set(host, "ipv6/ip6frag_high_thresh", "100000000");
    }
    set(server, "ipv4/tcp_max_syn_backlog", "65536");
    set(server, "core/somaxconn", "65536");
    listen(SMTP);
    listen(OTHER);
    this.dialler = new Dialler(wire, new Answers(client, "eth0"), this::serverOf);
  }

  /** At the host itself. */
  static FragmentTrial direct(World world, Filter filter) throws IOException {
    return new FragmentTrial(world, filter, true);
  }

  /** Behind a gateway. */
  static FragmentTrial through(World world, Filter filter) throws IOException {
    return new FragmentTrial(world, filter, false);
  }

  /** All that is not near is behind the card at the other end of the wire. */
  static void reach(Host host, String card, String neighbour) {
    host.ip("address add fe80::2/64 dev " + card + " nodad");
    host.ip("neighbor replace fe80::1 lladdr " + neighbour + " dev " + card);
    host.ip("-6 route replace default via fe80::1 dev " + card);
  }

  static void set(Host host, String what, String value) {
    host.run(() -> Files.writeString(Path.of("/proc/sys/net", what), value + "\n"));
  }

  private void listen(int at) {
    ServerSocket listener = server.run(() -> new ServerSocket(at, BACKLOG));
    listeners.add(listener);
    Thread.ofVirtual().start(() -> greet(listener));
  }

  private static void greet(ServerSocket listener) {
    while (!listener.isClosed()) {
      try (Socket socket = listener.accept()) {
        socket.getOutputStream().write(GREETING);
      } catch (IOException e) {
        // The peer may be gone; and the listener is closed at the end.
      }
    }
  }

  Host filtered() {
    return filtered;
  }

  Host client() {
    return client;
  }

  Host server() {
    return server;
  }

  Wire wire() {
    return wire;
  }

  Address address() {
    return address;
  }

  private Address serverOf(Address peer) {
    return peer.family() == Family.IP ? FOUR : address;
  }

  /** The names of those forms in which an opening of the peer was answered. */
  Set<String> opened(String peer, int at, List<Form> forms) {
    return dialler.opened(Rulesets.address(peer), at, forms);
  }

  /**
   * The names of those forms in which an opening of the peer can be answered: asked until nothing
   * is added, since the queues of a loaded machine may lose packets.
   */
  Set<String> answerable(String peer, int at, List<Form> forms) {
    Set<String> answered = new TreeSet<>();
    while (answered.addAll(opened(peer, at, forms))) {}
    return answered;
  }

  /** Opens a connection and takes the greeting; whether it came. */
  boolean greeted(String peer, int at, Form form) {
    return greeted(peer, at, form, form, () -> {});
  }

  /**
   * The same with the opening and what follows in two forms.
   *
   * @param between what happens after the opening was answered
   */
  boolean greeted(String peer, int at, Form first, Form then, Runnable between) {
    return dialler.greeted(Rulesets.address(peer), at, List.of(first, then), between);
  }

  /** Rules of others that use connection tracking, which puts fragments together. */
  void track() {
    filtered.load(
        """
        table inet tracking {
          chain in { type filter hook input priority 300; ct state new counter; }
          chain through { type filter hook forward priority 300; ct state new counter; }
        }
        """);
    set(filtered, "netfilter/nf_conntrack_frag6_high_thresh", "100000000");
  }

  @Override
  public void close() throws IOException {
    for (ServerSocket listener : listeners) {
      listener.close();
    }
    dialler.close();
  }
}
