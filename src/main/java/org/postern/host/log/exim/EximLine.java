package org.postern.host.log.exim;

import java.util.List;
import java.util.Optional;
import org.postern.host.log.line.AddressScan;
import org.postern.host.log.line.Addresses;

/**
 * A line of Exim's main log (specification, chapter "Log files"; {@code log_write} in
 * src/smtp_in.c, receive.c, daemon.c and host.c, up to 4.99). Where a client chose text that comes
 * before its address, the place of the address is found from the end of the line.
 *
 * @param kind the kind of the line
 * @param client the client of the line; empty where it is about none
 * @param authenticated whether the client gave a name and a password
 */
record EximLine(Kind kind, Optional<EximHost> client, boolean authenticated) {
  /** A line about no client, in words that other programs may have too. */
  private static final EximLine SILENCE = new EximLine(Kind.SILENCE, Optional.empty(), false);

  /** A line about no client, in words of Exim. */
  private static final EximLine NOTHING = new EximLine(Kind.NOTHING, Optional.empty(), false);

  /** A client is named, but by text that it may have written itself. */
  private static final EximLine DOUBTFUL = new EximLine(Kind.DOUBTFUL, Optional.empty(), false);

  /** The event of a connection that a line tells. */
  enum Kind {
    /** The connection came in: with {@code log_selector = +smtp_connection}. */
    CONNECTION,
    /** The connection came in and was refused at once. */
    REFUSED,
    /** The connection ends, as the same selector has it. */
    CLOSED,
    /** A message was received. */
    MESSAGE,
    /** A command was rejected, or something else happened that is told once. */
    EVENT,
    /** An event that another line follows. */
    BEFORE,
    /** The connection broke off. */
    LOST,
    /** The connection ended, and nothing follows: with {@code +smtp_no_mail}. */
    LAST,
    NOTHING,
    SILENCE,
    DOUBTFUL
  }

  /** Fixed words, behind which the client is. */
  private record Words(String text, Kind kind) {}

  private static final List<Words> WORDS =
      List.of(
          new Words("Connection from ", Kind.REFUSED),
          new Words("connection from ", Kind.REFUSED),
          new Words("refused connection from ", Kind.REFUSED),
          new Words("temporarily refused connection from ", Kind.REFUSED),
          new Words("rejected connection from ", Kind.REFUSED),
          new Words("SMTP call from ", Kind.LOST),
          new Words("unexpected disconnection while reading SMTP command from ", Kind.LOST),
          new Words("unexpected EOF while reading SMTP command from ", Kind.LOST),
          new Words("SMTP command timeout on connection from ", Kind.LOST),
          new Words("SMTP command timeout on TLS connection from ", Kind.LOST),
          new Words("SMTP data timeout (message abandoned) on connection from ", Kind.LOST),
          new Words("SMTP data timeout (message abandoned) on TLS connection from ", Kind.LOST),
          new Words("no MAIL in SMTP connection from ", Kind.LAST),
          new Words("no MAIL in TFO SMTP connection from ", Kind.LAST),
          new Words("no MAIL in TFO* SMTP connection from ", Kind.LAST),
          new Words("TLS error on connection from ", Kind.BEFORE),
          new Words("TLS error on SMTP connection from ", Kind.BEFORE),
          new Words("Error or EOF on input from ", Kind.BEFORE),
          new Words("rejected MAIL command ", Kind.EVENT),
          new Words("rejected EHLO from ", Kind.EVENT),
          new Words("rejected HELO from ", Kind.EVENT),
          new Words("rejected MAIL from ", Kind.EVENT),
          new Words("overlong message header line received from ", Kind.EVENT),
          new Words("ridiculously long message header received from ", Kind.EVENT),
          new Words("getsockopt() failed from ", Kind.EVENT),
          new Words("SSL_write: (from ", Kind.BEFORE));

