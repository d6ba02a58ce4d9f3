package org.postern.host.log;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.postern.address.Address;

/**
 * The protocol log of Exchange's receive connectors (2007 and later): comma-separated values under
 * a {@code #Fields} line. The event {@code +} is a connection. Logs of send connectors look alike
 * and tell of connections the other way.
 */
final class ExchangeReceive implements LogFormat {
  private static final String FIELDS = "#Fields:";
  private static final String TYPE = "#Log-type:";

  private final LogTimes times;
  private List<String> fields = List.of();
  private boolean begun;
  private boolean sends;
  private boolean sent;

  ExchangeReceive(LogTimes times) {
    this.times = times;
  }

  @Override
  public String name() {
    return "Exchange receive protocol";
  }

  @Override
  public String note() {
    return sent ? "what Exchange has sent is no connection that came in, and was left out" : "";
  }

  @Override
  public boolean read(String line, Consumer<Arrival> arrivals) {
    if (line.startsWith("#")) {
      return header(line);
    }
    if (fields.isEmpty()) {
      return begun;
    }
    List<String> values = split(line, fields.size());
    if (value(values, "event").equals("+") && !sends) {
      arrive(values, arrivals);
    }
    return true;
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

  private void arrive(List<String> values, Consumer<Arrival> arrivals) {
    String remote = value(values, "remote-endpoint");
    String local = value(values, "local-endpoint");
    Optional<Address> peer = Addresses.read(host(remote));
    Optional<Integer> port = Addresses.port(local, local.lastIndexOf(':') + 1);
    peer.ifPresent(
        one -> arrivals.accept(new Arrival(one, port, times.parse(value(values, "date-time")))));
  }

  /** Of {@code 192.0.2.1:51234} or {@code [2001:db8::1]:51234}. */
  private static String host(String endpoint) {
    int colon = endpoint.lastIndexOf(':');
    String host = colon < 0 ? endpoint : endpoint.substring(0, colon);
    return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
  }

  private String value(List<String> values, String field) {
    int at = fields.indexOf(field);
    return at >= 0 && at < values.size() ? values.get(at) : "";
  }

  /** The first values of a line; within double quotes a comma is none, and two quotes are one. */
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
