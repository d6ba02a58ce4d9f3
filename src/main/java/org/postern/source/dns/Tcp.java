package org.postern.source.dns;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Optional;

/**
 * Asks a question over a TCP connection of its own; a message has two bytes of length before it.
 */
final class Tcp {
  private Tcp() {}

  /**
   * @param connect the time by which the connection must stand
   * @param deadline the time by which the reply must be here, however slowly its bytes come
   */
  static Received ask(InetSocketAddress server, Query query, Deadline connect, Deadline deadline) {
    try (Socket socket = new Socket()) {
      Optional<Received> failure = connect(socket, server, connect);
      if (failure.isPresent()) {
        return failure.get();
      }
      byte[] bytes = query.bytes();
      ByteBuffer framed = ByteBuffer.allocate(2 + bytes.length);
      socket.getOutputStream().write(framed.putShort((short) bytes.length).put(bytes).array());
      return receive(socket, query, deadline);
    } catch (IOException e) {
      return new Received.Broken(words(e));
    }
  }

  private static Optional<Received> connect(
      Socket socket, InetSocketAddress server, Deadline deadline) {
    try {
      socket.connect(server, deadline.leftMillis());
      return Optional.empty();
    } catch (SocketTimeoutException _) {
      return Optional.of(new Received.Unconnected("no answer to the connection attempt"));
    } catch (ConnectException _) {
      return Optional.of(new Received.Broken("connection refused"));
    } catch (IOException e) {
      return Optional.of(new Received.Broken(words(e)));
    }
  }

  private static Received receive(Socket socket, Query query, Deadline deadline)
      throws IOException {
    while (true) {
      byte[] length = new byte[2];
      Optional<Received> failure = fill(length, socket, deadline);
      if (failure.isPresent()) {
        return failure.get();
      }
      byte[] message = new byte[Short.toUnsignedInt(ByteBuffer.wrap(length).getShort())];
      failure = fill(message, socket, deadline);
      if (failure.isPresent()) {
        return failure.get();
      }
      Optional<Received> reply = query.read(message);
      if (reply.isPresent()) {
        return reply.get();
      }
    }
  }

  /** Fills the buffer; empty when that succeeded. */
  private static Optional<Received> fill(byte[] buffer, Socket socket, Deadline deadline)
      throws IOException {
    InputStream in = socket.getInputStream();
    for (int filled = 0; filled < buffer.length; ) {
      if (deadline.passed()) {
        return Optional.of(unanswered());
      }
      socket.setSoTimeout(deadline.leftMillis());
      try {
        int count = in.read(buffer, filled, buffer.length - filled);
        if (count < 0) {
          return Optional.of(new Received.Broken("the connection was closed before the answer"));
        }
        filled += count;
      } catch (SocketTimeoutException _) {
        return Optional.of(unanswered());
      }
    }
    return Optional.empty();
  }

  private static Received unanswered() {
    return new Received.Silence("the connection stands, but no answer came");
  }

  private static String words(IOException e) {
    return String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
  }
}
