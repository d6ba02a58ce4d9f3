package org.postern.command.probe;

import java.util.List;
import java.util.Optional;
import org.postern.address.Address;
import org.postern.host.smtp.SmtpReply;

/**
 * The findings of a stranger at one address.
 *
 * @param host the name by which the address was found
 * @param address the address that was connected to
 * @param way how the name led there
 * @param door how far the connection came
 * @param detail the event in words, with text of the server as it came; empty if all is said
 * @param recipients the answer to each recipient that was named
 * @param verify the answer to VRFY, if it came to that
 */
public record Found(
    String host,
    Address address,
    Way way,
    Door door,
    String detail,
    List<Asked> recipients,
    Optional<SmtpReply> verify) {
  public Found {
    recipients = List.copyOf(recipients);
  }

  /** How a name leads to an address. */
  public enum Way {
    /** The address is written so. */
    ADDRESS("address"),
    /** The way by an A or AAAA record. */
    HOST("host"),
    /** The way by an MX record. */
    EXCHANGER("mx");

    private final String word;

    Way(String word) {
      this.word = word;
    }

    String word() {
      return word;
    }
  }

  /** How far a stranger comes, from the inside out. */
  public enum Door {
    /** A recipient is accepted: mail can be delivered past the filter. */
    OPEN("open"),
    /** The mail server speaks, and takes no recipient. */
    REFUSED("refused by the mail server"),
    /** The port answers that it is closed. */
    CLOSED("closed"),
    /** The port does not answer, as behind a packet filter that drops. */
    SILENT("no answer"),
    /** Nothing can be said: no way there, or no dialogue came about. */
    UNKNOWN("unknown");

    private final String words;

    Door(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }

  /**
   * The reply to a recipient.
   *
   * @param isMadeUp whether it surely does not exist
   */
  public record Asked(String recipient, boolean isMadeUp, SmtpReply reply) {}

  /**
   * Tells whether something was refused for the moment only (4xx): a server with a greylist answers
   * a first try so, and takes the mail when it is tried again.
   */
  boolean isForNow() {
    return door == Door.REFUSED
        && (recipients.isEmpty()
            ? detail.startsWith("4")
            : recipients.stream().anyMatch(asked -> asked.reply().code() / 100 == 4));
  }

  boolean isOpen() {
    return door == Door.OPEN;
  }

  /**
   * Tells whether a stranger learns which recipients exist: one that does not is answered
   * otherwise, or VRFY answers anything but that it does not tell (252), or that it is not done
   * (5xx but 550).
   */
  boolean tellsRecipients() {
    boolean differs = recipients.stream().map(asked -> asked.reply().code()).distinct().count() > 1;
    return differs
        || verify
            .map(SmtpReply::code)
            .filter(code -> code == 250 || code == 251 || code == 550 || code == 551)
            .isPresent();
  }
}