  /** Words before an argument of the client; behind it, as the last of their kind, the others. */
  private record Around(String before, String behind, Kind kind) {}

  private static final List<Around> AROUND =
      List.of(
          new Around("SMTP protocol error in ", "\" H=", Kind.EVENT),
          new Around("SMTP syntax error in ", "\" H=", Kind.EVENT),
          new Around("unqualified ", "> H=", Kind.EVENT),
          new Around("rejected MAIL FROM:<", "> H=", Kind.EVENT),
          new Around("rejected from <", "> H=", Kind.EVENT),
          new Around("rejected from <", ">H=", Kind.EVENT),
          new Around("too many recipients: message rejected: sender=<", "> H=", Kind.EVENT),
          new Around("rejected \"", "\" from ", Kind.EVENT),
          new Around("VRFY failed for ", " H=", Kind.EVENT),
          new Around("ignoring AUTH=", " from H=", Kind.BEFORE),
          new Around(
              "no IP address found for host ", "(during SMTP connection from ", Kind.BEFORE));

  private static final List<String> BARE_ADDRESS =
      List.of("no host name found for IP address ", "host name alias list truncated for ");

  private static final List<String> OWN =
      List.of(
          "=> ",
          "-> ",
          ">> ",
          "*> ",
          "** ",
          "== ",
          "Completed",
          "exim 4",
          "Start queue run",
          "End queue run");

  private static final List<String> SILENT =
      List.of(
          "Message is frozen",
          "Frozen",
          "Unfrozen",
          "Remote host ",
          "SMTP error from remote ",
          "SMTP timeout ",
          "Spool file ",
          "retry time not reached",
          "DKIM: ",
          "cwd=",
          "SIGHUP",
          "pid ",
          "daemon",
          "listening ",
          "socket bind() ",
          "DNS list lookup ",
          "SMTP connection outbound ",
          "SMTP connection identification ",
          "Sender identification ",
          "TLS error on connection to ",
          "TLS session",
          "DANE ",
          "TLSA ",
          "SSL verify error",
          "ident connection to ",
          "lowest numbered MX ",
          "malware acl condition",
          "spam acl condition",
          "remote host address is the local host",
          "configuration file ");

  private static final String SYNCHRONIZATION = "SMTP protocol synchronization error (";
  private static final String CONNECTION = "SMTP connection";
  private static final String FAILED = " authenticator failed for ";
  private static final String FROM = " from ";
  private static final String HOST = "host ";
  private static final int LONGEST_WORDS = 64;

  /** The most places that are tried; a client does not write more by chance. */
  private static final int MOST_PLACES = 16;

  /** Reads a message; empty where Exim says no such thing, as far as is known. */
  static Optional<EximLine> read(String text) {
    int at = idEnd(text);
    if (text.startsWith("<= ", at)) {
      return Optional.of(received(text, at + 3));
    }
    if (text.startsWith("H=", at)) {
      return host(text, at);
    }
    if (at > 0 && EximFields.begins(OWN, text, at)) {
      return Optional.of(NOTHING);
    }
    if (text.startsWith("F=", at)) {
      int end = EximFields.senderEnd(text, at + 2);
      return text.startsWith(" H=", end) ? host(text, end + 1) : Optional.empty();
    }
    Optional<EximLine> found =
        connection(text, at)
            .or(() -> words(text, at))
            .or(() -> synchronization(text, at))
            .or(() -> around(text, at))
            .or(() -> authenticator(text, at))
            .or(() -> scanned(text, at))
            .or(() -> bare(text, at));
    return found.or(() -> about(text, at));
  }

  private static Optional<EximLine> about(String text, int at) {
    if (EximFields.begins(OWN, text, at)) {
      return Optional.of(NOTHING);
    }
    boolean silent = EximFields.begins(SILENT, text, at) || isOfServer(text, at);
    return silent || (at > 0 && !AddressScan.holdsAny(text.substring(at)))
        ? Optional.of(SILENCE)
        : Optional.empty();
  }

