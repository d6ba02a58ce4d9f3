package org.postern.source.dns;

import java.time.Duration;

/**
 * How long and how much.
 *
 * @param deadline for all questions of one call together
 * @param tryTimeout how long to wait for one reply over UDP, and for a TCP connection
 * @param tcpTimeout how long one question over TCP may take, connection included
 * @param tries how often a silent server is asked over UDP
 * @param maxInFlight how many questions are open at the same time
 * @param maxCnames how many CNAME records may lead from the name to its addresses
 * @param maxRecords how many addresses one name may have
 */
public record DnsSettings(
    Duration deadline,
    Duration tryTimeout,
    Duration tcpTimeout,
    int tries,
    int maxInFlight,
    int maxCnames,
    int maxRecords) {

  /**
   * What holds when nobody says otherwise. 64 questions in flight do not overrun a resolver's
   * socket buffer, 5,000 did; 11 CNAME records are what Unbound follows (max-query-restarts).
   */
  public static final DnsSettings DEFAULT =
      new DnsSettings(
          Duration.ofSeconds(20), Duration.ofSeconds(2), Duration.ofSeconds(5), 3, 64, 11, 10_000);

  public DnsSettings {
    if (tries < 1 || maxInFlight < 1 || maxCnames < 0 || maxRecords < 1) {
      throw new IllegalArgumentException("a limit that lets nothing through");
    }
  }

  /** The same with another deadline. */
  public DnsSettings withDeadline(Duration other) {
    return new DnsSettings(
        other, tryTimeout, tcpTimeout, tries, maxInFlight, maxCnames, maxRecords);
  }
}
