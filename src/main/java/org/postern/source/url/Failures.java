package org.postern.source.url;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import javax.net.ssl.SSLException;
import org.postern.diagnostic.Visible;
import org.postern.host.tls.ServerTrust;
import org.postern.source.Answer;

/** Failures of the JDK's client when there is no answer, in words of ours. */
final class Failures {
  private Failures() {}

  /**
   * Returns why a request has no answer.
   *
   * @param most how many bytes an answer may have
   */
  static NothingLearned of(Throwable cause, int most) {
    for (Throwable one = cause; one != null; one = one.getCause()) {
      if (one instanceof ServerTrust.Distrusted distrusted) {
        return new NothingLearned(
            Answer.Cause.UNTRUSTED,
            "has a server that is not trusted: %s; %s"
                .formatted(distrusted.getMessage(), distrusted.remedy()));
      }
    }
    String told = Visible.shortened(Visible.text(String.valueOf(cause.getMessage())));
    return switch (cause) {
      case HttpTimeoutException _ ->
          new NothingLearned(Answer.Cause.TIMEOUT, "has a server that cannot be reached in time");
      case ConnectException _ ->
          new NothingLearned(Answer.Cause.UNREACHABLE, "has a server that cannot be reached");
      case UnresolvedAddressException _ ->
          new NothingLearned(Answer.Cause.UNREACHABLE, "has a host whose address cannot be found");
      case SSLException _ ->
          new NothingLearned(
              Answer.Cause.UNTRUSTED, "has a server that does not agree on TLS: " + told);
      case IOException _ when told.contains("exceeds capacity") ->
          new NothingLearned(
              Answer.Cause.TOO_MANY, "is answered with more than %,d bytes".formatted(most));
      case IOException _ ->
          new NothingLearned(
              Answer.Cause.MALFORMED, "is answered by what breaks off or is no HTTP: " + told);
      default -> throw new IllegalStateException("a client of HTTP failed", cause);
    };
  }
}
