package org.postern.host.log.postfix;

import java.util.Optional;
import org.postern.address.Address;
import org.postern.host.log.line.Addresses;
import org.postern.host.log.line.Bracketed;

/**
 * A line of postscreen(8) or tlsproxy(8) of Postfix about a client. Nothing that it chose comes
 * before its address.
 *
 * <pre>
 * CONNECT from [ADDRESS]:PORT to [ADDRESS]:PORT
 * PREGREET 14 after 0.08 from [ADDRESS]:PORT: EHLO x\r\n
 * NOQUEUE: reject: RCPT from [ADDRESS]:PORT: 550 5.7.1 ...
 * PASS NEW [ADDRESS]:PORT
 * DISCONNECT [ADDRESS]:PORT
 * </pre>
 *
 * @param kind the kind of the line; never a message, nor a lookup
 * @param port the port of the client
 * @param server the port that was dialled, where that is told
 */
record PostscreenLine(SmtpdLine.Kind kind, Address client, int port, Optional<Integer> server) {

  /** Reads a message; empty where it names no client. */
  static Optional<PostscreenLine> read(String text) {
    int at = SmtpdLine.severity(text);
    int open = text.indexOf('[', at);
    Optional<Bracketed> client =
        isOwnWords(text, at, open) ? Bracketed.at(text, open) : Optional.empty();
    return client
        .filter(one -> one.address().isPresent() && one.port().isPresent())
        .map(
            one ->
                new PostscreenLine(
                    kind(text, at),
                    one.address().orElseThrow(),
                    one.port().orElseThrow(),
                    server(text, one.end())));
  }

  /** Returns a copy that says no more than that the client is there. */
  PostscreenLine mentioned() {
    return new PostscreenLine(SmtpdLine.Kind.MENTION, client, port, server);
  }

  private static SmtpdLine.Kind kind(String text, int at) {
    if (text.startsWith("CONNECT from ", at)) {
      return SmtpdLine.Kind.CONNECT;
    }
    return text.startsWith("DISCONNECT ", at) ? SmtpdLine.Kind.DISCONNECT : SmtpdLine.Kind.MENTION;
  }

  private static Optional<Integer> server(String text, int from) {
    String to = " to ";
    return text.startsWith(to, from)
        ? Bracketed.at(text, from + to.length()).flatMap(Bracketed::port)
        : Optional.empty();
  }

  /**
   * Tells whether a text is Postfix's own: words, numbers, and nothing but {@code to} before an
   * address that was connected to.
   */
  private static boolean isOwnWords(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (!Addresses.isWord(c) && " :.-=>".indexOf(c) < 0) {
        return false;
      }
    }
    boolean apart = to == from || (to > from && text.charAt(to - 1) == ' ');
    return apart && !text.startsWith("to ", to - 3);
  }
}