  /** Tells whether {@code mx.example [192.0.2.1] Connection timed out} follows. */
  private static boolean isOfServer(String text, int at) {
    int begin = text.startsWith(HOST, at) ? at + HOST.length() : at;
    return EximHost.at(text, begin)
        .filter(server -> EximFields.isFailure(text, server.end()))
        .isPresent();
  }

  /** Tells whether no other program would say this. */
  boolean isCertain() {
    return kind != Kind.SILENCE;
  }

  /**
   * Returns the end of the message id and a space with which the text begins; zero if it does not.
   */
  private static int idEnd(String text) {
    int dashes = 0;
    int group = 0;
    if (text.isEmpty() || !Addresses.isDigit(text.charAt(0))) {
      return 0;
    }
    for (int i = 0; i < text.length() && i < LONGEST_WORDS; i++) {
      char c = text.charAt(i);
      if (Addresses.isDigit(c) || Addresses.isLetter(c)) {
        group++;
      } else if (c == '-' && group > 0 && dashes < 2) {
        dashes++;
        group = 0;
      } else {
        return c == ' ' && dashes == 2 && group > 0 ? i + 1 : 0;
      }
    }
    return 0;
  }

  /** Reads {@code <= SENDER H=CLIENT P=esmtps S=1234}; a message of this host has no client. */
  private static EximLine received(String text, int from) {
    int at = EximFields.senderEnd(text, from);
    while (at < text.length() && !text.startsWith(" H=", at)) {
      boolean own = text.startsWith(" R=", at) || text.startsWith(" DS", at);
      int end = own ? text.indexOf(' ', at + 1) : -1;
      at = end < 0 ? text.length() : end;
    }
    return at == text.length()
        ? NOTHING
        : EximHost.at(text, at + 3).map(client -> of(Kind.MESSAGE, client, text)).orElse(DOUBTFUL);
  }

  private static EximLine of(Kind kind, EximHost client, String text) {
    return client.doubtful()
        ? DOUBTFUL
        : new EximLine(kind, Optional.of(client), EximFields.areAuthenticated(text, client.end()));
  }

  /**
   * Reads {@code H=CLIENT F=<SENDER> rejected RCPT ...}; the same with another text behind it is of
   * the server that a message is sent to.
   */
  private static Optional<EximLine> host(String text, int at) {
    Optional<EximHost> found = EximHost.at(text, at + 2);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    EximHost client = found.get();
    boolean incoming = client.server().isPresent() || EximFields.follow(text, client.end());
    if (incoming) {
      boolean before = text.startsWith(" sender verify ", client.end());
      return Optional.of(of(before ? Kind.BEFORE : Kind.EVENT, client, text));
    }
    return EximFields.isFailure(text, client.end()) ? Optional.of(NOTHING) : Optional.empty();
  }

  private static Optional<EximLine> connection(String text, int at) {
    if (!text.startsWith(CONNECTION, at)) {
      return Optional.empty();
    }
    int from = text.indexOf(FROM, at);
    if (from < 0 || from - at > LONGEST_WORDS) {
      return Optional.empty();
    }
    return EximHost.at(text, from + FROM.length())
        .map(
            client ->
                of(isClosed(text, client.end()) ? Kind.CLOSED : Kind.CONNECTION, client, text));
  }

  private static boolean isClosed(String text, int end) {
    return text.startsWith(" closed ", end)
        || text.startsWith(" lost", end)
        || text.startsWith(" D=", end);
  }

  private static Optional<EximLine> words(String text, int at) {
    for (Words words : WORDS) {
      if (text.startsWith(words.text(), at)) {
        int begin = at + words.text().length();
        for (String flag : List.of("TFO* ", "TFO ", "H=")) {
          begin += text.startsWith(flag, begin) ? flag.length() : 0;
        }
        return EximHost.at(text, begin)
            .filter(
                client ->
                    words.kind() != Kind.REFUSED
                        || !words.text().startsWith("onnection", 1)
                        || text.startsWith(" refused", client.end()))
            .map(client -> of(words.kind(), client, text));
      }
    }
    return Optional.empty();
  }

