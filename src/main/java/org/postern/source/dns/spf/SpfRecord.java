package org.postern.source.dns.spf;

import java.util.List;
import java.util.Optional;
import org.postern.address.Interval;
import org.postern.policy.SpfSource;

/**
 * An SPF record, read.
 *
 * @param directives the directives in the order of the record, which decides
 * @param redirect the domain whose record counts where no directive matches
 */
record SpfRecord(List<Directive> directives, Optional<String> redirect) {
  SpfRecord {
    directives = List.copyOf(directives);
  }

  /**
   * A mechanism with its qualifier.
   *
   * @param text the text as published, fit for a message
   * @param passes whether the qualifier is "+", written or not
   */
  record Directive(String text, boolean passes, Mechanism mechanism) {}

  /** The condition that decides whether a directive matches an address (RFC 7208 section 5). */
  sealed interface Mechanism {
    /** The mechanism that every address matches. */
    record All() implements Mechanism {}

    /** The addresses that the record of another domain lets pass. */
    record Include(String domain) implements Mechanism {}

    /** A network that stands in the record. */
    record Network(Interval interval) implements Mechanism {}

    /**
     * Networks around the addresses of hosts.
     *
     * @param hosts whether the domain itself is the host, or its mail exchangers are
     * @param domain empty for the one whose record it is
     * @param length the length of the network around an IPv4 address
     * @param length6 the length of the network around an IPv6 address
     */
    record Hosts(SpfSource.Hosts hosts, Optional<String> domain, int length, int length6)
        implements Mechanism {}

    /** A mechanism that depends on the sender: {@code ptr} and {@code exists}. */
    record BySender() implements Mechanism {}
  }
}
