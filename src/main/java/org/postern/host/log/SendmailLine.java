package org.postern.host.log;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.postern.address.Address;
import org.postern.host.log.line.Bracketed;
import org.postern.host.log.line.Services;
import org.postern.host.log.postfix.SmtpdLine;

/**
 * A line of Sendmail about a client, {@code name [192.0.2.1]} or {@code [IPv6:2001:db8::1]}, with
 * {@code (may be forged)} behind it where the name does not resolve to the address.
 *
 * <pre>
 * x1: from=&lt;a@b.example&gt;, size=1, nrcpts=1, proto=ESMTP, daemon=MTA, relay=CLIENT
 * x1: ruleset=check_rcpt, arg1=&lt;u@example.com&gt;, relay=CLIENT, reject=550 5.7.1 ...
 * x1: CLIENT did not issue MAIL/EXPN/VRFY/ETRN during connection to MTA
 * STARTTLS=server, relay=CLIENT, version=TLSv1.3, ...
 * x1: to=&lt;u@example.org&gt;, mailer=esmtp, relay=mx.example.org. [192.0.2.7], stat=Sent
 * </pre>
 *
 * @param id the id of the message; empty where the line has none
 * @param clients the client; none where a line is about none, several where text that the client
 *     chose looks alike
 * @param name the client's name that resolves to its address; empty where none does
 * @param port the port that the client dialled
 * @param messages how many messages were accepted
 * @param known whether the line has a known form
 */
