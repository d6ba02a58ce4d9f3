package org.postern.daemon.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One page for who is on this machine, and no way to hold the daemon up. */
@Timeout(60)
class MetricsServerTest {
  private static final String FIGURES = "postern_x 1.0\n";

  private static MetricsServer server() throws IOException {
    return MetricsServer.start("127.0.0.1", 0, () -> FIGURES);
  }

  private static HttpResponse<String> ask(MetricsServer server, String method, String path)
      throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
              .method(method, HttpRequest.BodyPublishers.noBody())
              .timeout(Duration.ofSeconds(30))
              .build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }

  @Test
  void thePageIsThere() throws Exception {
    try (MetricsServer server = server()) {
      HttpResponse<String> answer = ask(server, "GET", "/metrics");
      assertEquals(200, answer.statusCode());
      assertEquals(FIGURES, answer.body());
      assertEquals(
          "text/plain; version=0.0.4; charset=utf-8",
          answer.headers().firstValue("Content-Type").orElse(""));
      HttpResponse<String> head = ask(server, "HEAD", "/metrics?x=y");
      assertEquals(200, head.statusCode());
      assertEquals("", head.body());
    }
  }

  @Test
  void nothingElseIs() throws Exception {
    try (MetricsServer server = server()) {
      for (String path : List.of("/", "/metrics/", "/metricsx", "/metrics/../x", "/%6detrics/x")) {
        assertEquals(404, ask(server, "GET", path).statusCode(), path);
      }
      for (String method : List.of("POST", "PUT", "DELETE", "OPTIONS", "BREW")) {
        HttpResponse<String> answer = ask(server, method, "/metrics");
        assertEquals(405, answer.statusCode(), method);
        assertEquals("GET, HEAD", answer.headers().firstValue("Allow").orElse(""), method);
      }
    }
  }

  @Test
  void aDaemonThatDoesNotAnswerIsTold() throws Exception {
    try (MetricsServer server =
        MetricsServer.start(
            "::1",
            0,
            () -> {
              throw new IllegalStateException("the daemon does not answer");
            })) {
      try (HttpClient client = HttpClient.newHttpClient()) {
        URI page = URI.create("http://[::1]:" + server.port() + "/metrics");
        assertEquals(
            503,
            client
                .send(HttpRequest.newBuilder(page).build(), HttpResponse.BodyHandlers.ofString())
                .statusCode());
      }
    }
  }

  @Test
  void onlyTheLoopbackIsListenedOn() {
    assertThrows(IOException.class, () -> MetricsServer.start("0.0.0.0", 0, () -> FIGURES));
    assertThrows(
        IllegalArgumentException.class, () -> MetricsServer.start("localhost", 0, () -> FIGURES));
  }

  /** More than two connections that say half a request do not keep a third from its answer. */
  @Test
  void whoeverIsSlowHoldsNobodyUp() throws Exception {
    try (MetricsServer server = server()) {
      List<Socket> slow = new ArrayList<>();
      try {
        for (int i = 0; i < 5; i++) {
          Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
          socket.getOutputStream().write("GET /met".getBytes(StandardCharsets.US_ASCII));
          slow.add(socket);
        }
        assertEquals(200, ask(server, "GET", "/metrics").statusCode());
      } finally {
        for (Socket socket : slow) {
          socket.close();
        }
      }
    }
  }

  @Test
  void connectionsAreBounded() throws Exception {
    try (MetricsServer server = server()) {
      List<Socket> all = new ArrayList<>();
      int ended = 0;
      try {
        for (int i = 0; i < 60; i++) {
          Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
          socket.setSoTimeout(1_000);
          all.add(socket);
        }
        ended = ended(all);
      } finally {
        for (Socket socket : all) {
          socket.close();
        }
      }
      assertTrue(ended >= 28, "only " + ended + " of 60 connections were turned away");
      assertEquals(200, ask(server, "GET", "/metrics").statusCode());
    }
  }

  /** How many of them the server has closed; all are waited for at once. */
  private static int ended(List<Socket> all) throws Exception {
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Boolean>> looks = new ArrayList<>();
      all.forEach(socket -> looks.add(() -> isEnded(socket)));
      int ended = 0;
      for (Future<Boolean> look : executor.invokeAll(looks)) {
        ended += look.get() ? 1 : 0;
      }
      return ended;
    }
  }

  private static boolean isEnded(Socket socket) {
    try {
      return socket.getInputStream().read() < 0;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }
}
