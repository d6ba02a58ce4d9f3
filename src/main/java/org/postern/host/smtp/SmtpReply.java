package org.postern.host.smtp;

/**
 * The reply of a server, RFC 5321 section 4.2.
 *
 * @param code 200 to 599
 * @param text all lines without their codes, separated by line feeds; of the server's bytes as ISO
 *     8859-1, with its control characters
 */
public record SmtpReply(int code, String text) {
  /** The service is ready: the greeting, and the answer to STARTTLS and XCLIENT. */
  public static final int READY = 220;

  /** Tells whether the server did or will do what was asked. */
  public boolean isPositive() {
    return code / 100 == 2;
  }

  /** Tells whether one of the lines of an answer to EHLO begins with this keyword. */
  public boolean offers(String keyword) {
    return text.lines().anyMatch(line -> (line + " ").startsWith(keyword + " "));
  }

  /** Returns the reply on one line. */
  @Override
  public String toString() {
    return code + " " + text.replace('\n', ' ');
  }
}
