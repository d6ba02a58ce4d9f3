package org.postern.target.mail.postfix;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.postern.address.Address;
import org.postern.address.Family;

/**
 * One dialogue with smtpd(8) on the loopback that speaks for another client: XCLIENT_README. smtpd
 * allows that to hosts in smtpd_authorized_xclient_hosts, and once in a connection.
 */
final class Xclient implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 10_000;
  private static final int LONGEST_REPLY = 100;

  private final Socket socket = new Socket();
  private final BufferedReader replies;
  private final OutputStream commands;

  private Xclient(int port) throws IOException {
    socket.connect(
        new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port),
        PATIENCE_MILLIS);
    socket.setSoTimeout(PATIENCE_MILLIS);
    replies =
        new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
    commands = socket.getOutputStream();
  }

  /** Begins one; its first words are read. */
  static Xclient begin(int port) throws IOException {
    Xclient dialogue = new Xclient(port);
    try {
      dialogue.reply();
      return dialogue;
    } catch (IOException e) {
      dialogue.close();
      throw e;
    }
  }

  /** Whether the server lets this host speak for others. */
  boolean isAllowed() throws IOException {
    return say("EHLO localhost").contains("XCLIENT");
  }

  /** What the server answers a client of that address to a recipient. */
  String answer(Address client, String recipient) throws IOException {
    String form = client.family() == Family.IP6 ? "IPV6:" + client : client.toString();
    say("EHLO localhost");
    String changed = say("XCLIENT ADDR=%s NAME=[UNAVAILABLE]".formatted(form));
    if (!changed.startsWith("220")) {
      return changed;
    }
    for (String line : new String[] {"EHLO localhost", "MAIL FROM:<>"}) {
      String said = say(line);
      if (!said.startsWith("250")) {
        return said;
      }
    }
    return say("RCPT TO:<" + recipient + ">");
  }

  private String say(String line) throws IOException {
    commands.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
    commands.flush();
    return reply();
  }

  private String reply() throws IOException {
    StringBuilder all = new StringBuilder();
    for (int lines = 0; lines < LONGEST_REPLY; lines++) {
      String line = replies.readLine();
      if (line == null) {
        throw new IOException("smtpd closed the connection");
      }
      all.append(line).append('\n');
      if (line.length() < 4 || line.charAt(3) != '-') {
        return all.toString().strip();
      }
    }
    throw new IOException("smtpd answers without end");
  }

  @Override
  public void close() throws IOException {
    try (socket) {
      commands.write("QUIT\r\n".getBytes(StandardCharsets.US_ASCII));
      commands.flush();
    }
  }
}
