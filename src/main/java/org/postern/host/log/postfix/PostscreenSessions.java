package org.postern.host.log.postfix;

import org.postern.address.Address;
import org.postern.host.log.line.Entry;
import org.postern.host.log.line.Program;
import org.postern.host.log.line.Recent;

/** The connections that postscreen(8) has, and those that an smtpd(8) has yet to tell again. */
final class PostscreenSessions {
  private final Recent<Session, Boolean> sessions = new Recent<>();
  private final Recent<Client, Integer> passing = new Recent<>();

  /** A connection. */
  private record Session(Client client, int port) {}

  /** An address, as one instance on one host meets it. */
  private record Client(String host, String instance, Address address) {}

  /** Takes a line; answers whether it is the first of its connection. */
  boolean begins(Entry entry, PostscreenLine line) {
    Client client = client(entry, line.client());
    Session session = new Session(client, line.port());
    boolean begins = line.kind() == SmtpdLine.Kind.CONNECT || !sessions.containsKey(session);
    if (begins) {
      sessions.put(session, true);
      passing.merge(client, 1, Integer::sum);
    }
    if (line.kind() == SmtpdLine.Kind.DISCONNECT) {
      sessions.remove(session);
      take(client);
    }
    return begins;
  }

  /** Tells whether a connection that smtpd tells is one of postscreen's; each is so once. */
  boolean take(String host, Program program, Address peer) {
    return !passing.isEmpty() && take(new Client(host, program.instance(), peer));
  }

  private boolean take(Client client) {
    Integer number = passing.get(client);
    if (number == null) {
      return false;
    }
    if (number > 1) {
      passing.put(client, number - 1);
    } else {
      passing.remove(client);
    }
    return true;
  }

  /**
   * Returns the key of a client. The services of an instance have its name in common, up to the
   * first slash.
   */
  private static Client client(Entry entry, Address address) {
    return new Client(entry.host(), entry.program().instance(), address);
  }
}
