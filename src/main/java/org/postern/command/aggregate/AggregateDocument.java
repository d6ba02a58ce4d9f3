package org.postern.command.aggregate;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.postern.address.IntervalCount;

/**
 * A list of addresses that was made of others.
 *
 * @param equal whether two lists are the same; empty where none are compared
 * @param print the form in which elements are printed
 * @param ip the part of IPv4; empty where that is not asked for
 * @param ip6 the part of IPv6; empty where that is not asked for
 * @param elements the elements of the result; empty where it is only counted
 * @param added the elements that only the second of two lists holds
 * @param removed the elements that only the first of two lists holds
 */
public record AggregateDocument(
    Optional<Boolean> equal,
    String print,
    Optional<Count> ip,
    Optional<Count> ip6,
    Optional<List<String>> elements,
    Optional<List<String>> added,
    Optional<List<String>> removed) {
  /**
   * How much of a family there is.
   *
   * @param prefixes the fewest that cover it
   * @param ranges the fewest that cover it
   */
  public record Count(long prefixes, long ranges, BigInteger addresses) {
    static Count of(IntervalCount count) {
      return new Count(count.prefixes(), count.ranges(), count.addresses());
    }
  }
}
