package org.postern.host.log.exim;

import java.util.List;

/**
 * The words that follow a client in a line of Exim, and by which it is known whether it was one:
 * the same {@code H=name [address]} also names the server that a message is sent to.
 */
public final class EximFields {
  private static final List<String> FIELDS =
      List.of(
          " I=[", " U=", " Ci=", " X=", " CV=", " DN=", " SNI=", " F=", " P=", " A=", " K ", " L ",
          " L* ", " L. ", " L- ", " D=", " C=", " PRX=", " DS ", " TFO", " S=");
  private static final List<String> WORDS =
      List.of(
          " rejected ",
          " temporarily rejected ",
          " sender verify ",
          " Warning: ",
          " incomplete transaction",
          " dropped by ",
          " RCPT ",
          " discarded ",
          " rejected:");

  /**
   * The words that follow the server to which a message is sent: a colon and a text, or the error's
   * words.
   */
  private static final List<String> FAILURES =
      List.of(
          ":",
          " Address ",
          " Bad file descriptor",
          " Broken pipe",
          " Can't assign requested address",
          " Cannot assign requested address",
          " Connection ",
          " DANE ",
          " Host is ",
          " Input/output error",
          " Interrupted system call",
          " Invalid argument",
          " Machine is not on the network",
          " Network ",
          " No buffer space available",
          " No route to host",
          " No such file or directory",
          " Operation ",
          " Permission denied",
          " Protocol ",
          " Remote host ",
          " Required key not available",
          " Resource temporarily unavailable",
          " SMTP error ",
          " SMTP timeout ",
          " SSL verify error",
          " Socket ",
          " Software caused connection abort",
          " Success",
          " TLS error ",
          " TLS session",
          " Too many open files",
          " Transport endpoint is not connected",
          " Unknown error ");

  private static final String SENDER = " F=<";

  private EximFields() {}

  /** Tells whether a field or a verdict follows, as behind the address of a client. */
  static boolean follow(String text, int at) {
    return begins(FIELDS, text, at) || begins(WORDS, text, at);
  }

  /** Tells whether words follow that Exim has for a server alone, which did not take a message. */
  static boolean isFailure(String text, int at) {
    return begins(FAILURES, text, at);
  }

  /** Tells whether one of these words is at that place. */
  static boolean begins(List<String> words, String text, int at) {
    for (String word : words) {
      if (text.startsWith(word, at)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Tells whether a message came from a client that gave a name and a password: its protocol says
   * so (RFC 3848), or the field behind the sender.
   */
  static boolean areAuthenticated(String text, int from) {
    int protocol = text.indexOf(" P=", from);
    int fields = text.indexOf('"', from);
    if (protocol >= 0 && (fields < 0 || protocol < fields)) {
      int end = text.indexOf(' ', protocol + 1);
      String word = text.substring(protocol + 3, end < 0 ? text.length() : end);
      return word.endsWith("smtpa") || word.endsWith("smtpsa");
    }
    int sender = text.indexOf(SENDER, from);
    return sender >= 0 && text.startsWith(" A=", senderEnd(text, sender + SENDER.length() - 1));
  }

  /** Returns the place behind a sender that begins there, in angle brackets or without. */
  public static int senderEnd(String text, int from) {
    boolean angle = text.startsWith("<", from);
    boolean quoted = false;
    int at = angle ? from + 1 : from;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '\\') {
        at++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (!quoted && angle && c == '>') {
        return at + 1;
      } else if (!quoted && !angle && c == ' ') {
        return at;
      }
      at++;
    }
    return text.length();
  }
}
