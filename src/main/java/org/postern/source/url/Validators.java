package org.postern.source.url;

import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The marks by which a server tells whether a list is still the one that it sent before (RFC 9110
 * section 8.8). They are sent to the address alone that they came from.
 *
 * @param at the address that they came from
 * @param tag an entity tag, empty where there was none
 * @param modified the time when the list was changed, as the server wrote it; empty where that was
 *     not told
 */
record Validators(URI at, String tag, String modified) {
  /**
   * The version of the reading, raised when the same bytes may be read as other entries than
   * before.
   */
  private static final String READING = "web-1";

  private static final String SEPARATOR = "\n";
  private static final int FIELDS = 4;
  private static final Pattern TAG = Pattern.compile("(?:W/)?\"[\\x21\\x23-\\x7E]{1,200}\"");

  /**
   * The precision of dates: a list may change twice within a second, and have one date (RFC 9110
   * section 8.8.2.2).
   */
  private static final Duration RESOLUTION = Duration.ofSeconds(1);

  /** Returns the validators of an answer; empty where it has none. */
  static Optional<Validators> of(URI at, HttpHeaders headers) {
    String tag = headers.firstValue("ETag").filter(one -> TAG.matcher(one).matches()).orElse("");
    String modified =
        headers
            .firstValue("Last-Modified")
            .filter(text -> isOlder(text, headers.firstValue("Date")))
            .orElse("");
    return Optional.of(new Validators(at, tag, modified))
        .filter(one -> !one.tag().isEmpty() || !one.modified().isEmpty());
  }

  private static boolean isOlder(String modified, Optional<String> date) {
    Optional<Instant> changed = time(modified);
    Optional<Instant> sent = date.flatMap(Validators::time);
    return changed.isPresent()
        && sent.isPresent()
        && !changed.get().plus(RESOLUTION).isAfter(sent.get());
  }

  /** A date in the form that servers write (RFC 9110 section 5.6.7). */
  static Optional<Instant> time(String text) {
    try {
      return Optional.of(
          ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  /** Reads what {@link #text} wrote; empty where it was another kind of source or version. */
  static Optional<Validators> read(String text) {
    List<String> fields = List.of(text.split(SEPARATOR, -1));
    return fields.size() == FIELDS && fields.getFirst().equals(READING)
        ? Optional.of(new Validators(URI.create(fields.get(1)), fields.get(2), fields.get(3)))
        : Optional.empty();
  }

  /** Returns the name of the list among those that were read before. */
  String text() {
    return String.join(SEPARATOR, READING, at.toString(), tag, modified);
  }

  /** Has a request ask for the list only if it has changed. */
  void addTo(HttpRequest.Builder request) {
    if (!tag.isEmpty()) {
      request.header("If-None-Match", tag);
    }
    if (!modified.isEmpty()) {
      request.header("If-Modified-Since", modified);
    }
  }
}
