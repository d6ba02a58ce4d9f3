package org.postern.source;

import java.time.Duration;
import java.util.List;

/**
 * The answer of an outside source to one question: data, a confirmed absence, or no information.
 * The three lead to three behaviours and are never mixed: only the first two say anything about the
 * addresses.
 */
public sealed interface Answer {

  /**
   * The source named addresses.
   *
   * @param entries the entries as published; of DNS at least one
   * @param ttl the least of all records that led here
   * @param via the CNAME targets passed, in order
   * @param server the server that answered and how, such as {@code 127.0.0.1:53/tcp}
   */
  record Data(EntryTable entries, Duration ttl, List<String> via, String server) implements Answer {
    public Data {
      via = List.copyOf(via);
    }
  }

  /**
   * The source said, with the zone's SOA record as its witness, that there is none.
   *
   * @param ttl how long that holds (RFC 2308 section 5), at most one hour
   * @param via the CNAME targets passed, in order
   * @param server the server that answered and how, such as {@code 127.0.0.1:53/udp}
   */
  record Gone(Absence absence, Duration ttl, List<String> via, String server) implements Answer {
    public Gone {
      via = List.copyOf(via);
    }
  }

  /**
   * An answer from which nothing was learned, so that nothing may be removed.
   *
   * @param detail the event in words, free of foreign bytes
   */
  record NoInformation(Cause cause, String detail) implements Answer {}

  /** The kind of absence. */
  enum Absence {
    /** The name does not exist. */
    NXDOMAIN,
    /** The addresses of this family do not exist; the name itself does. */
    NODATA
  }

  /**
   * The cause of an answer from which nothing was learned. Where several servers failed, it is the
   * first of these that occurred.
   */
  enum Cause {
    /** The question is about no host name; no server was asked. */
    BAD_NAME,
    /** The file is not there. */
    MISSING,
    /** The file is there and cannot be read. */
    UNREADABLE,
    /** The right to read the file is missing. */
    FORBIDDEN,
    /** The path leads to no file that a list can be in, such as a folder. */
    NO_LIST,
    /** The answer does not fit into UDP, and TCP brought none. */
    BLOCKED_TCP,
    /** The CNAME records lead back to a name already passed. */
    LOOP,
    /** The answer has more CNAME records, addresses, bytes or redirects than allowed. */
    TOO_MANY,
    /** The server tried and failed, or a resolver found DNSSEC signatures bogus. */
    SERVFAIL,
    /**
     * The question asked for DNSSEC, and a signature is missing, expired or wrong (RFC 4035,
     * bogus).
     */
    BOGUS,
    /**
     * The question asked for DNSSEC, and the zone is not signed up to a trust anchor (RFC 4035,
     * insecure).
     */
    INSECURE,
    /** The server does not serve us, or not that. */
    REFUSED,
    /** The published data names no finite list of addresses. */
    UNBOUNDED,
    /** The reply cannot be read, or contradicts itself. */
    MALFORMED,
    /** The reply has neither addresses nor an SOA record that would prove their absence. */
    LAME,
    /** The answer sends us elsewhere, where nothing is asked. */
    ELSEWHERE,
    /** The server is not proved to be the one that is meant, or the list to be the one. */
    UNTRUSTED,
    /** The server reported another error. */
    OTHER_RCODE,
    /** The system could not deliver the question, or no process listens there. */
    UNREACHABLE,
    /** The time for all questions was over. */
    DEADLINE,
    /** Every try ended in silence. */
    TIMEOUT,
    /** The asking thread was told to stop. */
    INTERRUPTED,
    /** The answer says that there are no addresses any more, but not yet often enough to count. */
    UNCONFIRMED
  }
}
