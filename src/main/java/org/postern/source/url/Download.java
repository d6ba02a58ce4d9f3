package org.postern.source.url;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.postern.diagnostic.Counted;
import org.postern.policy.WebAddress;
import org.postern.source.Answer;

/**
 * Fetches what an address of the web holds. It follows few redirects, to HTTPS alone, and takes an
 * answer only if that tells where it ends: one that is cut off is no shorter list.
 */
final class Download {
  /** The largest lists that providers publish have a few megabytes. */
  static final int MOST_BYTES = 16 << 20;

  static final int MOST_REDIRECTS = 3;

  private static final int OK = 200;
  private static final int NOT_MODIFIED = 304;
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
  private static final Set<Integer> LATER = Set.of(429, 503);
  private static final int SERVER_ERRORS = 500;
  private static final int CLIENT_ERRORS = 400;

  private final HttpClient client;
  private final Reach reach;
  private final Duration whole;
  private final long end;

  /**
   * Creates a download by a client that follows no redirect by itself.
   *
   * @param whole the time for all of it, for messages
   * @param end the value of {@link System#nanoTime} at which that time is over
   */
  Download(HttpClient client, HostLookup lookup, Duration whole, long end) {
    this.client = client;
    this.reach = new Reach(lookup, end);
    this.whole = whole;
    this.end = end;
  }

  /**
   * Looks at an address.
   *
   * @param known the marks of the list as it is known already
   */
  Fetched fetch(WebAddress address, Optional<Validators> known) throws NothingLearned {
    URI at = URI.create(address.text());
    boolean startsInside = reach.isInside(address.host());
    List<String> via = new ArrayList<>();
    while (true) {
      URI asked = at;
      Optional<Validators> asking = known.filter(one -> one.at().equals(asked));
      HttpResponse<byte[]> response = send(request(at, asking));
      if (!REDIRECTS.contains(response.statusCode())) {
        return read(response, asking.isPresent(), via);
      }
      if (via.size() == MOST_REDIRECTS) {
        throw new NothingLearned(
            Answer.Cause.TOO_MANY,
            "leads through more than " + Counted.of(MOST_REDIRECTS, "redirect"));
      }
      at = target(at, response.headers(), startsInside);
      via.add(at.getHost());
    }
  }

  private static HttpRequest request(URI at, Optional<Validators> asking) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(at)
            .header("User-Agent", "postern")
            .header("Accept-Encoding", "identity")
            .GET();
    asking.ifPresent(validators -> validators.addTo(request));
    return request.build();
  }

  private URI target(URI from, HttpHeaders headers, boolean startsInside) throws NothingLearned {
    Optional<WebAddress> target =
        headers
            .firstValue("Location")
            .flatMap(location -> resolved(from, location))
            .flatMap(WebAddress::of);
    if (target.isEmpty()) {
      throw new NothingLearned(
          Answer.Cause.ELSEWHERE, "is redirected to what is no address of HTTPS");
    }
    if (!startsInside && reach.mayBeInside(target.get().host())) {
      throw new NothingLearned(
          Answer.Cause.ELSEWHERE, "is redirected to an address that is not of the Internet");
    }
    return URI.create(target.get().text());
  }

  private static Optional<String> resolved(URI from, String location) {
    try {
      return Optional.of(from.resolve(location).toString());
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private HttpResponse<byte[]> send(HttpRequest request) throws NothingLearned {
    CompletableFuture<HttpResponse<byte[]>> coming =
        client.sendAsync(
            request,
            HttpResponse.BodyHandlers.limiting(
                HttpResponse.BodyHandlers.ofByteArray(), MOST_BYTES));
    try {
      return coming.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (TimeoutException _) {
      throw new NothingLearned(
          Answer.Cause.DEADLINE,
          "did not come within %,d ms, all of it".formatted(whole.toMillis()));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new NothingLearned(Answer.Cause.INTERRUPTED, "was not asked to the end");
    } catch (ExecutionException e) {
      throw Failures.of(Optional.ofNullable(e.getCause()).orElse(e), MOST_BYTES);
    } finally {
      coming.cancel(true);
    }
  }

  private static Fetched read(HttpResponse<byte[]> response, boolean conditional, List<String> via)
      throws NothingLearned {
    HttpHeaders headers = response.headers();
    Fetched.Way way =
        new Fetched.Way(Freshness.lifetime(headers), via, response.uri().getAuthority());
    int status = response.statusCode();
    if (status == NOT_MODIFIED && conditional) {
      return new Fetched.Unchanged(way);
    }
    if (status != OK) {
      throw refused(status, headers);
    }
    if (!isDelimited(headers)) {
      throw new NothingLearned(
          Answer.Cause.MALFORMED, "is answered without a word on where the answer ends");
    }
    if (!isPlain(headers)) {
      throw new NothingLearned(
          Answer.Cause.MALFORMED, "is answered in an encoding that was not asked for");
    }
    if (response.body().length == 0) {
      throw new NothingLearned(Answer.Cause.MALFORMED, "is answered with nothing");
    }
    return new Fetched.Body(response.body(), Validators.of(response.uri(), headers), way);
  }

  private static NothingLearned refused(int status, HttpHeaders headers) {
    Answer.Cause cause =
        status >= SERVER_ERRORS
            ? Answer.Cause.SERVFAIL
            : status >= CLIENT_ERRORS ? Answer.Cause.REFUSED : Answer.Cause.MALFORMED;
    Optional<Duration> wait =
        LATER.contains(status) ? Freshness.wait(headers, Instant.now()) : Optional.empty();
    return new NothingLearned(
        cause,
        "is answered with status "
            + status
            + wait.map(time -> ", to be asked again in %,d s".formatted(time.toSeconds()))
                .orElse(""),
        wait);
  }

  /**
   * Tells whether the answer says where it ends: otherwise a connection that is cut looks like the
   * end (RFC 9112 section 6.3).
   */
  private static boolean isDelimited(HttpHeaders headers) {
    return headers.firstValue("Content-Length").isPresent()
        || headers
            .firstValue("Transfer-Encoding")
            .filter(coding -> coding.strip().equalsIgnoreCase("chunked"))
            .isPresent();
  }

  private static boolean isPlain(HttpHeaders headers) {
    return headers.allValues("Content-Encoding").stream()
        .map(coding -> coding.strip().toLowerCase(Locale.ROOT))
        .allMatch(coding -> coding.isEmpty() || coding.equals("identity"));
  }
}
