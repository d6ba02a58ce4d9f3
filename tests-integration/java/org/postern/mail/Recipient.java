package org.postern.mail;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a client asks for: a recipient of a domain, in one of the spellings that mean the same.
 *
 * @param domain as the policy language writes it
 * @param spelling how the address is written
 * @param existing whether the mail server knows the recipient
 */
record Recipient(String domain, Spelling spelling, boolean existing) {
  /** Ways to write an address (RFC 5321 4.1.2). */
  enum Spelling {
    LOWER,
    UPPER,
    /** As a name of DNS that is complete. */
    FINAL_DOT,
    /** By way of another host, which a server ignores (RFC 5321 appendix C). */
    SOURCE_ROUTE,
    /** With a local part in quotes. */
    QUOTED,
    /** Asked for with VRFY (RFC 5321 4.1.1.6). */
    VERIFIED
  }

  /** Each spelling, of one recipient that is known and of one that is not. */
  static List<Recipient> all(String domain) {
    List<Recipient> all = new ArrayList<>();
    for (Spelling spelling : Spelling.values()) {
      all.add(new Recipient(domain, spelling, true));
      all.add(new Recipient(domain, spelling, false));
    }
    return all;
  }

  String command() {
    String user = existing ? "u" : "missing";
    return switch (spelling) {
      case LOWER -> "RCPT TO:<%s@%s>".formatted(user, domain);
      case UPPER -> "RCPT TO:<%s@%s>".formatted(user, domain.toUpperCase(Locale.ROOT));
      case FINAL_DOT -> "RCPT TO:<%s@%s.>".formatted(user, domain);
      case SOURCE_ROUTE -> "RCPT TO:<@a.test,@b.test:%s@%s>".formatted(user, domain);
      case QUOTED -> "RCPT TO:<\"%s\"@%s>".formatted(user, domain);
      case VERIFIED -> "VRFY %s@%s".formatted(user, domain);
    };
  }

  /** The same of a recipient that is known. */
  Recipient known() {
    return new Recipient(domain, spelling, true);
  }

  @Override
  public String toString() {
    return command();
  }
}
