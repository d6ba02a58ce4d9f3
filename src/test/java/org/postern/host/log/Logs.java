package org.postern.host.log;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.postern.host.log.line.Arrival;
import org.postern.host.log.line.Arrivals;
import org.postern.host.log.line.Credit;

/** What a reader makes of a log that a test writes. */
public final class Logs {
  public static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  private Logs() {}

  /**
   * What came of it.
   *
   * @param arrivals one a line: time, peer, port; those that count
   * @param credits one a line: peer, port, name, messages
   */
  public record Seen(LogReader.Summary summary, String arrivals, String credits) {

    /** The peers alone, one a line, each as often as it came. */
    public String peers() {
      return arrivals.replaceAll("(?m)^[^ ]+ ([^ ]+) .*$", "$1");
    }
  }

  /** A log tells of these peers, each as often as it came, and all of it is understood. */
  public static void assertPeers(String expected, String log) throws IOException {
    Seen seen = read(log);
    assertEquals(expected, seen.peers().strip().replace('\n', ' '), log);
    assertEquals(Optional.empty(), seen.summary().example(), log);
  }

  public static Seen read(String text) throws IOException {
    return read(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  public static Seen read(byte[] bytes) throws IOException {
    return read(new ByteArrayInputStream(bytes), "log");
  }

  public static Seen read(InputStream in, String name) throws IOException {
    Heard servers = new Heard();
    Heard unknown = new Heard();
    Heard others = new Heard();
    LogReader.Summary summary =
        new LogReader(NOW, ZoneOffset.UTC)
            .read(in, name, new LogReader.Takers(servers, unknown, others));
    StringBuilder arrivals = new StringBuilder();
    StringBuilder credits = new StringBuilder();
    LogReader.Counted counted = summary.counted();
    for (Heard one :
        List.of(
            counted.servers() ? servers : new Heard(),
            counted.unknown() ? unknown : new Heard(),
            counted.others() ? others : new Heard())) {
      arrivals.append(one.arrivals);
      credits.append(one.credits);
    }
    return new Seen(summary, arrivals.toString(), credits.toString());
  }

  private static final class Heard implements Arrivals {
    private final StringBuilder arrivals = new StringBuilder();
    private final StringBuilder credits = new StringBuilder();

    @Override
    public void connection(Arrival one) {
      arrivals.append(one.at().map(Instant::toString).orElse("-"));
      arrivals.append(' ').append(one.peer());
      arrivals.append(' ').append(one.port().map(String::valueOf).orElse("-"));
      arrivals.append(one.authenticated() ? " authenticated\n" : "\n");
    }

    @Override
    public void credit(Credit one) {
      credits.append(one.peer());
      credits.append(' ').append(one.port().map(String::valueOf).orElse("-"));
      credits.append(' ').append(one.name().isEmpty() ? "-" : one.name());
      credits.append(' ').append(one.messages()).append('\n');
    }
  }
}