record SendmailLine(
    String id, Set<Address> clients, String name, int port, int messages, boolean known) {
  private static final String RELAY = ", relay=";
  private static final String DAEMON = ", daemon=";
  private static final String RECIPIENTS = ", nrcpts=";
  private static final String FORGED = " (may be forged)";
  private static final int LONGEST_ID = 24;

  /** Beginnings of the names of the rulesets with which Sendmail judges a client. */
  private static final List<String> RULESETS =
      List.of("check_", "tls_client", "trust_auth", "srv_features", "queuegroup", "greet_pause");

  /** Beginnings of lines directly before a client. */
  private static final List<String> BEFORE =
      List.of(
          "lost input channel from ",
          "rejecting commands from ",
          "timeout waiting for input from ",
          "collect: unexpected close on connection from ",
          "connect from ",
          "SMTP connect from ",
          "tcpwrappers (",
          "disconnect from ");

  /** Words directly after a client at the beginning of a line. */
  private static final List<String> BEHIND =
      List.of(" did not issue ", ": ", " while in ", " (may be forged)");

  /** Beginnings of lines that are about no client. */
  private static final List<String> SILENT =
      List.of(
          "<",
          "to=",
          "ctladdr=",
          "STARTTLS=client",
          "AUTH=client",
          "ruleset=",
          "--- ",
          "Milter",
          "milter=",
          "SYSERR",
          "starting daemon",
          "alias",
          "done;",
          "clone",
          "return to sender",
          "DSN",
          "postmaster notify",
          "queueup",
          "--> ",
          "makeconnection",
          "rejecting connections");

  static SendmailLine read(String text) {
    int colon = text.indexOf(": ");
    boolean numbered = colon > 0 && colon <= LONGEST_ID && SmtpdLine.isId(text, 0, colon);
    String id = numbered && !text.startsWith("NOQUEUE") ? text.substring(0, colon) : "";
    int at = numbered ? colon + 2 : 0;
    if (text.startsWith("from=", at)) {
      return message(id, text, at);
    }
    Optional<SendmailLine> found = relayed(id, text, at).or(() -> placed(id, text, at));
    boolean silent = SILENT.stream().anyMatch(words -> text.startsWith(words, at));
    return found.orElse(nothing(id, silent));
  }

  private static SendmailLine nothing(String id, boolean known) {
    return new SendmailLine(id, Set.of(), "", Services.SMTP, 0, known);
  }

  /**
   * Reads a line about a message. The client is the last field; the fields before it repeat what
   * the client chose.
   */
  private static SendmailLine message(String id, String text, int at) {
    int relay = text.lastIndexOf(RELAY);
    if (relay < at) {
      return nothing(id, true);
    }
    int from = relay + RELAY.length();
    int daemon = text.lastIndexOf(DAEMON, relay);
    int port = daemon < at ? Services.SMTP : Services.daemon(text.substring(daemon + 9, relay));
    int recipients = text.lastIndexOf(RECIPIENTS, relay);
    boolean accepted = recipients > at && !text.startsWith("0,", recipients + RECIPIENTS.length());
    return of(id, text, from, text.length(), port).accepting(accepted ? 1 : 0);
  }

  private static Optional<SendmailLine> relayed(String id, String text, int at) {
    int first = text.indexOf(RELAY, at);
    if (first < 0) {
      return Optional.empty();
    }
    int from = first + RELAY.length();
    if (text.startsWith("STARTTLS=server, error", at) || text.startsWith("AUTH failure", at)) {
      int last = text.lastIndexOf(RELAY) + RELAY.length();
      return Optional.of(of(id, text, last, text.length(), Services.SMTP));
    }
    if (text.startsWith("STARTTLS=server", at) || text.startsWith("AUTH=server", at)) {
      int end = text.indexOf(", ", from);
      return Optional.of(of(id, text, from, end < 0 ? text.length() : end, Services.SMTP));
    }
    String rule =
        text.startsWith("ruleset=", at) ? text.substring(at + 8, Math.max(at + 8, first)) : "";
    return RULESETS.stream().anyMatch(rule::startsWith)
        ? Optional.of(ruled(id, text, at))
        : Optional.empty();
  }

  /**
   * Reads a line of a ruleset. Argument and verdict may both repeat text of the client, so all
   * places are looked at.
   */
  private static SendmailLine ruled(String id, String text, int at) {
    Set<Address> clients = new LinkedHashSet<>();
    String name = "";
    for (int i = text.indexOf(RELAY, at); i >= 0; i = text.indexOf(RELAY, i + 1)) {
      int from = i + RELAY.length();
      int end = verdict(text, from);
      if (end > from) {
        SendmailLine one = of(id, text, from, end, Services.SMTP);
        clients.addAll(one.clients());
        name = one.name();
      }
    }
    return new SendmailLine(id, clients, name, Services.SMTP, 0, true);
  }

  private static int verdict(String text, int from) {
    int end = text.length();
    for (String word : List.of(", reject=", ", discard", ", quarantine=", ", tempfail=")) {
      int at = text.indexOf(word, from);
      end = at < 0 ? end : Math.min(end, at);
    }
    return end;
  }

  /** A client behind fixed words, or at the beginning with fixed words behind it. */
  private static Optional<SendmailLine> placed(String id, String text, int at) {
    for (String words : BEFORE) {
      if (text.startsWith(words, at)) {
        int from = at + words.length();
        int open = text.indexOf('[', from);
        return Bracketed.at(text, open)
            .map(where -> one(id, text, from, open, where).at(daemon(text, where.end())));
      }
    }
    Set<Address> clients = new LinkedHashSet<>();
    Optional<SendmailLine> first = Optional.empty();
    for (int open = text.indexOf('[', at); open >= 0; open = text.indexOf('[', open + 1)) {
      Optional<Bracketed> where = Bracketed.at(text, open);
      if (where.isPresent() && isFollowed(text, where.get().end())) {
        SendmailLine one = one(id, text, at, open, where.get());
        clients.addAll(one.clients());
        first = first.or(() -> Optional.of(one.at(daemon(text, where.get().end()))));
      }
    }
    return first.map(one -> new SendmailLine(id, clients, one.name(), one.port(), 0, one.known()));
  }

  private static boolean isFollowed(String text, int end) {
    return BEHIND.stream().anyMatch(words -> text.startsWith(words, end));
  }

  /** Returns the port of the daemon that a line names behind its client. */
  private static int daemon(String text, int end) {
    int at = text.startsWith(FORGED, end) ? end + FORGED.length() : end;
    String during = " did not issue MAIL/EXPN/VRFY/ETRN during connection to ";
    String to = " to ";
    int name =
        text.startsWith(during, at)
            ? at + during.length()
            : text.startsWith(to, at) ? at + to.length() : text.length();
    int space = text.indexOf(' ', name);
    return Services.daemon(text.substring(name, space < 0 ? text.length() : space));
  }

  /** Reads a line whose client is the last address of a part of the text. */
  private static SendmailLine of(String id, String text, int from, int to, int port) {
    int open = text.lastIndexOf('[', to - 1);
    return open < from
        ? nothing(id, true)
        : Bracketed.at(text, open)
            .filter(where -> where.end() <= to)
            .map(where -> one(id, text, from, open, where).at(port))
            .orElse(nothing(id, false));
  }

  private static SendmailLine one(String id, String text, int from, int open, Bracketed where) {
    String name = text.substring(Math.min(from, open), open).strip();
    String host = name.substring(name.indexOf('@') + 1);
    boolean confirmed =
        !text.startsWith(FORGED, where.end())
            && host.chars().noneMatch(c -> " [],=:".indexOf(c) >= 0);
    Set<Address> client = where.address().map(Set::of).orElse(Set.of());
    return new SendmailLine(id, client, confirmed ? host : "", Services.SMTP, 0, !client.isEmpty());
  }

  private SendmailLine at(int other) {
    return new SendmailLine(id, clients, name, other, messages, known);
  }

  private SendmailLine accepting(int number) {
    return new SendmailLine(id, clients, name, port, number, known);
  }
}
