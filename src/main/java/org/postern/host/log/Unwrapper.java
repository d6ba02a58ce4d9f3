package org.postern.host.log;

import java.util.Optional;
import org.postern.host.log.line.Addresses;
import org.postern.host.log.line.Entry;
import org.postern.host.log.line.Header;

/**
 * Takes off what carried a line: syslog in its dialects ({@link Header}), journalctl's output of
 * one line, containers' logs. They nest, as where a container logs to the journal.
 *
 * <pre>
 * Nov 24 23:50:11 mx1 postfix/smtpd[123]: connect from unknown[192.0.2.1]
 * mail-1  | Nov 24 23:50:11 mx1 postfix/smtpd[123]: connect from unknown[192.0.2.1]
 * {"log":"Nov 24 23:50:11 mx1 postfix/smtpd[123]: connect ...\n","time":"2026-11-24T22:50:11.1Z"}
 * 2026-11-24T22:50:11.1Z stdout F Nov 24 23:50:11 mx1 postfix/smtpd[123]: connect ...
 * </pre>
 *
 * <p>What a mail server said is never unwrapped further: its text may be a peer's.
 */
public final class Unwrapper {
  private static final int MOST_NESTED = 8;
  private static final int MOST_CARRIERS = 3;

  /** A name of a container, padded to the width of the longest. */
  private static final int LONGEST_PREFIX = 160;

  private static final char RECORD_SEPARATOR = 0x1E;

  private final Header.Sources sources;

  public Unwrapper(Header.Sources sources) {
    this.sources = sources;
  }

  /** Returns the entry of a line; one without a program where none is told. */
  public Entry unwrap(String line) {
    return unwrap(Entry.of(line));
  }

  /** Returns the innermost entry of one whose message may be a whole line itself. */
  public Entry unwrap(Entry entry) {
    Entry inner = entry;
    Entry tagged = entry;
    for (int layer = 0; layer < MOST_NESTED && !inner.program().isKnown(); layer++) {
      Optional<Entry> next = layer(inner);
      if (next.isEmpty()) {
        break;
      }
      inner = next.get();
      tagged = inner.program().isNone() ? tagged : inner;
    }
    return inner.stamped() || tagged.program().isNone() ? inner : tagged;
  }

  /** Returns the entry inside one layer; empty where there is none. */
  private Optional<Entry> layer(Entry entry) {
    String text = entry.message();
    int at = spaces(text, 0);
    if (at < text.length() && text.charAt(at) == RECORD_SEPARATOR) {
      at++;
    }
    if (text.startsWith("data: {", at)) {
      at += "data: ".length();
    }
    if (text.startsWith("{", at)) {
      return JsonLines.read(text.substring(at), entry, sources);
    }
    Optional<Entry> headed = Header.read(text, at, entry, sources);
    return headed.isPresent() ? headed : carried(entry, at);
  }

  /**
   * Returns what a container said, if a line is known behind its name, or behind those of several.
   */
  private Optional<Entry> carried(Entry entry, int from) {
    String text = entry.message();
    Entry within = entry;
    int at = from;
    for (int carrier = 0; carrier < MOST_CARRIERS; carrier++) {
      int begin = carried(text, at);
      if (begin == at) {
        break;
      }
      within = within.from(text.substring(at, begin).strip());
      Optional<Entry> inner =
          text.startsWith("{", begin)
              ? JsonLines.read(text.substring(begin), within, sources)
              : Header.read(text, begin, within, sources);
      if (inner.isPresent()) {
        return inner;
      }
      at = begin;
    }
    return Optional.empty();
  }

  private static int spaces(String text, int from) {
    int at = from;
    while (at < text.length() && text.charAt(at) == ' ') {
      at++;
    }
    return at;
  }

  /**
   * Returns the place where the text begins behind {@code container | } or {@code
   * [pod/name/container] }.
   */
  private static int carried(String text, int from) {
    if (text.startsWith("[pod/", from)) {
      int close = text.indexOf("] ", from);
      return close < 0 || close - from > LONGEST_PREFIX ? from : close + 2;
    }
    int at = from;
    while (at < text.length() && at - from < LONGEST_PREFIX && isName(text.charAt(at))) {
      at++;
    }
    int bar = spaces(text, at);
    return at > from && bar > at && bar - from < LONGEST_PREFIX && text.startsWith("| ", bar)
        ? bar + 2
        : from;
  }

  private static boolean isName(char c) {
    return Addresses.isWord(c) || c == '-' || c == '.';
  }
}
