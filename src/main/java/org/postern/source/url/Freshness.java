package org.postern.source.url;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads from an answer the time after which the next one is worth a look. */
final class Freshness {
  /** The time where the server does not say how long a list is good for. */
  private static final Duration UNSAID = Duration.ofHours(1);

  /** The longest time for which a server can keep us away. */
  static final Duration LONGEST_WAIT = Duration.ofHours(1);

  private static final Pattern MAX_AGE =
      Pattern.compile("(?i)(?:^|.*[\\s,])max-age=\"?(\\d{1,9})\"?(?:$|[\\s,].*)");

  private static final Pattern MUST_ASK =
      Pattern.compile("(?i)(?:^|.*[\\s,])(?:no-cache|no-store)(?:$|[\\s,=].*)");

  private static final Pattern SECONDS = Pattern.compile("\\d{1,9}");

  private Freshness() {}

  /** Returns how long an answer is good for (RFC 9111 section 4.2.1). */
  static Duration lifetime(HttpHeaders headers) {
    String control = String.join(",", headers.allValues("Cache-Control"));
    if (MUST_ASK.matcher(control).matches()) {
      return Duration.ZERO;
    }
    Matcher most = MAX_AGE.matcher(control);
    if (!most.matches()) {
      return UNSAID;
    }
    Duration age = headers.firstValue("Age").flatMap(Freshness::seconds).orElse(Duration.ZERO);
    Duration left = Duration.ofSeconds(Long.parseLong(most.group(1))).minus(age);
    return left.isNegative() ? Duration.ZERO : left;
  }

  /** Returns how long a server asks us to stay away (RFC 9110 section 10.2.3), at most an hour. */
  static Optional<Duration> wait(HttpHeaders headers, Instant now) {
    return headers
        .firstValue("Retry-After")
        .flatMap(
            text ->
                seconds(text)
                    .or(() -> Validators.time(text).map(until -> Duration.between(now, until))))
        .filter(Duration::isPositive)
        .map(wait -> wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait);
  }

  private static Optional<Duration> seconds(String text) {
    return Optional.of(text.strip())
        .filter(digits -> SECONDS.matcher(digits).matches())
        .map(digits -> Duration.ofSeconds(Long.parseLong(digits)));
  }
}
