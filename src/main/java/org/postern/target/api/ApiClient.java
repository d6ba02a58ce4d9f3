package org.postern.target.api;

import java.io.IOException;
import java.net.ConnectException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.postern.diagnostic.Visible;
import org.postern.host.Json;
import org.postern.host.tls.ServerTrust;
import org.postern.target.TargetException;

/**
 * Asks one server, one question after another, and keeps its cookies meanwhile. It follows no
 * redirect, uses no proxy and asks nothing twice by itself. What was sent, and what was answered,
 * is in no message.
 */
public final class ApiClient implements ApiChannel {
  private static final int SUCCESS = 200;
  private static final int REDIRECT = 300;
  private static final int REFUSAL = 400;
  private static final int FAILURE = 500;
  private static final int HIGHEST = 600;

  private final URI server;
  private final HttpClient client;
  private final ApiLimits limits;
  private final long end;

  ApiClient(URI server, SSLContext trust, ApiLimits limits) {
    this.server = server;
    this.limits = limits;
    this.end = System.nanoTime() + limits.whole().toNanos();
    this.client =
        HttpClient.newBuilder()
            .sslContext(trust)
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .proxy(HttpClient.Builder.NO_PROXY)
            .cookieHandler(new CookieManager())
            .connectTimeout(limits.connect())
            .build();
  }

  @Override
  public ApiAnswer post(String path, Map<String, ?> body, Map<String, String> headers)
      throws TargetException {
    HttpRequest.Builder request =
        request(path, headers)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(Json.write(body)));
    return answer(request.build());
  }

  private HttpRequest.Builder request(String path, Map<String, String> headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.resolve(path)).header("Accept", "application/json");
    headers.forEach(request::header);
    return request;
  }

  @Override
  public TargetException nonsense(IOException what) {
    return new TargetException(
        TargetException.Kind.UNAVAILABLE,
        "%s gives an answer that makes no sense: %s"
            .formatted(name(), Visible.shortened(Visible.text(String.valueOf(what.getMessage())))),
        "look whether it is the server that is meant, and a version of it that is known");
  }

  @Override
  public String name() {
    return server.getAuthority();
  }

  private ApiAnswer answer(HttpRequest request) throws TargetException {
    HttpResponse<byte[]> response = send(request);
    int status = response.statusCode();
    if (status >= SUCCESS && status < REDIRECT) {
      try {
        return new ApiAnswer.Told(Json.readBounded(response.body()));
      } catch (IOException e) {
        throw nonsense(e);
      }
    }
    if (status >= REFUSAL && status < FAILURE) {
      return new ApiAnswer.Refused(status);
    }
    if (status >= FAILURE && status < HIGHEST) {
      throw failure(TargetException.Kind.TEMPORARY, "has failed, status " + status, "");
    }
    throw failure(
        TargetException.Kind.UNAVAILABLE,
        "sends us elsewhere, status %d, where we do not go".formatted(status),
        "write the address of the server itself in at");
  }

  private HttpResponse<byte[]> send(HttpRequest request) throws TargetException {
    Duration left = Duration.ofNanos(end - System.nanoTime());
    Duration patience = left.compareTo(limits.call()) < 0 ? left : limits.call();
    CompletableFuture<HttpResponse<byte[]>> coming =
        client.sendAsync(
            request,
            HttpResponse.BodyHandlers.limiting(
                HttpResponse.BodyHandlers.ofByteArray(), limits.bytes()));
    try {
      return coming.get(Math.max(0, patience.toMillis()), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw failure(
          TargetException.Kind.TEMPORARY,
          "gives no answer within %d s".formatted(Math.max(1, patience.toSeconds())),
          "");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TargetException(TargetException.Kind.TEMPORARY, "interrupted", e);
    } catch (ExecutionException e) {
      throw broken(Optional.ofNullable(e.getCause()).orElse(e));
    } finally {
      coming.cancel(true);
    }
  }

  private TargetException broken(Throwable cause) {
    for (Throwable one = cause; one != null; one = one.getCause()) {
      if (one instanceof ServerTrust.Distrusted distrusted) {
        return failure(
            TargetException.Kind.UNAVAILABLE,
            "is not trusted: " + distrusted.getMessage(),
            distrusted.remedy());
      }
    }
    String told = Visible.shortened(Visible.text(String.valueOf(cause.getMessage())));
    return switch (cause) {
      case HttpConnectTimeoutException _ ->
          failure(TargetException.Kind.TEMPORARY, "cannot be reached in time", "");
      case ConnectException _ ->
          failure(
              TargetException.Kind.UNAVAILABLE,
              "cannot be reached",
              "look whether the server runs, and whether its name and port in at are right");
      case SSLException _ ->
          failure(TargetException.Kind.UNAVAILABLE, "does not agree on TLS: " + told, "");
      case IOException _ when isTooLong(told) ->
          failure(
              TargetException.Kind.UNAVAILABLE,
              "gives an answer of more than %,d bytes".formatted(limits.bytes()),
              "look whether it is the server that is meant");
      case IOException _ -> failure(TargetException.Kind.TEMPORARY, "breaks off: " + told, "");
      default -> throw new IllegalStateException("a client of HTTP failed", cause);
    };
  }

  /**
   * Tells whether a response was longer than allowed, by the words of {@link
   * HttpResponse.BodyHandlers#limiting}.
   */
  private static boolean isTooLong(String told) {
    return told.contains("exceeds capacity");
  }

  private TargetException failure(TargetException.Kind kind, String what, String remedy) {
    return new TargetException(kind, name() + " " + what, remedy);
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
