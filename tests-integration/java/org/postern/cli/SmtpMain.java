package org.postern.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** Speaks SMTP from some addresses, one after the other: FROM TO PORT, FROM TO PORT and so on. */
final class SmtpMain {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private SmtpMain() {}

  public static void main(String[] words) throws IOException, InterruptedException {
    for (int i = 0; i + 2 < words.length; i += 3) {
      speak(words[i], new InetSocketAddress(words[i + 1], Integer.parseInt(words[i + 2])));
    }
  }

  private static void speak(String from, InetSocketAddress to)
      throws IOException, InterruptedException {
    try (Socket socket = connect(from, to)) {
      socket.setSoTimeout(Math.toIntExact(PATIENCE.toMillis()));
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      OutputStream out = socket.getOutputStream();
      reply(in);
      for (String command :
          List.of("EHLO [192.0.2.99]", "MAIL FROM:<a@b.test>", "RCPT TO:<u@other.test>", "QUIT")) {
        out.write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
        reply(in);
      }
    }
  }

  /** The server may still be starting. */
  private static Socket connect(String from, InetSocketAddress to)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      Socket socket = new Socket();
      try {
        socket.bind(new InetSocketAddress(InetAddress.ofLiteral(from), 0));
        socket.connect(to);
        return socket;
      } catch (ConnectException e) {
        socket.close();
        if (System.nanoTime() > end) {
          throw e;
        }
        Thread.sleep(100);
      }
    }
  }

  private static void reply(BufferedReader in) throws IOException {
    String line = in.readLine();
    while (line != null && line.length() > 3 && line.charAt(3) == '-') {
      line = in.readLine();
    }
    if (line == null) {
      throw new IOException("the server has hung up");
    }
  }
}
