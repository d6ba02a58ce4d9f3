package org.postern.host.log.exim;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postern.address.Address;
import org.postern.host.log.line.Addresses;
import org.postern.host.log.line.Arrival;
import org.postern.host.log.line.Entry;
import org.postern.host.log.line.LogFormat;
import org.postern.host.log.line.Recent;
import org.postern.host.log.line.Sightings;
import org.postern.host.log.line.Stamp;

/**
 * Exim's main log, in its own file or handed to syslog. Connections are in it only with {@code
 * log_selector = +smtp_connection}; without, each message that arrived and each command that was
 * rejected stands for one.
 *
 * <pre>
 * 2026-11-24 23:50:11 SMTP connection from [192.0.2.1]:51234 I=[198.51.100.10]:25 (TCP/IP connection count = 1)
 * 2026-11-24 23:50:12 1rABCd-0001AB-2x &lt;= a@b.example H=mail.example (helo) [192.0.2.1] P=esmtps S=1234
 * 2026-11-24 23:50:13 H=(helo) [192.0.2.1] F=&lt;a@b.example&gt; rejected RCPT &lt;u@example.com&gt;: relay not permitted
 * </pre>
 */
public final class Exim implements LogFormat {
  private static final String COPY = "Envelope-from: ";
  private static final String COPY_END = "--------";

  private final Sightings sightings;
  private final Recent<Client, State> states = new Recent<>();
  private boolean guessed;
  private boolean ownLog;
  private boolean copies;

  public Exim(Sightings sightings) {
    this.sightings = sightings;
  }

  /**
   * A peer of one host.
   *
   * @param port the port of the peer; zero where it is not told
   */
  private record Client(String host, Address address, int port) {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Client that
          && port == that.port
          && address.equals(that.address)
          && host.equals(that.host);
    }

    @Override
    public int hashCode() {
      return 31 * (31 * address.hashCode() + port) + host.hashCode();
    }
  }

  /** The connections of a peer, as far as they are known. */
  private static final class State {
    private int open;
    private boolean begun;
    private boolean lost;
    private boolean announced;
  }

  @Override
  public String name() {
    return "Exim";
  }

  /** Returns what the reader should know of how connections were counted; empty when nothing. */
  public String note() {
    return guessed
        ? "Exim logs connections only with log_selector = +smtp_connection;"
            + " messages and rejected commands were counted instead"
        : "";
  }

  /**
   * Reads an entry of a program by the name of Exim, or of none: then Exim is known by what it
   * says.
   */
  @Override
  public Reading read(Entry entry) {
    boolean own = entry.program().isNone();
    if (own && !entry.stamped() && isCopy(entry.message())) {
      return Reading.UNDERSTOOD;
    }
    copies = false;
    String message = withoutProcess(withoutTime(entry.message()));
    Optional<EximLine> line = EximLine.read(message);
    boolean known = ownLog ? entry.stamped() || line.isPresent() : isCertain(line);
    if (own && !known) {
      return Reading.FOREIGN;
    }
    ownLog |= own;
    if (line.isEmpty() || line.get().kind() == EximLine.Kind.DOUBTFUL) {
      return sightings.misses(message) ? Reading.UNDECIDED : Reading.UNDERSTOOD;
    }
    line.get().client().ifPresent(client -> told(entry, line.get(), client));
    return Reading.UNDERSTOOD;
  }

  private static boolean isCertain(Optional<EximLine> line) {
    return line.isPresent() && line.get().isCertain();
  }

  /** Tells whether the log is Exim's own, with no form around it. */
  public boolean isOwnLog() {
    return ownLog;
  }

  /**
   * Tells whether a line belongs to the copy of a message's header, which the reject log has below
   * a line: text of the client.
   */
  private boolean isCopy(String line) {
    boolean belongs = copies || (ownLog && line.startsWith(COPY));
    copies = belongs && !line.startsWith(COPY_END);
    return belongs;
  }

  /**
   * Returns the message without its own time, with which it comes through syslog unless {@code
   * syslog_timestamp} is off.
   */
  static String withoutTime(String message) {
    return Stamp.at(message, 0)
        .map(stamp -> message.substring(stamp.end()).stripLeading())
        .orElse(message);
  }

  /**
   * Returns the message without the process, which comes first with {@code log_selector = +pid}.
   */
  static String withoutProcess(String message) {
    int end = message.startsWith("[") ? Addresses.digits(message, 1) : 0;
    return end > 1 && message.startsWith("] ", end) ? message.substring(end + 2) : message;
  }

  private void told(Entry entry, EximLine line, EximHost client) {
    boolean first = begins(entry.host(), line.kind(), client);
    if (first) {
      guessed |= line.kind() == EximLine.Kind.MESSAGE || line.kind() == EximLine.Kind.EVENT;
      boolean submits = line.authenticated() && client.server().isEmpty();
      sightings.connection(new Arrival(client.address(), client.server(), entry.time(), submits));
    }
    int messages = line.kind() == EximLine.Kind.MESSAGE ? 1 : 0;
    if (first || messages > 0) {
      sightings.credit(client.address(), client.server(), client.name(), messages);
    }
  }

  /** Tells whether a line is the first of a connection. */
  private boolean begins(String host, EximLine.Kind kind, EximHost client) {
    State state = state(new Client(host, client.address(), 0));
    if (client.port().isEmpty()) {
      return begins(state, kind);
    }
    State exact = state(new Client(host, client.address(), client.port().get()));
    boolean begins = kind == EximLine.Kind.CONNECTION || kind == EximLine.Kind.REFUSED;
    boolean announced = state.announced;
    state.announced = false;
    if (kind == EximLine.Kind.CONNECTION) {
      state.open++;
    } else if (kind == EximLine.Kind.CLOSED && state.open > 0) {
      state.open--;
    }
    boolean first = begins || !(exact.begun || announced);
    exact.begun = true;
    return first;
  }

  private State state(Client client) {
    return states.computeIfAbsent(client, one -> new State());
  }

  /**
   * Tells whether a connection begins with this line, by the order in which Exim tells things,
   * where the peer's port is not told.
   */
  private static boolean begins(State state, EximLine.Kind kind) {
    return switch (kind) {
      case CONNECTION -> {
        state.open++;
        yield forget(state, true);
      }
      case REFUSED -> forget(state, true);
      case CLOSED -> {
        boolean open = state.open > 0;
        state.open -= open ? 1 : 0;
        boolean first = !open && breaksOff(state);
        state.lost = true;
        state.begun = true;
        yield first;
      }
      case MESSAGE, EVENT -> {
        boolean first = state.open == 0 && !state.announced;
        state.announced = false;
        state.lost = false;
        state.begun = true;
        yield first;
      }
      case BEFORE -> {
        boolean first = state.open == 0 && !state.announced;
        state.announced = true;
        yield first;
      }
      case LOST -> state.open == 0 && breaksOff(state);
      case LAST -> {
        boolean first = state.open == 0 && !state.begun && !state.announced;
        yield forget(state, first);
      }
      case NOTHING, SILENCE, DOUBTFUL -> false;
    };
  }

  private static boolean breaksOff(State state) {
    boolean known = (state.begun && !state.lost) || state.announced;
    state.begun = true;
    state.lost = true;
    state.announced = false;
    return !known;
  }

  private static boolean forget(State state, boolean answer) {
    state.begun = false;
    state.lost = false;
    state.announced = false;
    return answer;
  }
}
