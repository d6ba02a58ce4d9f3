package org.postern.host.log;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postern.address.Address;

/**
 * Postfix, whatever its instances and services are called. A connection is told by its first line:
 * {@code connect from}, or any other that names the client where that one is missing.
 *
 * <p>What postscreen(8) lets through it hands to an smtpd(8), which tells the same connection
 * again: one of the same host, instance and client address that postscreen has not ended itself.
 */
final class Postfix implements LogFormat {
  private final Sightings sightings;
  private final PostscreenSessions screened = new PostscreenSessions();
  private final Recent<Server, Session> sessions = new Recent<>();
  private final Recent<String, Boolean> ids = new Recent<>();

  Postfix(Sightings sightings) {
    this.sightings = sightings;
  }

  /**
   * An smtpd process, which has one client at a time.
   *
   * @param process its id; where none is told, the client's address
   */
  private record Server(String host, String program, String process) {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Server that
          && process.equals(that.process)
          && program.equals(that.program)
          && host.equals(that.host);
    }

    @Override
    public int hashCode() {
      return 31 * (31 * program.hashCode() + process.hashCode()) + host.hashCode();
    }
  }

  /** A connection that is under way, or was the last of its process. */
  private static final class Session {
    private Address peer;
    private boolean over;
    private boolean expected;
    private int messages;

    Session(Address peer) {
      this.peer = peer;
    }
  }

  @Override
  public String name() {
    return "Postfix";
  }

  @Override
  public Reading read(Entry entry) {
    return switch (entry.program().component()) {
      case "smtpd" -> smtpd(entry, SmtpdLine.read(entry.message()));
      case "postscreen" -> postscreen(entry, PostscreenLine.read(entry.message()));
      case "tlsproxy" -> tlsproxy(entry);
      case "anvil", "dnsblog", "cleanup" -> aside(entry, AsideLine.read(entry));
      default -> Reading.UNDERSTOOD;
    };
  }

  private Reading smtpd(Entry entry, Optional<SmtpdLine> line) {
    if (line.isEmpty()) {
      return otherwise(entry);
    }
    Optional<Address> peer = line.get().client().address();
    peer.ifPresent(one -> told(entry, line.get(), one));
    return Reading.UNDERSTOOD;
  }

  /** A line of a daemon that judges clients, and that names none in a way that is known. */
  private Reading otherwise(Entry entry) {
    return !SilentLines.isOfPostfix(entry.message()) && sightings.misses(entry.message())
        ? Reading.UNDECIDED
        : Reading.UNDERSTOOD;
  }

  private void told(Entry entry, SmtpdLine line, Address peer) {
    Program program = entry.program();
    String process = entry.process().isEmpty() ? peer.toString() : entry.process();
    Server server = new Server(entry.host(), program.name(), process);
    Optional<Integer> port = Optional.of(program.port());
    Session session = sessions.get(server);
    boolean begins = line.kind() == SmtpdLine.Kind.CONNECT || line.kind() == SmtpdLine.Kind.LOOKUP;
    boolean same =
        session != null
            && !session.over
            && session.peer.equals(peer)
            && (!begins || session.expected);
    if (session == null) {
      session = new Session(peer);
      sessions.put(server, session);
    }
    if (!same) {
      finish(session, port);
      session.peer = peer;
      session.over = false;
      if (program.port() != Services.SMTP || !screened.take(entry, peer)) {
        sightings.connection(peer, port, entry.time());
      }
    }
    session.expected = line.kind() == SmtpdLine.Kind.LOOKUP;
    if (!same || line.kind() == SmtpdLine.Kind.CONNECT) {
      sightings.credit(peer, port, line.client().confirmed(), 0);
    }
    if (line.kind() == SmtpdLine.Kind.MESSAGE) {
      session.messages++;
      ids.put(AsideLine.id(entry.message()), true);
    } else if (line.kind() == SmtpdLine.Kind.DISCONNECT) {
      session.messages = line.messages() < 0 ? session.messages : line.messages();
      finish(session, port);
    }
  }

  private void finish(Session session, Optional<Integer> port) {
    sightings.credit(session.peer, port, "", session.messages);
    session.messages = 0;
    session.over = true;
  }

  /** Connections that the log does not tell the end of have accepted messages too. */
  void end() {
    sessions.forEach(
        (server, session) -> finish(session, Optional.of(Program.of(server.program()).port())));
    sessions.clear();
  }

  private Reading postscreen(Entry entry, Optional<PostscreenLine> line) {
    if (line.isEmpty()) {
      return otherwise(entry);
    }
    if (screened.begins(entry, line.get())) {
      Optional<Integer> port = line.get().server().or(() -> Optional.of(entry.program().port()));
      sightings.connection(line.get().client(), port, entry.time());
    }
    return Reading.UNDERSTOOD;
  }

  /** It works for postscreen, and for smtp(8), whose peers are those that mail is sent to. */
  private Reading tlsproxy(Entry entry) {
    return entry.message().contains(" from [")
        ? postscreen(entry, PostscreenLine.read(entry.message()).map(PostscreenLine::mentioned))
        : Reading.UNDERSTOOD;
  }

  /** A line of a daemon that hears of clients from others. */
  private Reading aside(Entry entry, AsideLine line) {
    if (line.clients().isEmpty() || ids.containsKey(line.id())) {
      return Reading.UNDERSTOOD;
    }
    if (line.clients().size() > 1) {
      return Reading.UNDECIDED;
    }
    Address peer = line.clients().iterator().next();
    if (!sightings.has(peer)) {
      sightings.connection(peer, Optional.of(line.port()), entry.time());
    }
    return Reading.UNDERSTOOD;
  }

  /**
   * A line of which only the message is there, as {@code journalctl -o cat} has it, or the name of
   * a unit: only what no other program would say is believed.
   */
  Reading bare(Entry entry) {
    String message = entry.message();
    if (SilentLines.isDelivery(message)) {
      return Reading.UNDERSTOOD;
    }
    Optional<PostscreenLine> screen =
        SilentLines.isPostscreen(message) ? PostscreenLine.read(message) : Optional.empty();
    if (screen.isPresent()) {
      return postscreen(entry, screen);
    }
    Optional<SmtpdLine> line =
        SilentLines.isSmtpd(message) ? SmtpdLine.read(message) : Optional.empty();
    return line.isPresent() ? smtpd(entry, line) : Reading.FOREIGN;
  }
}
