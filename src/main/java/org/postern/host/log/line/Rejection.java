package org.postern.host.log.line;

import java.time.Instant;
import java.util.Optional;
import org.postern.address.Address;

/**
 * A mail server has refused a client by a rule for clients, or has noted that a rule would.
 *
 * @param server the kind of server that wrote the line
 * @param kind the fate of the client
 * @param instance the first part of the program's name, {@code postfix} of {@code
 *     postfix/submission/smtpd}; empty where the log is the server's own
 * @param peer the client
 * @param text the text that the client was told, or that was noted of it; never chosen by the
 *     client
 * @param domain the domain of the recipient, in the form of {@link org.postern.policy.MailDomain};
 *     empty where none is told or it is none
 * @param at when; empty where that is not told
 */
public record Rejection(
    Server server,
    Kind kind,
    String instance,
    Address peer,
    String text,
    Optional<String> domain,
    Optional<Instant> at) {
  /** A mail server. */
  public enum Server {
    POSTFIX,
    EXIM
  }

  /** The fate of the client. */
  public enum Kind {
    /** The client was asked to try again later: 4xx. */
    DEFERRED,
    /** The client was refused for good: 5xx. */
    REJECTED,
    /** The client was noted, and refused nothing. */
    NOTED
  }
}
