package org.postern.source.dns;

import java.time.Duration;

/**
 * How long and how much.
 *
 * @param deadline the deadline for all questions of one call together
 * @param tryTimeout how long to wait for one reply over UDP, and for a TCP connection
 * @param tcpTimeout how long one question over TCP may take, connection included
 * @param tries how often a server that cannot be reached is asked; a silent one is asked until the
 *     deadline
 * @param maxInFlight how many questions are open at the same time
 * @param maxCnames how many CNAME records may lead from the name to its addresses
 * @param maxRecords how many addresses one name may have
 * @param tcpOnly whether UDP is not used at all ({@code use-vc} of resolv.conf)
 * @param rotate whether questions begin with one server after the other ({@code rotate})
 */
public record DnsSettings(
    Duration deadline,
    Duration tryTimeout,
    Duration tcpTimeout,
    int tries,
    int maxInFlight,
    int maxCnames,
    int maxRecords,
    boolean tcpOnly,
    boolean rotate) {

  /**
   * The settings where the policy names none. 1,024 questions in flight, to which {@link Window}
   * grows only as answers come, are what Unbound works on at a time (num-queries-per-thread) and
   * BIND for all of its clients (recursive-clients, 1,000); 5,000 at once overran a resolver's
   * socket buffer. 11 CNAME records are what Unbound follows (max-query-restarts).
   */
  public static final DnsSettings DEFAULT =
      new DnsSettings(
          Duration.ofSeconds(20),
          Duration.ofSeconds(2),
          Duration.ofSeconds(5),
          3,
          1_024,
          11,
          10_000);

  /** Creates settings that ask over UDP where an answer fits, the first server first. */
  public DnsSettings(
      Duration deadline,
      Duration tryTimeout,
      Duration tcpTimeout,
      int tries,
      int maxInFlight,
      int maxCnames,
      int maxRecords) {
    this(deadline, tryTimeout, tcpTimeout, tries, maxInFlight, maxCnames, maxRecords, false, false);
  }

  public DnsSettings {
    if (tries < 1 || maxInFlight < 1 || maxCnames < 0 || maxRecords < 1) {
      throw new IllegalArgumentException("a limit that lets nothing through");
    }
  }

  /** Returns a copy with another deadline. */
  public DnsSettings withDeadline(Duration other) {
    return new DnsSettings(
        other, tryTimeout, tcpTimeout, tries, maxInFlight, maxCnames, maxRecords, tcpOnly, rotate);
  }

  /** Returns a copy that waits so long for one reply over UDP, and for a TCP connection. */
  DnsSettings withTryTimeout(Duration other) {
    Duration tcp = tcpTimeout.compareTo(other) < 0 ? other : tcpTimeout;
    return new DnsSettings(
        deadline, other, tcp, tries, maxInFlight, maxCnames, maxRecords, tcpOnly, rotate);
  }

  /** Returns a copy that uses the transport and the order that are told. */
  DnsSettings with(boolean overTcpOnly, boolean inTurn) {
    return new DnsSettings(
        deadline,
        tryTimeout,
        tcpTimeout,
        tries,
        maxInFlight,
        maxCnames,
        maxRecords,
        overTcpOnly,
        inTurn);
  }
}
