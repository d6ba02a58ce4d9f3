package org.postern.host.log;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.postern.address.Address;

/**
 * Exim's main log, in its own file or handed to syslog (specification, "Log files"). Connections
 * are in it only with {@code log_selector = +smtp_connection}; without, each message that arrived
 * and each command that was rejected stands for one.
 *
 * <pre>
 * 2026-11-24 23:50:11 SMTP connection from [192.0.2.1]:51234 I=[198.51.100.10]:25 (TCP/IP connection count = 1)
 * 2026-11-24 23:50:12 1rABCd-0001AB-2x &lt;= a@b.example H=mail.example (helo) [192.0.2.1] P=esmtps S=1234
 * 2026-11-24 23:50:13 H=(helo) [192.0.2.1] F=&lt;a@b.example&gt; rejected RCPT &lt;u@example.com&gt;: relay not permitted
 * </pre>
 */
final class Exim implements LogFormat {
  private static final String CONNECTION = "SMTP connection from ";
  private static final String REFUSED = "Connection from ";

  /** From then on another log_selector may hold. */
  private static final String STARTED = "exim 4";

  /** Where the arrow stands behind the id of a message, at most. */
  private static final int ID = 32;

  private static final List<String> ARROWS =
      List.of(" <= ", " => ", " -> ", " >> ", " ** ", " == ", " Completed");
  private static final List<String> BEGINNINGS =
      List.of(
          CONNECTION,
          REFUSED,
          "H=",
          STARTED,
          "Start queue run",
          "End queue run",
          "refused connection from ",
          "no MAIL in SMTP connection from ",
          "no host name found for IP address ",
          "unexpected disconnection while reading SMTP command from ",
          "TLS error on connection from ",
          "rejected EHLO or HELO ",
          "SMTP syntax error in ",
          "SMTP protocol ");

  private final String form;
  private final Function<String, Optional<Entry>> entries;
  private boolean connections;
  private boolean guessed;

  private Exim(String form, Function<String, Optional<Entry>> entries) {
    this.form = form;
    this.entries = entries;
  }

  /** In a file of its own. */
  static Exim mainlog(LogTimes times) {
    return new Exim("", line -> own(line, times));
  }

  /** In a log of the system. */
  static Exim within(String form, Function<String, Optional<Entry>> entries) {
    return new Exim(
        " in " + form,
        line ->
            line.contains("exim")
                ? entries.apply(line).filter(one -> one.program().startsWith("exim"))
                : Optional.empty());
  }

  private static Optional<Entry> own(String line, LogTimes times) {
    if (line.length() < 20
        || !LogTimes.isDate(line)
        || line.charAt(10) != ' '
        || !LogTimes.isClock(line, 11)) {
      return Optional.empty();
    }
    int end = zoneEnd(line, line.indexOf(' ', 19));
    if (end < 0) {
      return Optional.empty();
    }
    String time = line.substring(0, end);
    Entry entry = new Entry("exim", line.substring(end + 1), () -> times.parse(time));
    return Optional.of(entry).filter(one -> isOurs(withoutProcess(one.message())));
  }

  /** With {@code log_timezone} a space and {@code +0100} follow. */
  private static int zoneEnd(String line, int end) {
    boolean zone =
        end > 0
            && line.length() > end + 6
            && "+-".indexOf(line.charAt(end + 1)) >= 0
            && line.charAt(end + 6) == ' ';
    return zone ? end + 6 : end;
  }

  private static boolean isOurs(String message) {
    String start = message.substring(0, Math.min(ID, message.length()));
    return BEGINNINGS.stream().anyMatch(message::startsWith)
        || ARROWS.stream().anyMatch(start::contains);
  }

  /** With {@code log_selector = +pid} the process comes first. */
  private static String withoutProcess(String message) {
    int close = message.startsWith("[") ? message.indexOf("] ") : -1;
    return close < 0 ? message : message.substring(close + 2);
  }

  @Override
  public String name() {
    return "Exim" + form;
  }

  @Override
  public String note() {
    return guessed
        ? "Exim logs connections only with log_selector = +smtp_connection;"
            + " messages and rejected commands were counted instead"
        : "";
  }

  @Override
  public boolean read(String line, Consumer<Arrival> arrivals) {
    Optional<Entry> entry = entries.apply(line);
    entry.ifPresent(one -> read(one, arrivals));
    return entry.isPresent();
  }

  private void read(Entry entry, Consumer<Arrival> arrivals) {
    String message = withoutProcess(withoutTime(entry.message()));
    if (message.startsWith(STARTED) && message.contains(" daemon started")) {
      connections = false;
    }
    if (message.startsWith(CONNECTION)) {
      connections |= connected(entry, message, arrivals);
    } else if (message.startsWith(REFUSED)) {
      arrive(entry, message, message.indexOf('['), arrivals);
    } else if (!connections) {
      int arrow = message.indexOf(" <= ");
      int host = message.startsWith("H=") ? 0 : message.indexOf(" H=") + 1;
      boolean received = arrow > 0 && arrow < ID && host > 0;
      if (received || message.startsWith("H=")) {
        guessed |= arrive(entry, message, open(message, host + 2), arrivals);
      }
    }
  }

  /** Through syslog it comes with a time of its own, unless {@code syslog_timestamp} is off. */
  private static String withoutTime(String message) {
    return message.length() > 20 && LogTimes.isDate(message) && LogTimes.isClock(message, 11)
        ? message.substring(message.indexOf(' ', 19) + 1)
        : message;
  }

  /** The end of a connection is told in nearly the same words. */
  private static boolean connected(Entry entry, String message, Consumer<Arrival> arrivals) {
    int open = open(message, CONNECTION.length());
    int close = message.indexOf(']', Math.max(0, open));
    String rest = close < 0 ? "" : message.substring(close);
    return !rest.contains(" closed by ")
        && !rest.contains(" lost")
        && !rest.contains(" D=")
        && arrive(entry, message, open, arrivals);
  }

  /** Where the address opens behind {@code host (helo) [address]}; a helo may be in brackets. */
  private static int open(String message, int from) {
    int helo = message.indexOf('(', from);
    int bracket = message.indexOf('[', from);
    int end = helo >= 0 && helo < bracket ? message.indexOf(") [", helo) : -1;
    return end < 0 ? bracket : end + 2;
  }

  private static boolean arrive(Entry entry, String message, int open, Consumer<Arrival> arrivals) {
    Optional<Address> peer = Addresses.inBrackets(message, open);
    int local = message.indexOf(" I=[");
    Optional<Integer> port =
        local < 0 ? Optional.empty() : Addresses.portBehind(message, local + 3);
    peer.ifPresent(one -> arrivals.accept(new Arrival(one, port, entry.time().get())));
    return peer.isPresent();
  }
}
