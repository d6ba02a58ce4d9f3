package org.postern.host.log;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** What a reader makes of a log that a test writes. */
final class Logs {
  static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  private Logs() {}

  /**
   * What came of it.
   *
   * @param arrivals one a line: time, peer, port; those that count
   */
  record Seen(LogReader.Summary summary, String arrivals) {}

  static Seen read(String text) throws IOException {
    return read(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  static Seen read(byte[] bytes) throws IOException {
    return read(new ByteArrayInputStream(bytes), "log");
  }

  static Seen read(InputStream in, String name) throws IOException {
    List<Arrival> known = new ArrayList<>();
    List<Arrival> mentioned = new ArrayList<>();
    LogReader.Summary summary =
        new LogReader(NOW, ZoneOffset.UTC).read(in, name, known::add, mentioned::add);
    StringBuilder text = new StringBuilder();
    for (Arrival one : summary.known() ? known : mentioned) {
      text.append(one.at().map(Instant::toString).orElse("-"));
      text.append(' ').append(one.peer());
      text.append(' ').append(one.port().map(String::valueOf).orElse("-")).append('\n');
    }
    return new Seen(summary, text.toString());
  }
}
