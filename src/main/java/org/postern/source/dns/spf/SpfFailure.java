package org.postern.source.dns.spf;

import org.postern.source.Answer;

/** Tells why no list of addresses can be made of a record. */
final class SpfFailure extends Exception {
  private static final long serialVersionUID = 1L;

  private final Answer.Cause cause;

  /**
   * @param why the reason in words and free of foreign bytes
   */
  SpfFailure(Answer.Cause cause, String why) {
    super(why);
    this.cause = cause;
  }

  /**
   * Returns a failure for a record that breaks a rule of RFC 7208, which is a "permerror" there.
   */
  static SpfFailure malformed(String why) {
    return new SpfFailure(Answer.Cause.MALFORMED, why);
  }

  /** Returns a failure for a record that depends on the sender, or lets every address pass. */
  static SpfFailure unbounded(String why) {
    return new SpfFailure(Answer.Cause.UNBOUNDED, why);
  }

  /** Returns a copy that names the domain whose record it is about. */
  SpfFailure in(String domain) {
    return new SpfFailure(cause, "the record of %s: %s".formatted(domain, getMessage()));
  }

  /** Returns the failure as an answer about a source. */
  Answer.NoInformation about(String source) {
    return new Answer.NoInformation(cause, source + ": " + getMessage());
  }
}
