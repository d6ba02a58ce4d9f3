package org.postern.source;

import java.time.Duration;
import java.util.List;
import org.postern.address.Address;

/** The route of mail for a domain, as a sender finds it: RFC 5321 section 5.1. */
public sealed interface MailRoute {

  /**
   * Mail goes to these hosts; the domain itself is the only one where it has no MX record.
   *
   * @param exchangers the exchangers, at least one, most preferred first
   */
  record Hosts(List<Exchanger> exchangers) implements MailRoute {
    public Hosts {
      exchangers = List.copyOf(exchangers);
    }
  }

  /** The domain takes no mail, and says so: a null MX record (RFC 7505). */
  record Nowhere() implements MailRoute {}

  /**
   * A look-up that learned nothing of the domain's MX records.
   *
   * @param detail the event in words, free of foreign bytes
   */
  record NoInformation(Answer.Cause cause, String detail) implements MailRoute {}

  /**
   * A host that takes mail.
   *
   * @param name lower case, without the final dot, free of foreign bytes
   * @param implicit whether it is the domain itself, for want of an MX record
   * @param addresses the addresses that are known, of both families
   * @param reach how long a cache may still lead senders there: the longest lifetime of the records
   *     that name the host and its addresses
   * @param unknown the reason why some of its addresses are not known, in words; empty when all are
   */
  record Exchanger(
      String name,
      boolean implicit,
      List<Address> addresses,
      Duration reach,
      List<String> unknown) {
    public Exchanger {
      addresses = List.copyOf(addresses);
      unknown = List.copyOf(unknown);
    }
  }
}
