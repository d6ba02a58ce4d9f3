package org.postern.source.dns;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.postern.address.Family;
import org.postern.source.Answer;
import org.postern.source.Answer.Cause;

/** Looks up records of several types, one round after another, within one deadline. */
public interface RecordLookup {

  /** The records of a name of one type. */
  sealed interface Told {
    /**
     * The name has such records, at least one.
     *
     * @param values the values in the order of the reply, or of their preference
     * @param ttl the least of all records that led here
     * @param server the server that answered and how, such as {@code 127.0.0.1:53/tcp}
     */
    record Found(List<String> values, Duration ttl, String server) implements Told {
      public Found {
        values = List.copyOf(values);
      }
    }

    /**
     * The name provably has no such record.
     *
     * @param absence the kind of absence
     * @param ttl how long that holds
     * @param server the server that answered, and how
     */
    record Absent(Answer.Absence absence, Duration ttl, String server) implements Told {}

    /**
     * A look-up that learned nothing.
     *
     * @param why the reason in words and free of foreign bytes
     */
    record DeadEnd(Cause cause, String why) implements Told {}
  }

  /**
   * Returns the TXT records of each name. The strings of a record are joined without anything
   * between (RFC 7208 section 3.3); an octet outside of ASCII becomes the character with its
   * number.
   */
  Map<String, Told> texts(Collection<String> names);

  /** Returns the hosts that take the mail of a domain by its MX records, most preferred first. */
  Told exchangers(String domain);

  /** Asks for the addresses of one family under each name. */
  Map<String, Answer> addresses(Collection<String> names, Family family);
}