  private static Optional<EximLine> around(String text, int at) {
    for (Around around : AROUND) {
      int behind = text.startsWith(around.before(), at) ? text.lastIndexOf(around.behind()) : -1;
      if (behind >= at) {
        int begin = behind + around.behind().length();
        int host = text.startsWith("H=", begin) ? begin + 2 : begin;
        Optional<EximHost> client = EximHost.at(text, host);
        if (client.isPresent()) {
          return Optional.of(of(around.kind(), client.get(), text));
        }
      }
    }
    return Optional.empty();
  }

  /**
   * Reads {@code ...: rejected connection from H=CLIENT input="..."}, {@code ...: rejected
   * "COMMAND" H=CLIENT next input="..."}, where both quotations are the client's.
   */
  private static Optional<EximLine> synchronization(String text, int at) {
    if (!text.startsWith(SYNCHRONIZATION, at)) {
      return Optional.empty();
    }
    String rejected = ": rejected connection from H=";
    int first = text.indexOf(rejected, at);
    if (first > 0 && text.indexOf('"', at) > first) {
      return EximHost.at(text, first + rejected.length())
          .map(client -> of(Kind.EVENT, client, text));
    }
    return only(text, at, "\" H=", " next input=", Kind.EVENT);
  }

  /**
   * Reads {@code NAME authenticator failed for H=CLIENT: 535 ...}; without "for" it is ours
   * elsewhere.
   */
  private static Optional<EximLine> authenticator(String text, int at) {
    int space = text.indexOf(' ', at);
    if (space < 0 || !text.startsWith(FAILED, space)) {
      return space > 0 && text.startsWith(" authenticator ", space)
          ? Optional.of(NOTHING)
          : Optional.empty();
    }
    int begin = space + FAILED.length();
    int host = text.startsWith("H=", begin) ? begin + 2 : begin;
    return EximHost.at(text, host).map(client -> of(Kind.EVENT, client, text));
  }

  /**
   * Reads {@code SA: Action: ... From <SENDER> (host=NAME [ADDRESS]) for RECIPIENT}, by sa-exim.
   */
  private static Optional<EximLine> scanned(String text, int at) {
    if (!text.startsWith("SA: ", at)) {
      return Optional.empty();
    }
    return only(text, at, "(host=", ") for ", Kind.BEFORE).or(() -> Optional.of(SILENCE));
  }

  /** Returns the client between these words; doubtful where there are several or many places. */
  private static Optional<EximLine> only(
      String text, int at, String before, String behind, Kind kind) {
    Optional<EximLine> only = Optional.empty();
    int places = 0;
    for (int i = text.indexOf(before, at); i >= 0; i = text.indexOf(before, i + 1)) {
      places++;
      Optional<EximHost> client =
          EximHost.at(text, i + before.length()).filter(one -> text.startsWith(behind, one.end()));
      boolean second = client.isPresent() && only.isPresent();
      if (second || places > MOST_PLACES) {
        return Optional.of(DOUBTFUL);
      }
      if (client.isPresent()) {
        only = client.map(one -> of(kind, one, text));
      }
    }
    return only;
  }

  private static Optional<EximLine> bare(String text, int at) {
    for (String words : BARE_ADDRESS) {
      if (text.startsWith(words, at)) {
        int begin = at + words.length();
        int end = text.stripTrailing().length();
        return Addresses.read(text, begin, end)
            .map(address -> EximHost.of(address, end))
            .map(client -> new EximLine(Kind.BEFORE, Optional.of(client), false));
      }
    }
    return Optional.empty();
  }
}
