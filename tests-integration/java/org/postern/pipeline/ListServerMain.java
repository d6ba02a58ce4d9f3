package org.postern.pipeline;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import org.postern.host.tls.RawServer;
import org.postern.host.tls.TestCertificate;

/**
 * A server of HTTPS for a script, which has it answer otherwise by what it writes into its folder:
 * {@code mode} says how, {@code list} what. It writes its CA to {@code ca.pem}, where it is to
 * {@code at}, and each status that it gave to {@code log}.
 */
final class ListServerMain {
  private final Path folder;

  private ListServerMain(Path folder) {
    this.folder = folder;
  }

  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    TestCertificate certificate = TestCertificate.of("localhost");
    certificate.write(folder.resolve("ca.pem"));
    ListServerMain served = new ListServerMain(folder);
    try (RawServer server = new RawServer(certificate, served::answer)) {
      int port = URI.create(server.at()).getPort();
      Path ready = Files.writeString(folder.resolve("at.new"), port + "\n");
      Files.move(ready, folder.resolve("at"), StandardCopyOption.ATOMIC_MOVE);
      Thread.sleep(Long.MAX_VALUE);
    }
  }

  private void answer(List<String> head, OutputStream out)
      throws IOException, InterruptedException {
    String mode = Files.readString(folder.resolve("mode")).strip();
    String list = Files.readString(folder.resolve("list"));
    switch (mode) {
      case "good" -> good(head, list, out);
      case "junk" -> say(out, 200, "", "192.0.2.1\nout of order, sorry\n");
      case "page" -> say(out, 200, "", "<!DOCTYPE html><html>maintenance</html>\n");
      case "empty" -> say(out, 200, "", "");
      case "truncated" -> send(out, 200, "Content-Length: 1000\r\n", "192.0.2.1\n");
      case "cut" -> send(out, 200, "", "192.0.2.1\n");
      case "failing" -> say(out, 500, "", "192.0.2.1\n");
      case "busy" -> say(out, 429, "Retry-After: 60\r\n", "");
      case "plain" -> say(out, 302, "Location: http://localhost/list\r\n", "");
      case "round" -> say(out, 302, "Location: /again\r\n", "");
      case "stalling" -> Thread.sleep(60_000);
      case "dripping" -> drip(out);
      default -> throw new IOException("no such mode: " + mode);
    }
  }

  private void good(List<String> head, String list, OutputStream out) throws IOException {
    String tag = "\"" + Integer.toHexString(list.hashCode()) + "\"";
    Optional<String> asked =
        head.stream().filter(line -> line.equals("If-None-Match: " + tag)).findFirst();
    say(
        out,
        asked.isPresent() ? 304 : 200,
        "ETag: " + tag + "\r\nCache-Control: max-age=2\r\n",
        asked.isPresent() ? "" : list);
  }

  private void drip(OutputStream out) throws IOException, InterruptedException {
    send(out, 200, "Content-Length: 1000\r\n", "");
    while (true) {
      out.write(' ');
      out.flush();
      Thread.sleep(1_000);
    }
  }

  private void say(OutputStream out, int status, String headers, String body) throws IOException {
    send(out, status, headers + "Content-Length: " + body.length() + "\r\n", body);
  }

  private void send(OutputStream out, int status, String headers, String body) throws IOException {
    Files.writeString(
        folder.resolve("log"), status + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    String answer = "HTTP/1.1 " + status + " so\r\n" + headers + "\r\n" + body;
    out.write(answer.getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }
}
