package org.postern.source;

import java.util.Comparator;
import org.postern.address.Family;

/**
 * A question for one half of one source.
 *
 * @param source the source's id
 * @param family the family of the addresses
 */
public record Question(String source, Family family) {
  /** By the ids of sources, IPv4 before IPv6: the order in which answers are listed. */
  public static final Comparator<Question> ORDER =
      Comparator.comparing(Question::source).thenComparing(Question::family);
}
