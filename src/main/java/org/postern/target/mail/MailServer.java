package org.postern.target.mail;

import java.util.Optional;

/**
 * The mail server itself, as far as this host reaches it.
 *
 * @param consumer asks it; empty where it cannot be reached from here
 * @param configuration the configuration, which says what it makes of the files; empty where it is
 *     not here
 */
public record MailServer(Optional<Consumer> consumer, Optional<Configuration> configuration) {
  /** A mail server that is not on this host. */
  public static final MailServer ABSENT = new MailServer(Optional.empty(), Optional.empty());

  /** Returns a mail server on this host. */
  public static MailServer of(Consumer consumer, Configuration configuration) {
    return new MailServer(Optional.of(consumer), Optional.of(configuration));
  }
}
