package org.postern.mail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.apache.commons.net.smtp.SMTPClient;
import org.postern.address.Address;
import org.postern.address.Family;

/**
 * A client of the mail server.
 *
 * @param peer where it calls from
 * @param mapped whether the server is to see an IPv4 address as an IPv6 one (RFC 4291 2.5.5.2)
 * @param authenticated whether it proves who it is
 */
record Caller(Address peer, boolean mapped, boolean authenticated) {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int PORT = 25;

  /** Where its connection comes from: only one from the machine itself may name another client. */
  private InetAddress source(MailHost host) {
    try {
      if (mapped && host.isPostfix()) {
        return InetAddress.ofLiteral("127.0.0.1");
      }
      return InetAddress.getByAddress(peer.toBytes());
    } catch (UnknownHostException e) {
      throw new UncheckedIOException(e);
    }
  }

  private InetSocketAddress server(int port) {
    String address = peer.family() == Family.IP ? "198.51.100.10" : "2001:db8::10";
    return new InetSocketAddress(InetAddress.ofLiteral(address), port);
  }

  /** Speaks to the server: the reply to each command, or why there was none. */
  List<Reply> say(List<String> commands, MailHost host) throws IOException {
    SMTPClient client = new SMTPClient(StandardCharsets.UTF_8.name());
    client.setConnectTimeout(Math.toIntExact(PATIENCE.toMillis()));
    client.setDefaultTimeout(Math.toIntExact(PATIENCE.toMillis()));
    List<Reply> replies = new ArrayList<>();
    try {
      connect(client, host);
      introduce(client, host);
      for (String command : commands) {
        client.sendCommand(command);
        replies.add(Reply.of(client));
      }
      return replies;
    } finally {
      // Without QUIT, which Exim takes its time to answer.
      client.disconnect();
    }
  }

  /** The server does not listen for a moment when it reads its configuration again. */
  private void connect(SMTPClient client, MailHost host) throws IOException {
    InetSocketAddress server = server(mapped ? host.mappedPort() : PORT);
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        client.connect(server.getAddress(), server.getPort(), source(host), 0);
        return;
      } catch (ConnectException e) {
        if (System.nanoTime() > end) {
          throw e;
        }
        Thread.onSpinWait();
      }
    }
  }

  private void introduce(SMTPClient client, MailHost host) throws IOException {
    expect(client, 220, "connection");
    if (mapped && host.isPostfix()) {
      client.sendCommand("XCLIENT ADDR=IPV6:::ffff:" + peer);
      expect(client, 220, "XCLIENT");
    }
    client.sendCommand("EHLO [192.0.2.99]");
    expect(client, 250, "EHLO");
    if (authenticated) {
      byte[] words = "\0user\0secret".getBytes(StandardCharsets.US_ASCII);
      client.sendCommand("AUTH PLAIN " + Base64.getEncoder().encodeToString(words));
      expect(client, 235, "AUTH");
    }
    client.sendCommand("MAIL FROM:<a@b.test>");
    expect(client, 250, "MAIL");
  }

  private void expect(SMTPClient client, int code, String step) throws IOException {
    if (client.getReplyCode() != code) {
      throw new IOException(this + ": " + step + ": " + client.getReplyString().strip());
    }
  }

  /** What a server says. */
  record Reply(int code, String text) {
    static Reply of(SMTPClient client) {
      return new Reply(client.getReplyCode(), client.getReplyString().strip());
    }

    boolean isPositive() {
      return code / 100 == 2;
    }
  }

  @Override
  public String toString() {
    return (mapped ? "::ffff:" : "") + peer + (authenticated ? " (authenticated)" : "");
  }
}
