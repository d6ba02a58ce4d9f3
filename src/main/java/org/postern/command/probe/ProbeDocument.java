package org.postern.command.probe;

import java.util.List;
import java.util.Optional;
import org.postern.address.Address;
import org.postern.host.RecordTree;
import org.postern.host.smtp.SmtpReply;

/**
 * What a stranger meets at a host, as a document for programs.
 *
 * @param host the name of the host, as it was given
 * @param open whether mail can be delivered past the filter
 * @param proven whether that is sure
 * @param tellsRecipients whether a stranger learns which recipients exist
 * @param addresses the addresses of the host that are not the filter's
 * @param filter addresses of the filter
 * @param notes the reasons that may make the verdict wrong, a sentence each
 */
public record ProbeDocument(
    String host,
    boolean open,
    boolean proven,
    boolean tellsRecipients,
    List<Met> addresses,
    List<Met> filter,
    List<String> notes) {
  public ProbeDocument {
    addresses = List.copyOf(addresses);
    filter = List.copyOf(filter);
    notes = List.copyOf(notes);
  }

  /**
   * The results at one address.
   *
   * @param name the name by which the address was found
   * @param way how the name led there, in a word
   * @param state how far the connection came
   * @param detail the event in words, with text of the server as it came; empty if all is said
   * @param verify the answer to VRFY, if it came to that
   */
  public record Met(
      Address address,
      String name,
      String way,
      Found.Door state,
      String detail,
      List<Asked> recipients,
      Optional<SmtpReply> verify) {
    static Met of(Found found) {
      return new Met(
          found.address(),
          found.host(),
          found.way().word(),
          found.door(),
          found.detail(),
          found.recipients().stream().map(Asked::of).toList(),
          found.verify());
    }
  }

  /**
   * A recipient that was named.
   *
   * @param reply the reply of the server
   * @param madeUp whether the recipient surely does not exist
   */
  public record Asked(@RecordTree.Inline SmtpReply reply, String recipient, boolean madeUp) {
    private static Asked of(Found.Asked asked) {
      return new Asked(asked.reply(), asked.recipient(), asked.isMadeUp());
    }
  }
}
