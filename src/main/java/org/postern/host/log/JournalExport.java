package org.postern.host.log;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.postern.host.Json;
import org.postern.host.JsonTree;

/** Lines of {@code journalctl -o json}: one object each, fields as systemd.journal-fields(7). */
final class JournalExport {
  private static final String TIME = "__REALTIME_TIMESTAMP";

  private JournalExport() {}

  /** The entry of a line; empty when it has another form. */
  static Optional<Entry> read(String line) {
    if (!line.startsWith("{") || !line.contains(TIME) || !line.contains("\"MESSAGE\"")) {
      return Optional.empty();
    }
    try {
      JsonTree tree = Json.read(line);
      Object message = tree.members().get("MESSAGE");
      String time = String.valueOf(tree.members().get(TIME));
      return Optional.of(
          new Entry(
              String.valueOf(tree.members().getOrDefault("SYSLOG_IDENTIFIER", "")),
              message instanceof List<?> bytes ? text(bytes) : String.valueOf(message),
              () -> LogTimes.ofMicroseconds(time)));
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  /** A message that is not UTF-8 is a list of bytes. */
  private static String text(List<?> bytes) {
    StringBuilder text = new StringBuilder(bytes.size());
    for (Object one : bytes) {
      text.append(one instanceof Number number ? (char) (number.intValue() & 0xFF) : '?');
    }
    return text.toString();
  }
}
