package org.postern.source;

import java.net.InetSocketAddress;

/** Asks one name server by one transport, and tells how it answers. */
public interface NameServerExam {
  /**
   * Asks once, or once more where a datagram may be lost.
   *
   * @param name absolute; {@code .} is the root
   */
  Result ask(InetSocketAddress server, String name, Records records, Transport transport);

  /** The records that are asked for. */
  enum Records {
    /** IPv4 addresses. */
    A,
    /** Mail exchangers. */
    MX,
    /** Text records, SPF among them. */
    TXT,
    /** The start of a zone, which the root has and has signed. */
    SOA
  }

  /** The transport of a question. */
  enum Transport {
    UDP,
    TCP
  }

  /** The result of an examination. */
  sealed interface Result {}

  /**
   * The server answered, whatever it said.
   *
   * @param code RFC 1035 section 4.1.1, as extended: 0 where all is well
   * @param truncated whether it did not fit
   * @param validated whether the server says that it has checked signatures (RFC 4035 3.2.3)
   * @param stale whether the server says that its cache should have forgotten it (RFC 8914)
   * @param more records that were not asked for
   */
  record Answered(int code, boolean truncated, boolean validated, boolean stale, int more)
      implements Result {}

  /**
   * The server gave no answer.
   *
   * @param why the reason in words that follow the name of the server
   */
  record Unanswered(String why) implements Result {}
}
