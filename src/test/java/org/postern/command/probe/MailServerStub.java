package org.postern.command.probe;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server on the loopback that answers each command by the first rule that fits its start. */
final class MailServerStub implements AutoCloseable {
  private final ServerSocket socket;
  private final String greeting;
  private final Map<String, String> answers;
  private final List<String> heard = new CopyOnWriteArrayList<>();

  private MailServerStub(String greeting, Map<String, String> answers) throws IOException {
    this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    this.greeting = greeting;
    this.answers = answers;
  }

  /**
   * Starts one.
   *
   * @param greeting empty for one that says nothing
   * @param answers by the start of the command; anything else is answered with 250
   */
  static MailServerStub start(String greeting, Map<String, String> answers) throws IOException {
    MailServerStub stub = new MailServerStub(greeting, answers);
    Thread.ofVirtual().start(stub::serve);
    return stub;
  }

  int port() {
    return socket.getLocalPort();
  }

  /** All commands, in their order. */
  List<String> heard() {
    return heard;
  }

  private void serve() {
    while (!socket.isClosed()) {
      try {
        Socket client = socket.accept();
        Thread.ofVirtual().start(() -> talk(client));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void talk(Socket client) {
    try (client;
        BufferedReader in =
            new BufferedReader(
                new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1))) {
      send(client, greeting);
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        heard.add(line);
        send(client, answer(line));
      }
    } catch (IOException e) {
      // The client has gone.
    }
  }

  private String answer(String line) {
    return answers.entrySet().stream()
        .filter(one -> line.startsWith(one.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse("250 ok\r\n");
  }

  private static void send(Socket client, String text) throws IOException {
    OutputStream out = client.getOutputStream();
    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
