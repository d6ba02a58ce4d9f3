package org.postern.source.dns;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.Optional;

/** One question over UDP, from a port of its own that the kernel picks at random. */
final class Udp {
  private static final int MAX_DATAGRAM = 65_535;

  private Udp() {}

  /** The socket is connected, so datagrams of others do not reach it. */
  static Received ask(InetSocketAddress server, Query query, Deadline deadline) {
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.connect(server);
      byte[] bytes = query.bytes();
      socket.send(new DatagramPacket(bytes, bytes.length));
      return receive(socket, query, deadline);
    } catch (SocketTimeoutException _) {
      return new Received.Silence("did not answer");
    } catch (PortUnreachableException _) {
      return new Received.Broken("is not reachable (nobody listens on the port)");
    } catch (IOException e) {
      return new Received.Broken("is not reachable (%s)".formatted(e.getMessage()));
    }
  }

  private static Received receive(DatagramSocket socket, Query query, Deadline deadline)
      throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[MAX_DATAGRAM], MAX_DATAGRAM);
    while (!deadline.passed()) {
      socket.setSoTimeout(deadline.leftMillis());
      packet.setLength(MAX_DATAGRAM);
      socket.receive(packet);
      Optional<Received> reply = query.read(Arrays.copyOf(packet.getData(), packet.getLength()));
      if (reply.isPresent()) {
        return reply.get();
      }
    }
    return new Received.Silence("did not answer");
  }
}
