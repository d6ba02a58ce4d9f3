package org.postern.address;

/** Takes prefixes one by one without an object for each. */
@FunctionalInterface
public interface PrefixConsumer {
  /**
   * Takes one prefix: the two words of its first address, as in {@link Address}, and its length.
   */
  void accept(long high, long low, int length);
}
