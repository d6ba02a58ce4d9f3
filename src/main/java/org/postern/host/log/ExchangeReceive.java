package org.postern.host.log;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.postern.address.Address;
import org.postern.host.log.line.Addresses;
import org.postern.host.log.line.LineFormat;
import org.postern.host.log.line.LogFormat;
import org.postern.host.log.line.LogTimes;
import org.postern.host.log.line.Recent;
import org.postern.host.log.line.Sightings;

/**
 * The protocol log of Exchange's receive connectors (2007 and later): comma-separated values under
 * a {@code #Fields} line. The event {@code +} is a connection; where it is missing, the first event
 * of a session stands for it. Logs of send connectors look alike and tell of connections the other
 * way.
 */
final class ExchangeReceive implements LineFormat {
  private static final String FIELDS = "#Fields:";
  private static final String TYPE = "#Log-type:";

  /** How Exchange answers a message that it took (2007 and later). */
  private static final String QUEUED = "250 2.6.0 ";

  private final Sightings sightings;
  private final LogTimes times;
  private final Recent<String, Boolean> sessions = new Recent<>();
  private List<String> fields = List.of();
  private boolean begun;
  private boolean sends;
  private boolean sent;

  ExchangeReceive(Sightings sightings, LogTimes times) {
    this.sightings = sightings;
    this.times = times;
  }

  @Override
  public String name() {
    return "Exchange receive protocol";
  }

  /** Returns what the reader should know of how connections were counted; empty when nothing. */
  String note() {
    return sent ? "what Exchange has sent is no connection that came in, and was left out" : "";
  }

  /** Tells whether lines that begin with a time may be ours. */
  boolean isBegun() {
    return begun;
  }

  @Override
  public LogFormat.Reading read(String line) {
    if (line.startsWith("#")) {
      return header(line) ? LogFormat.Reading.UNDERSTOOD : LogFormat.Reading.FOREIGN;
    }
    if (!begun || !isOurs(line)) {
      return LogFormat.Reading.FOREIGN;
    }
    if (fields.isEmpty() || sends) {
      return LogFormat.Reading.UNDERSTOOD;
    }
    return event(split(line, fields.size()), line);
  }

  /** A time and a comma: the first field. */
  private static boolean isOurs(String line) {
    int comma = line.indexOf(',');
    return comma >= 19 && LogTimes.isDate(line, 0) && LogTimes.isClock(line, 11);
  }

  private boolean header(String line) {
    if (line.startsWith(TYPE)) {
      sends = !line.contains("Receive");
      sent |= sends;
    } else if (line.startsWith(FIELDS)) {
      List<String> named =
          List.of(line.substring(FIELDS.length()).strip().toLowerCase(Locale.ROOT).split(",", -1));
      boolean complete = named.contains("remote-endpoint") && named.contains("event");
      fields = complete ? named : List.of();
      begun |= complete;
    }
    return begun || line.startsWith("#Software: Microsoft Exchange");
  }

  private LogFormat.Reading event(List<String> values, String line) {
    Optional<Address> peer = Addresses.read(host(value(values, "remote-endpoint")));
    if (peer.isEmpty()) {
      boolean tells = value(values, "event").equals("+");
      return tells && sightings.misses(line)
          ? LogFormat.Reading.UNDECIDED
          : LogFormat.Reading.UNDERSTOOD;
    }
    String local = value(values, "local-endpoint");
    Optional<Integer> port = Addresses.port(local, local.lastIndexOf(':') + 1);
    String session = value(values, "session-id");
    boolean known = session.isEmpty() || sessions.put(session, true) != null;
    if (value(values, "event").equals("+") || !known) {
      sightings.connection(peer.get(), port, times.parse(value(values, "date-time")));
    }
    boolean queued = value(values, "event").equals(">") && value(values, "data").startsWith(QUEUED);
    sightings.credit(peer.get(), port, "", queued ? 1 : 0);
    return LogFormat.Reading.UNDERSTOOD;
  }

  /** Returns the host of {@code 192.0.2.1:51234} or {@code [2001:db8::1]:51234}. */
  private static String host(String endpoint) {
    int colon = endpoint.lastIndexOf(':');
    String host = colon < 0 ? endpoint : endpoint.substring(0, colon);
    return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
  }

  private String value(List<String> values, String field) {
    int at = fields.indexOf(field);
    return at >= 0 && at < values.size() ? values.get(at) : "";
  }

  /**
   * Returns the first values of a line; within double quotes a comma is none, and two quotes are
   * one.
   */
  static List<String> split(String line, int most) {
    List<String> values = new ArrayList<>();
    StringBuilder value = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < line.length() && values.size() < most; i++) {
      char c = line.charAt(i);
      if (c == '"') {
        boolean twice = quoted && i + 1 < line.length() && line.charAt(i + 1) == '"';
        if (twice) {
          value.append(c);
          i++;
        } else {
          quoted = !quoted;
        }
      } else if (c == ',' && !quoted) {
        values.add(value.toString());
        value.setLength(0);
      } else {
        value.append(c);
      }
    }
    values.add(value.toString());
    return values;
  }
}
