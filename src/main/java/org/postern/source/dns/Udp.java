package org.postern.source.dns;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;

/**
 * A question over UDP, from a port of its own that the kernel picks at random. It may be asked
 * again; a reply to any of the tries counts, however late it comes.
 */
final class Udp implements AutoCloseable {
  private static final int MAX_DATAGRAM = 65_535;

  /**
   * The time-out for replies that are here already; the sockets of the JDK take 0 for "wait for
   * ever".
   */
  private static final Duration SHORTEST = Duration.ofMillis(1);

  private final InetSocketAddress server;
  private final RoundTrips trips;
  private final List<Query> sent = new ArrayList<>();
  private Optional<DatagramSocket> socket = Optional.empty();

  Udp(InetSocketAddress server, RoundTrips trips) {
    this.server = server;
    this.trips = trips;
  }

  /**
   * Sends it, and waits for a reply to it or to one sent before. Where others had theirs long ago
   * it is sent once more: a datagram that is lost costs no whole try then.
   */
  Received ask(Query query, Deadline deadline) {
    try {
      DatagramSocket open = open();
      byte[] bytes = query.bytes();
      sent.add(query);
      DatagramPacket packet = new DatagramPacket(bytes, bytes.length);
      long begin = System.nanoTime();
      open.send(packet);
      Optional<Duration> patience = trips.patience();
      boolean known = patience.isPresent();
      Received received = receive(open, known ? deadline.butAtMost(patience.get()) : deadline);
      if (isAnswer(received)) {
        trips.add(System.nanoTime() - begin);
      } else if (known && received instanceof Received.Silence && !deadline.passed()) {
        open.send(packet);
        return receive(open, deadline);
      }
      return received;
    } catch (PortUnreachableException _) {
      return new Received.Broken("is not reachable (no program listens on the port)");
    } catch (IOException e) {
      return new Received.Broken("is not reachable (%s)".formatted(e.getMessage()));
    }
  }

  /** A refusal comes at once, and says nothing of how long an answer takes. */
  private static boolean isAnswer(Received received) {
    return received instanceof Received.Reply(Message message)
        && (message.getRcode() == Rcode.NOERROR || message.getRcode() == Rcode.NXDOMAIN);
  }

  private static Received silence() {
    return new Received.Silence("did not answer");
  }

  /** A reply that has come meanwhile. */
  Optional<Received> late() {
    if (socket.isEmpty() || sent.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(receive(socket.get(), Deadline.in(SHORTEST)))
          .filter(received -> !(received instanceof Received.Silence));
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  /** Forgets the questions sent so far: replies to them do not count from now on. */
  void forget() {
    sent.clear();
  }

  /** Returns the socket, which is connected, so that datagrams of others do not reach it. */
  private DatagramSocket open() throws IOException {
    if (socket.isEmpty()) {
      socket = Optional.of(connected());
    }
    return socket.get();
  }

  /**
   * Returns a socket that is connected to the server. Where no way leads there nothing is kept: the
   * next try begins anew.
   */
  private DatagramSocket connected() throws IOException {
    DatagramSocket opened = new DatagramSocket();
    try {
      opened.connect(server);
    } catch (IOException e) {
      opened.close();
      throw e;
    }
    return opened;
  }

  private Received receive(DatagramSocket from, Deadline deadline) throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[MAX_DATAGRAM], MAX_DATAGRAM);
    while (!deadline.passed()) {
      from.setSoTimeout(deadline.leftMillis());
      packet.setLength(MAX_DATAGRAM);
      try {
        from.receive(packet);
      } catch (SocketTimeoutException _) {
        break;
      }
      Optional<Received> reply = read(Arrays.copyOf(packet.getData(), packet.getLength()));
      if (reply.isPresent()) {
        return reply.get();
      }
    }
    return silence();
  }

  private Optional<Received> read(byte[] data) {
    return sent.stream().flatMap(query -> query.read(data).stream()).findFirst();
  }

  @Override
  public void close() {
    socket.ifPresent(DatagramSocket::close);
  }
}
