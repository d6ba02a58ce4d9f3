package org.postern.host.smtp;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * A connection to a mail server, by a client that speaks when it is its turn. All of the dialogue
 * has one deadline, and what the server sends is read up to a bound.
 */
public final class SmtpDialogue implements AutoCloseable {
  /** The most lines of a reply: more than any server sends to one command. */
  private static final int MOST_LINES = 100;

  /** The longest line of a reply; RFC 5321 section 4.5.3.1.5 allows 512. */
  private static final int LONGEST_LINE = 2_000;

  private static final int LONGEST_COMMAND = 510;

  private final long deadline;
  private Socket socket;
  private InputStream in;
  private OutputStream out;

  private SmtpDialogue(Socket socket, long deadline) throws IOException {
    this.socket = socket;
    this.deadline = deadline;
    this.in = new BufferedInputStream(socket.getInputStream());
    this.out = socket.getOutputStream();
  }

  /**
   * Connects. The greeting is still to be read.
   *
   * @param patience the patience for the connection, and once more for all of the dialogue
   * @throws SocketTimeoutException if no connection came about
   * @throws java.net.ConnectException if the connection was refused
   */
  public static SmtpDialogue connect(InetSocketAddress server, Duration patience)
      throws IOException {
    Socket socket = new Socket();
    try {
      socket.connect(server, Math.toIntExact(patience.toMillis()));
      return new SmtpDialogue(socket, System.nanoTime() + patience.toNanos());
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /** Returns this host's address in the connection. */
  public InetAddress localAddress() {
    return socket.getLocalAddress();
  }

  /**
   * Sends a command and reads the answer.
   *
   * @throws IllegalArgumentException if it is no line of printable ASCII of at most 510 characters
   */
  public SmtpReply say(String command) throws IOException {
    if (command.length() > LONGEST_COMMAND
        || !command.chars().allMatch(character -> character >= ' ' && character < 0x7f)) {
      throw new IllegalArgumentException("no command of SMTP");
    }
    out.write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
    out.flush();
    return reply();
  }

  /** Reads an answer, or the greeting. */
  public SmtpReply reply() throws IOException {
    StringBuilder text = new StringBuilder();
    for (int lines = 0; lines < MOST_LINES; lines++) {
      String line = line();
      if (!line.matches("[2-5][0-9][0-9]([ -].*)?")) {
        throw new IOException("the server does not answer by SMTP");
      }
      text.append(text.isEmpty() ? "" : "\n").append(line.substring(Math.min(4, line.length())));
      if (line.length() == 3 || line.charAt(3) == ' ') {
        return new SmtpReply(Integer.parseInt(line.substring(0, 3)), text.toString());
      }
    }
    throw new IOException("the server's answer has no end");
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    while (line.length() < LONGEST_LINE) {
      socket.setSoTimeout(remaining());
      int next = in.read();
      if (next < 0) {
        throw new EOFException("the server closed the connection");
      }
      if (next == '\n') {
        boolean isTerminated = !line.isEmpty() && line.charAt(line.length() - 1) == '\r';
        return isTerminated ? line.substring(0, line.length() - 1) : line.toString();
      }
      line.append((char) next);
    }
    throw new IOException("a line of the server's answer has no end");
  }

  private int remaining() throws SocketTimeoutException {
    long millis = (deadline - System.nanoTime()) / 1_000_000;
    if (millis <= 0) {
      throw new SocketTimeoutException("the server did not answer in time");
    }
    return Math.toIntExact(millis);
  }

  /**
   * Continues in TLS after the server's 220 to STARTTLS, RFC 3207. Any certificate will do: a
   * sender that delivers past a filter does not look at it either.
   */
  public void encrypt() throws IOException {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new AnyCertificate()}, new SecureRandom());
      socket.setSoTimeout(remaining());
      SSLSocket encrypted =
          (SSLSocket)
              context
                  .getSocketFactory()
                  .createSocket(
                      socket, socket.getInetAddress().getHostAddress(), socket.getPort(), true);
      encrypted.startHandshake();
      socket = encrypted;
      in = new BufferedInputStream(encrypted.getInputStream());
      out = encrypted.getOutputStream();
    } catch (GeneralSecurityException e) {
      throw new IOException("TLS is not to be had", e);
    }
  }

  private static final class AnyCertificate implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }

  /** Takes leave without waiting for the answer; that it does not reach the server is no error. */
  @Override
  public void close() {
    try (Socket closing = socket) {
      if (!closing.isClosed()) {
        out.write("QUIT\r\n".getBytes(StandardCharsets.US_ASCII));
        out.flush();
      }
    } catch (IOException e) {
      // The server has gone first.
    }
  }
}
