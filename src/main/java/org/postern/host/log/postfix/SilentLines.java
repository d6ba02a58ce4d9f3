package org.postern.host.log.postfix;

import java.util.List;
import java.util.regex.Pattern;

/** Knows lines of Postfix that are about no client, by their first words. */
final class SilentLines {
  /**
   * The beginnings of lines in which addresses are those of helpers, tables and networks, never of
   * clients.
   */
  private static final List<String> HELPERS =
      List.of(
          "connect to ",
          "problem talking to ",
          "milter ",
          "lost connection with milter ",
          "TLS library problem",
          "dict_",
          "mysql ",
          "pgsql ",
          "ldap ",
          "open ",
          "table ",
          "restriction ",
          "access table ",
          "unknown smtpd restriction",
          "parameter ",
          "non-null host address bits",
          "bad net/mask pattern",
          "inet_",
          "run-time library",
          "proxy-accept: ",
          "proxy-reject: ",
          "connect to proxy filter ",
          "timeout talking to proxy ",
          "lost connection with proxy ",
          "dnsblog reply timeout",
          "dnsblog_query: ",
          "psc_",
          "cache ",
          "close database ");

  /** Matches {@code < NAME: text}, and what {@code -v} traces: the name of a function, a colon. */
  private static final Pattern TRACE =
      Pattern.compile(
          "(?:[a-z0-9]+_[a-z0-9_]+|send attr|private/|public/|name_mask|trust_)[^a-z].*");

  private static final Pattern LOOKUP_FAILED =
      Pattern.compile("[0-9A-Za-z_.-]{1,255}: RBL lookup error.*");

  private static final Pattern DELIVERY =
      Pattern.compile(
          "[0-9A-Za-z]{5,20}: (?:to=<.*|from=<.*, size=[0-9].*|removed|message-id=.*|uid=.*)"
              + "|connect to [^ ]*\\[.*|(?:setting up|[A-Z][a-z]+) TLS connection"
              + " (?:to|established to) .*");

  private static final Pattern POSTSCREEN =
      Pattern.compile(
          "(?:CONNECT from|DISCONNECT|PASS (?:NEW|OLD)|(?:WHITE|BLACK|ALLOW|DENY)LIST(?:ED|"
              + " VETO)|PREGREET [0-9]+ after [0-9.]+ from|HANGUP after [0-9.]+ from|DNSBL rank"
              + " [0-9]+ for|NOQUEUE: reject: [A-Z-]+ from|COMMAND [A-Z]+(?: LIMIT)? from|BARE"
              + " NEWLINE from) \\[.*");

  private static final Pattern SMTPD =
      Pattern.compile(
          "(?:connect|disconnect) from [^ ]+\\[.*|(?:[0-9A-Za-z]{5,20}|NOQUEUE):"
              + " (?:client=|[a-z_-]+: [A-Z-]+ from |lost connection after ).*|(?:lost"
              + " connection|timeout|too many errors|improper command pipelining) after .*|warning:"
              + " (?:hostname [^ ]+ does not resolve to address |[A-Za-z ]+ limit exceeded: [0-9]+"
              + " from |[^ ]+\\[[0-9A-Fa-f.:]+\\](?::[0-9]+)?: SASL ).*");

  private SilentLines() {}

  /** Tells whether it is known that a message of smtpd or postscreen tells of no client. */
  static boolean isOfPostfix(String message) {
    int at = SmtpdLine.severity(message);
    return message.startsWith("fatal: ")
        || HELPERS.stream().anyMatch(words -> message.startsWith(words, at))
        || TRACE.matcher(message).region(at, message.length()).matches()
        || LOOKUP_FAILED.matcher(message).region(at, message.length()).matches();
  }

  /**
   * Tells whether a message without a program is that of a delivery, or of a message in the queue.
   */
  static boolean isDelivery(String message) {
    return DELIVERY.matcher(message).matches();
  }

  /** Tells whether a message without a program is one of postscreen. */
  static boolean isPostscreen(String message) {
    return POSTSCREEN.matcher(message).matches();
  }

  /** Tells whether a message without a program is one of smtpd. */
  static boolean isSmtpd(String message) {
    return SMTPD.matcher(message).matches();
  }
}
