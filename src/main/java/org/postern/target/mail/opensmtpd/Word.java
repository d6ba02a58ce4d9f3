package org.postern.target.mail.opensmtpd;

/**
 * A word of smtpd.conf(5).
 *
 * @param text without its quotes
 * @param quoted whether it had any: then it is neither a keyword nor a sign
 */
record Word(String text, boolean quoted) {
  /** Tells whether it is that keyword or sign. */
  boolean is(String keyword) {
    return !quoted && text.equals(keyword);
  }
}
