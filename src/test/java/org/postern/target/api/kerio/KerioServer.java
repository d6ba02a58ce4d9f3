package org.postern.target.api.kerio;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.postern.host.Json;
import org.postern.host.tls.StubServer;
import org.postern.host.tls.TestCertificate;

/** A stub of Kerio Connect that is reached over HTTPS. */
public final class KerioServer implements AutoCloseable {
  private static final TestCertificate CERTIFICATE = TestCertificate.of("localhost");
  private static final int OK = 200;
  private static final int UNAUTHORIZED = 401;

  private final StubKerio kerio = new StubKerio();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final AtomicInteger refusing = new AtomicInteger();
  private final StubServer server = new StubServer(CERTIFICATE, this::handle);

  /** What it holds, and what was called. */
  public StubKerio kerio() {
    return kerio;
  }

  /** Where it is. */
  public String at() {
    return server.at();
  }

  /** The pin of its key. */
  public String pin() {
    return CERTIFICATE.pin();
  }

  StubServer server() {
    return server;
  }

  /** What was asked, without what was sent. */
  List<String> requests() {
    return requests;
  }

  /** From now on so many requests with a token are answered by a status alone. */
  void refuse(int next) {
    refusing.set(next);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      requests.add(
          "%s %s %s"
              .formatted(
                  exchange.getRequestMethod(),
                  exchange.getRequestURI(),
                  exchange.getRequestHeaders().getFirst("Content-Type")));
      byte[] request = exchange.getRequestBody().readAllBytes();
      Optional<String> token =
          Optional.ofNullable(exchange.getRequestHeaders().getFirst("X-Token"));
      if (token.isPresent() && refusing.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
        exchange.sendResponseHeaders(UNAUTHORIZED, -1);
        return;
      }
      byte[] answer =
          Json.write(kerio.answer(Json.readBounded(request), token))
              .getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(OK, answer.length);
      exchange.getResponseBody().write(answer);
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
