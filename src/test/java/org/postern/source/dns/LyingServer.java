package org.postern.source.dns;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.xbill.DNS.Message;

/**
 * A DNS server on loopback. It knows the records of a {@link Zone} and tells the truth about all
 * names but those for which it was given a lie.
 */
public final class LyingServer implements AutoCloseable {
  private static final int TRIES = 50;
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

  private volatile Zone zone;
  private final DatagramSocket udp;
  private final ServerSocket tcp;
  private final Socket held = new Socket();
  private final int port;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, Asked.Lie> lies = new ConcurrentHashMap<>();
  private final Map<String, AtomicInteger> counts = new ConcurrentHashMap<>();
  private final Queue<Throwable> bugs = new ConcurrentLinkedQueue<>();

  private LyingServer(Zone zone, DatagramSocket udp, ServerSocket tcp) {
    this.zone = zone;
    this.udp = udp;
    this.tcp = tcp;
    this.port = udp.getLocalPort();
  }

  /**
   * Starts one.
   *
   * @param records master file form, {@code NAME TTL TYPE DATA}, all names absolute; a name of a
   *     zone with an SOA record is denied with it, any other is refused
   */
  public static LyingServer start(String... records) throws IOException {
    return start(List.of(records));
  }

  /** The same with a list, at a port that no other process has over UDP. */
  public static LyingServer start(List<String> records) throws IOException {
    for (int left = TRIES; true; left--) {
      ServerSocket tcp = new ServerSocket(0, 512, LOOPBACK);
      try {
        InetSocketAddress same = new InetSocketAddress(LOOPBACK, tcp.getLocalPort());
        return begun(records, new DatagramSocket(same), tcp);
      } catch (BindException e) {
        tcp.close();
        if (left == 0) {
          throw e;
        }
      }
    }
  }

  private static LyingServer begun(List<String> records, DatagramSocket udp, ServerSocket tcp)
      throws IOException {
    udp.setReceiveBufferSize(1 << 20);
    LyingServer server = new LyingServer(Zone.of(records), udp, tcp);
    server.threads.execute(() -> server.guarded(server::serveUdp));
    server.threads.execute(() -> server.guarded(server::serveTcp));
    return server;
  }

  /** From now on these records are the truth. */
  public LyingServer records(String... records) {
    zone = Zone.of(List.of(records));
    return this;
  }

  /** From now on questions about this name are answered truly, over both transports. */
  public LyingServer honest(String name) {
    lies.remove(name);
    return this;
  }

  /** From now on questions about this name are not answered. */
  public LyingServer silent(String name) {
    return lie(name, _ -> {});
  }

  /** From now on questions about this name fail, with {@code SERVFAIL} or another such word. */
  public LyingServer failing(String name, String rcode) {
    return lie(name, asked -> asked.send(asked.empty(rcode)));
  }

  /** From now on a connection to the TCP port is refused. */
  public LyingServer withoutTcp() throws IOException {
    tcp.close();
    hold();
    return this;
  }

  /** Bound, and without a listener, as long as this server lives. */
  private void hold() throws IOException {
    held.setReuseAddress(true);
    for (int tries = 200; !held.isBound(); tries--) {
      try {
        held.bind(address());
      } catch (BindException e) { // the thread that accepts has not left yet
        if (tries == 0) {
          throw e;
        }
        LockSupport.parkNanos(10_000_000);
      }
    }
  }

  /** From now on every question about this name is answered by the lie, over both transports. */
  LyingServer lie(String name, Asked.Lie lie) {
    lies.put(name, lie);
    return this;
  }

  /** Where it listens, over UDP and TCP. */
  public InetSocketAddress address() {
    return new InetSocketAddress(LOOPBACK, port);
  }

  String udpLabel() {
    return "127.0.0.1:%d/udp".formatted(port);
  }

  String tcpLabel() {
    return "127.0.0.1:%d/tcp".formatted(port);
  }

  /** How many queries came. */
  int queries() {
    return counts.values().stream().mapToInt(AtomicInteger::get).sum();
  }

  private interface Work {
    void run() throws IOException, InterruptedException;
  }

  /** A client that goes away is none of our business; anything else fails the test at the end. */
  private void guarded(Work work) {
    try {
      work.run();
    } catch (IOException | InterruptedException _) {
      return;
    } catch (RejectedExecutionException e) {
      // A question that came in while the server was closing is not answered.
      if (!threads.isShutdown()) {
        bugs.add(e);
      }
    } catch (RuntimeException | AssertionError e) {
      bugs.add(e);
    }
  }

  private void serveUdp() throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[65_535], 65_535);
    while (true) {
      packet.setLength(65_535);
      udp.receive(packet);
      byte[] data = Arrays.copyOf(packet.getData(), packet.getLength());
      InetSocketAddress client = (InetSocketAddress) packet.getSocketAddress();
      Asked.Wire wire = bytes -> udp.send(new DatagramPacket(bytes, bytes.length, client));
      threads.execute(() -> guarded(() -> serve(data, false, client, wire)));
    }
  }

  private void serveTcp() throws IOException {
    while (true) {
      Socket client = tcp.accept();
      threads.execute(() -> guarded(() -> serveConnection(client)));
    }
  }

  private void serveConnection(Socket client) throws IOException, InterruptedException {
    try (client) {
      DataInputStream in = new DataInputStream(client.getInputStream());
      byte[] data = new byte[in.readUnsignedShort()];
      in.readFully(data);
      InetSocketAddress from = (InetSocketAddress) client.getRemoteSocketAddress();
      serve(data, true, from, bytes -> client.getOutputStream().write(bytes));
    }
  }

  private void serve(byte[] data, boolean overTcp, InetSocketAddress client, Asked.Wire wire)
      throws IOException, InterruptedException {
    Message query = new Message(data);
    String name = query.getQuestion().getName().toString(true).toLowerCase(Locale.ROOT);
    String key = name + " " + query.getQuestion().getType() + (overTcp ? " tcp" : " udp");
    int count = counts.computeIfAbsent(key, _ -> new AtomicInteger()).incrementAndGet();
    lies.getOrDefault(name, Asked::tellTruth)
        .answer(new Asked(query, zone.answer(query), overTcp, count, client, wire));
  }

  @Override
  public void close() throws IOException {
    udp.close();
    tcp.close();
    held.close();
    threads.shutdownNow();
    threads.close();
    if (!bugs.isEmpty()) {
      throw new AssertionError("the lying server itself failed", bugs.peek());
    }
  }
}
