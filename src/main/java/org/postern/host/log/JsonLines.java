package org.postern.host.log;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.host.Json;
import org.postern.host.log.line.Entry;
import org.postern.host.log.line.Header;
import org.postern.host.log.line.LogTimes;
import org.postern.host.log.line.Stamp;

/**
 * Reads entries that are JSON objects: of the journal (fields as systemd.journal-fields(7)), of
 * Docker's json-file driver, and of shippers that keep a line as {@code message}.
 */
final class JsonLines {
  private static final List<String> LINES = List.of("log", "message", "msg");
  private static final List<String> TIMES = List.of("time", "@timestamp", "timestamp");

  private JsonLines() {}

  /** Returns the entry that an object holds; empty if the text is none, or holds no line. */
  static Optional<Entry> read(String text, Entry outer, Header.Sources sources) {
    try {
      Map<String, Object> members = Json.read(text).members();
      return members.containsKey("MESSAGE")
          ? Optional.of(Journal.entry(name -> field(members, name), outer, sources))
          : line(members).map(line -> carried(line, members, outer, sources.times()));
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  private static Optional<String> line(Map<String, Object> members) {
    return LINES.stream()
        .map(name -> field(members, name))
        .filter(line -> !line.isEmpty())
        .findFirst();
  }

  private static Entry carried(
      String line, Map<String, Object> members, Entry outer, LogTimes times) {
    Optional<Stamp> stamp =
        TIMES.stream()
            .map(name -> field(members, name))
            .flatMap(text -> Stamp.at(text, 0).stream())
            .findFirst();
    Entry.Moment moment =
        stamp.map(one -> outer.moment().or(Entry.Moment.of(one, times))).orElse(outer.moment());
    return new Entry(
        outer.host(),
        outer.program(),
        outer.process(),
        line.stripTrailing(),
        outer.form(),
        true,
        moment);
  }

  /** A member as text: a message that is not UTF-8 is a list of bytes. */
  private static String field(Map<String, Object> members, String name) {
    return switch (members.get(name)) {
      case null -> "";
      case List<?> bytes -> text(bytes);
      case Object other -> other.toString();
    };
  }

  private static String text(List<?> bytes) {
    StringBuilder text = new StringBuilder(bytes.size());
    for (Object one : bytes) {
      text.append(one instanceof Number number ? (char) (number.intValue() & 0xFF) : '?');
    }
    return text.toString();
  }
}
