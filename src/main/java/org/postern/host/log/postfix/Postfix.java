package org.postern.host.log.postfix;

import java.util.Optional;
import org.postern.address.Address;
import org.postern.host.log.line.Entry;
import org.postern.host.log.line.LogFormat;
import org.postern.host.log.line.Program;
import org.postern.host.log.line.Sightings;

/**
 * Postfix, whatever its instances and services are called. A connection is told by its first line:
 * {@code connect from}, or any other that names the client where that one is missing.
 *
 * <p>What postscreen(8) lets through it hands to an smtpd(8), which tells the same connection
 * again: one of the same host, instance and client address that postscreen has not ended itself.
 */
public final class Postfix implements LogFormat {
  private final Sightings sightings;
  private final PostscreenSessions screened = new PostscreenSessions();
  private final SmtpdSessions sessions;

  public Postfix(Sightings sightings) {
    this.sightings = sightings;
    this.sessions = new SmtpdSessions(sightings, screened);
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
    line.get().client().address().ifPresent(peer -> sessions.take(entry, line.get(), peer));
    return Reading.UNDERSTOOD;
  }

  /** Returns the service that is so called on a host. */
  SmtpdSessions.Service service(String host, Program program) {
    return sessions.service(host, program);
  }

  /**
   * Reads a line whose head is known, and tells whether it did; where not, it is to be read as an
   * entry.
   */
  public boolean read(KnownHeads head, SmtpdScanner scanner, int end) {
    return switch (head.tag().program().component()) {
      case "smtpd" -> {
        boolean taken = scanner.scan(end);
        if (taken) {
          sessions.take(head.tag().service(this), head.processHigh(), head.processLow(), scanner);
        }
        yield taken;
      }
      case "postscreen", "tlsproxy", "anvil", "dnsblog", "cleanup" -> false;
      default -> true;
    };
  }

  /** A line of a daemon that judges clients, and that names none in a way that is known. */
  private Reading otherwise(Entry entry) {
    return !SilentLines.isOfPostfix(entry.message()) && sightings.misses(entry.message())
        ? Reading.UNDECIDED
        : Reading.UNDERSTOOD;
  }

  /** Ends the log: connections of which it does not tell the end have accepted messages too. */
  public void end() {
    sessions.end();
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

  /**
   * Reads a line of tlsproxy(8), which works for postscreen, and for smtp(8), whose peers are those
   * that mail is sent to.
   */
  private Reading tlsproxy(Entry entry) {
    return entry.message().contains(" from [")
        ? postscreen(entry, PostscreenLine.read(entry.message()).map(PostscreenLine::mentioned))
        : Reading.UNDERSTOOD;
  }

  /** A line of a daemon that hears of clients from others. */
  private Reading aside(Entry entry, AsideLine line) {
    if (line.clients().isEmpty() || sessions.hasMessage(line.id())) {
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
  public Reading bare(Entry entry) {
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
