package org.postern.host.log;

import java.util.Optional;
import org.postern.address.Address;
import org.postern.host.log.line.Entry;
import org.postern.host.log.line.LogFormat;
import org.postern.host.log.line.Recent;
import org.postern.host.log.line.Sightings;
import org.postern.host.log.postfix.SmtpdLine;

/**
 * Reads logs of Sendmail. It logs no connections by default, so the first line of a process, or of
 * a message where no process is told, stands for one.
 */
public final class Sendmail implements LogFormat {
  private final Sightings sightings;
  private final Recent<Session, Boolean> sessions = new Recent<>();

  Sendmail(Sightings sightings) {
    this.sightings = sightings;
  }

  /**
   * A connection; a process has one.
   *
   * @param number the number of the process, else of the message
   */
  private record Session(String host, String number, Address peer) {}

  @Override
  public String name() {
    return "Sendmail";
  }

  @Override
  public Reading read(Entry entry) {
    SendmailLine line = SendmailLine.read(entry.message());
    if (line.clients().size() == 1) {
      told(entry, line, line.clients().iterator().next());
      return Reading.UNDERSTOOD;
    }
    String number = number(entry, line);
    boolean decided =
        line.clients().isEmpty()
            ? line.known()
            : line.clients().stream()
                .anyMatch(peer -> sessions.containsKey(new Session(entry.host(), number, peer)));
    return decided || !sightings.misses(entry.message()) ? Reading.UNDERSTOOD : Reading.UNDECIDED;
  }

  /** A line without a program: only what no other would say is believed. */
  Reading bare(Entry entry) {
    String message = entry.message();
    int at = message.indexOf(": ");
    boolean own =
        at > 0
            && SmtpdLine.isId(message, 0, at)
            && (message.startsWith("ruleset=check_", at + 2)
                || message.startsWith("from=", at + 2)
                || message.startsWith("to=", at + 2))
            && message.contains(", relay=");
    return own ? read(entry) : Reading.FOREIGN;
  }

  private static String number(Entry entry, SendmailLine line) {
    return entry.process().isEmpty() ? line.id() : entry.process();
  }

  private void told(Entry entry, SendmailLine line, Address peer) {
    Optional<Integer> port = Optional.of(line.port());
    String number = number(entry, line);
    boolean known =
        !number.isEmpty() && sessions.put(new Session(entry.host(), number, peer), true) != null;
    if (!known) {
      sightings.connection(peer, port, entry.time());
    }
    sightings.credit(peer, port, line.name(), line.messages());
  }
}
