package org.postern.host.log.postfix;

import java.util.Optional;
import org.postern.host.log.line.Addresses;
import org.postern.host.log.line.Named;

/**
 * A line of smtpd(8) of Postfix about a client ({@code msg_info}, {@code msg_warn} and {@code
 * log_whatsup} in src/smtpd, up to 3.11). The client always comes before anything that it chose
 * itself, but for two messages, in which it is the end of the line.
 *
 * <pre>
 * connect from NAME[ADDRESS]
 * warning: hostname NAME does not resolve to address ADDRESS
 * 4ABC: client=NAME[ADDRESS], sasl_method=PLAIN
 * NOQUEUE: reject: RCPT from NAME[ADDRESS]: 450 4.7.1 ...
 * lost connection after DATA (1234 bytes) from NAME[ADDRESS]
 * warning: NAME[ADDRESS]: SASL LOGIN authentication failed: ...
 * disconnect from NAME[ADDRESS] ehlo=1 mail=1 rcpt=0/1 data=1 quit=1 commands=4/5
 * </pre>
 *
 * @param kind the kind of the line
 * @param client the client of the line
 * @param messages the number of messages that were accepted from it; below zero where that is not
 *     told
 */
public record SmtpdLine(Kind kind, Named client, int messages) {
  private static final String CONNECT = "connect from ";
  private static final String DISCONNECT = "disconnect from ";
  private static final String CLIENT = ": client=";
  private static final String FROM = " from ";
  private static final String HOSTNAME = "hostname ";
  private static final String TO_ADDRESS = " does not resolve to address ";
  private static final String[] SEVERITIES = {"warning: ", "error: ", "fatal: ", "panic: "};
  private static final int LONGEST_ID = 32;

  /** The event of a connection that a line tells. */
  enum Kind {
    /** The connection begins. */
    CONNECT,
    /** The connection is about to begin: the client's name is looked up. */
    LOOKUP,
    /** A message is received. */
    MESSAGE,
    /** The connection is there. */
    MENTION,
    /** The connection ends. */
    DISCONNECT
  }

  /** Reads a message; empty where it names no client. */
  static Optional<SmtpdLine> read(String text) {
    int at = severity(text);
    if (text.startsWith(CONNECT, at)) {
      return Named.at(text, at + CONNECT.length())
          .filter(client -> client.end() == text.stripTrailing().length())
          .map(client -> new SmtpdLine(Kind.CONNECT, client, -1));
    }
    if (text.startsWith(DISCONNECT, at)) {
      return Named.at(text, at + DISCONNECT.length())
          .map(client -> new SmtpdLine(Kind.DISCONNECT, client, accepted(text, client.end())));
    }
    int message = text.indexOf(CLIENT, at);
    if (message > at && isId(text, at, message)) {
      return Named.at(text, message + CLIENT.length())
          .map(client -> new SmtpdLine(Kind.MESSAGE, client, -1));
    }
    return lookup(text, at).or(() -> mention(text, at));
  }

  /** Returns the place where a message begins behind the word for its severity. */
  static int severity(String text) {
    for (String word : SEVERITIES) {
      if (text.startsWith(word)) {
        return word.length();
      }
    }
    return 0;
  }

  /** A queue file's name, or {@code NOQUEUE}. */
  public static boolean isId(String text, int from, int to) {
    if (to - from > LONGEST_ID || to == from) {
      return false;
    }
    for (int i = from; i < to; i++) {
      if (!Addresses.isWord(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /** Returns how often the command succeeded, as {@code data=1/2 bdat=1} tells. */
  private static int accepted(String text, int from) {
    int commands = text.indexOf(" commands=", from);
    return commands < 0 ? -1 : succeeded(text, from, " data=") + succeeded(text, from, " bdat=");
  }

  private static int succeeded(String text, int from, String command) {
    int at = text.indexOf(command, from);
    int begin = at + command.length();
    int end = at < 0 ? 0 : Addresses.digits(text, begin);
    return at < 0 || end == begin || end - begin > 6 ? 0 : Integer.parseInt(text, begin, end, 10);
  }

  /**
   * Reads a failed look-up, also as before 2.9: {@code smtpd_peer_init: ADDRESS: hostname NAME
   * verification failed}.
   */
  private static Optional<SmtpdLine> lookup(String text, int from) {
    int at = text.startsWith("smtpd_peer_init: ", from) ? text.indexOf(' ', from) + 1 : from;
    if (text.startsWith(HOSTNAME, at)) {
      int end = text.indexOf(' ', at + HOSTNAME.length());
      return end > 0 && text.startsWith(TO_ADDRESS, end)
          ? address(text, end + TO_ADDRESS.length())
          : Optional.empty();
    }
    int end = text.indexOf(": ", at);
    return end > 0
            && (text.startsWith("hostname ", end + 2)
                || text.startsWith("address not listed for hostname ", end + 2))
        ? address(text, at)
        : Optional.empty();
  }

  private static Optional<SmtpdLine> address(String text, int from) {
    int colon = text.indexOf(": ", from);
    int end = colon < 0 ? text.stripTrailing().length() : colon;
    return Addresses.read(text, from, end)
        .map(address -> new Named("", Optional.of(address), end))
        .map(client -> new SmtpdLine(Kind.LOOKUP, client, -1));
  }

  private static Optional<SmtpdLine> mention(String text, int from) {
    int at = text.startsWith("< ", from) || text.startsWith("> ", from) ? from + 2 : from;
    Optional<Named> first =
        Named.at(text, at).filter(client -> text.startsWith(": ", client.end()));
    if (isEndedByClient(text, at)) {
      first =
          Named.at(text, text.lastIndexOf(FROM) + FROM.length())
              .filter(client -> client.end() == text.stripTrailing().length());
    } else if (first.isEmpty()) {
      int word = text.indexOf(FROM, at);
      first =
          word > at && isOwnWords(text, at, word)
              ? Named.at(text, word + FROM.length())
              : Optional.empty();
    }
    return first.map(client -> new SmtpdLine(Kind.MENTION, client, -1));
  }

  /** Tells whether what stands before a client is of Postfix alone. */
  private static boolean isOwnWords(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (!Addresses.isWord(c) && " :()-'".indexOf(c) < 0) {
        return false;
      }
    }
    return !text.startsWith("proxy-", from) && !isQuoting(text, from, to);
  }

  /** Tells whether a message repeats a reply of a filter. */
  private static boolean isQuoting(String text, int from, int to) {
    String own = text.substring(from, to);
    return own.contains("reply filter") || own.contains("filter result") || own.contains("problem");
  }

  /**
   * Tells whether a message is one of those in which an argument comes before the client; "reject:
   * ETRN from" has an id before it.
   */
  private static boolean isEndedByClient(String text, int from) {
    return text.startsWith("using backwards-compatible default setting ", from)
        || text.startsWith("reject: ETRN ", from)
        || text.startsWith("bad ETRN ", from);
  }
}
