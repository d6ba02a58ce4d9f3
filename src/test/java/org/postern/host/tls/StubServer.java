package org.postern.host.tls;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.postern.diagnostic.Span;
import org.postern.policy.TargetBinding;

/** A server on this host that speaks HTTPS and answers as a test has it answer. */
public final class StubServer implements AutoCloseable {
  static {
    boundServers();
  }

  private final HttpsServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();

  /**
   * Starts one.
   *
   * @param certificate that it shows
   * @param handler what it does with each request
   */
  public StubServer(TestCertificate certificate, HttpHandler handler) {
    try {
      server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.setHttpsConfigurator(new HttpsConfigurator(certificate.server()));
      server.createContext("/", handler);
      server.setExecutor(threads);
      server.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The JDK reads the bounds of its servers once in a process, when the first is made; they are
   * those of the page of figures, whose tests may run later in this process.
   */
  private static void boundServers() {
    try {
      Class.forName("org.postern.daemon.metrics.MetricsServer");
    } catch (ClassNotFoundException e) {
      throw new LinkageError("the bounds of servers are not set", e);
    }
  }

  /** Where it is. */
  public String at() {
    return "https://localhost:" + server.getAddress().getPort();
  }

  /** A target of a kind that is there. */
  public TargetBinding binding(String kind, Map<String, String> options) {
    Map<String, String> all = new TreeMap<>(options);
    all.put("at", at());
    return new TargetBinding(kind, kind, Span.wholeFile(""), all);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
