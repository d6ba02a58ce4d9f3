package org.postern.host.tls;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/** A server on this host that speaks TLS, and behind it whatever a test has it say. */
public final class RawServer implements AutoCloseable {
  private final SSLServerSocket socket;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Dialogue dialogue;

  /** What is said to one request; the connection ends with it. */
  @FunctionalInterface
  public interface Dialogue {
    /**
     * Answers one request.
     *
     * @param head its lines
     */
    void answer(List<String> head, OutputStream out) throws IOException, InterruptedException;
  }

  /** Starts one. */
  public RawServer(TestCertificate certificate, Dialogue dialogue) {
    this.dialogue = dialogue;
    try {
      socket =
          (SSLServerSocket)
              certificate
                  .server()
                  .getServerSocketFactory()
                  .createServerSocket(0, 0, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.execute(this::accept);
  }

  /** One that says the same to every request. */
  public static RawServer saying(TestCertificate certificate, String... lines) {
    byte[] bytes = String.join("\r\n", lines).getBytes(StandardCharsets.UTF_8);
    return new RawServer(certificate, (_, out) -> out.write(bytes));
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        SSLSocket peer = (SSLSocket) socket.accept();
        threads.execute(() -> serve(peer));
      } catch (IOException _) {
        return;
      }
    }
  }

  private void serve(SSLSocket peer) {
    try (peer) {
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(peer.getInputStream(), StandardCharsets.US_ASCII));
      List<String> head = new ArrayList<>();
      for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
        head.add(line);
      }
      dialogue.answer(head, peer.getOutputStream());
      peer.getOutputStream().flush();
    } catch (IOException _) {
      // The client went away, as some tests have it.
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** Where it is. */
  public String at() {
    return "https://localhost:" + socket.getLocalPort();
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.shutdownNow();
  }
}
