package org.postern.daemon.metrics;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * Serves figures at {@code /metrics} of a loopback address, and nothing else. Two answers are made
 * at a time, and a client slower than ten seconds is cut off, so that no process on the machine can
 * take more of the daemon than that.
 */
final class MetricsServer implements AutoCloseable {
  private static final String PATH = "/metrics";
  private static final int BACKLOG = 16;
  private static final int THREADS = 2;

  static {
    // The server of the JDK is told its bounds this way only, before its first use.
    System.setProperty("jdk.httpserver.maxConnections", "32");
    System.setProperty("sun.net.httpserver.maxIdleConnections", "4");
    System.setProperty("sun.net.httpserver.maxReqTime", "10");
    System.setProperty("sun.net.httpserver.maxRspTime", "10");
    System.setProperty("sun.net.httpserver.maxReqHeaderSize", "8192");
  }

  private final HttpServer server;
  private final ExecutorService threads;

  private MetricsServer(HttpServer server, ExecutorService threads) {
    this.server = server;
    this.threads = threads;
  }

  /**
   * Begins to serve.
   *
   * @param address an address of the loopback interface
   * @param port the TCP port; 0 has the system choose one
   * @param figures made anew for every answer
   */
  static MetricsServer start(String address, int port, Supplier<String> figures)
      throws IOException {
    InetAddress loopback = InetAddress.ofLiteral(address);
    if (!loopback.isLoopbackAddress()) {
      throw new IOException(address + " is not of the loopback interface");
    }
    HttpServer server = HttpServer.create(new InetSocketAddress(loopback, port), BACKLOG);
    ExecutorService threads =
        Executors.newFixedThreadPool(
            THREADS, task -> Thread.ofPlatform().name("metrics").daemon().unstarted(task));
    server.setExecutor(threads);
    server.createContext("/", exchange -> answer(exchange, figures));
    server.start();
    return new MetricsServer(server, threads);
  }

  /** Returns the port at which it is reached. */
  int port() {
    return server.getAddress().getPort();
  }

  private static void answer(HttpExchange exchange, Supplier<String> figures) throws IOException {
    try (exchange) {
      String method = exchange.getRequestMethod();
      if (!exchange.getRequestURI().getPath().equals(PATH)) {
        send(exchange, 404, "the figures are at " + PATH + "\n");
      } else if (!method.equals("GET") && !method.equals("HEAD")) {
        exchange.getResponseHeaders().set("Allow", "GET, HEAD");
        send(exchange, 405, "");
      } else {
        sendFigures(exchange, figures);
      }
    }
  }

  private static void sendFigures(HttpExchange exchange, Supplier<String> figures)
      throws IOException {
    String text;
    try {
      text = figures.get();
    } catch (RuntimeException e) {
      send(exchange, 503, "the daemon does not answer\n");
      return;
    }
    send(exchange, 200, text);
  }

  private static void send(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
    boolean none = exchange.getRequestMethod().equals("HEAD") || body.length == 0;
    exchange.sendResponseHeaders(status, none ? -1 : body.length);
    if (!none) {
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
