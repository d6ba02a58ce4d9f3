package org.postern.source.dns;

import java.net.InetSocketAddress;
import java.util.Optional;
import org.postern.source.Answer.Cause;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;

/**
 * A question to one server: over UDP, then over TCP if the reply was cut, then both again without
 * EDNS if the server does not know it (RFC 6891 section 7). It may be tried again while the server
 * is silent.
 */
final class Exchange implements AutoCloseable {

  /** The end of a try. */
  sealed interface Result {}

  /** The server replied; {@code server} names the transport too: {@code 127.0.0.1:53/tcp}. */
  record Replied(Message message, String server) implements Result {}

  /**
   * The try failed; {@code detail} names the server.
   *
   * @param again whether another try of the same server may help
   */
  record Failed(Cause cause, String detail, Again again) implements Result {
    static final Failed LATE =
        new Failed(Cause.DEADLINE, "the time for all questions is over", Again.NO);
    static final Failed INTERRUPTED =
        new Failed(Cause.INTERRUPTED, "asking was interrupted", Again.NO);

    /** Tells whether the server or the way to it failed, and not our time. */
    boolean isOfServer() {
      return cause != Cause.DEADLINE && cause != Cause.INTERRUPTED;
    }
  }

  /** Whether and how long a server is asked again. */
  enum Again {
    /** The server was asked to the end, or cannot be reached. */
    NO,
    /** A few times, since it was told at once: its service may be starting. */
    SOON,
    /** The server did not answer until the deadline. */
    UNTIL_DEADLINE
  }

  private final InetSocketAddress server;
  private final Name name;
  private final int type;
  private final DnsSettings settings;
  private final Deadline deadline;
  private final Udp udp;
  private boolean edns = true;
  private int tcpTries;

  /**
   * Creates an exchange with one server.
   *
   * @param trips the round trips of all exchanges with servers
   */
  Exchange(
      InetSocketAddress server,
      Name name,
      int type,
      DnsSettings settings,
      RoundTrips trips,
      Deadline deadline) {
    this.server = server;
    this.name = name;
    this.type = type;
    this.settings = settings;
    this.deadline = deadline;
    this.udp = new Udp(server, trips);
  }

  InetSocketAddress server() {
    return server;
  }

  /** Asks the server, or asks it again. */
  Result run() {
    return withoutEdnsWhereUnknown(late().orElseGet(this::once));
  }

  /** Returns the reply to an earlier try that has come meanwhile. */
  Optional<Result> late() {
    return udp.late().map(received -> overUdp(received));
  }

  private Result withoutEdnsWhereUnknown(Result result) {
    if (edns && result instanceof Replied(Message message, String _) && doesNotKnowEdns(message)) {
      edns = false;
      udp.forget();
      return once();
    }
    return result;
  }

  private static boolean doesNotKnowEdns(Message message) {
    return switch (message.getRcode()) {
      case Rcode.FORMERR, Rcode.NOTIMP, Rcode.BADVERS -> true;
      default -> false;
    };
  }

  private Result once() {
    return settings.tcpOnly()
        ? overTcpAlone(askOverTcp())
        : overUdp(udp.ask(query(), deadline.butAtMost(settings.tryTimeout())));
  }

  private Query query() {
    return Query.of(name, type, edns);
  }

  private Result overUdp(Received received) {
    String label = label(server) + "/udp";
    return switch (received) {
      case Received.Reply(Message message) when message.getHeader().getFlag(Flags.TC) ->
          afterCut(askOverTcp());
      case Received.Reply(Message message) -> new Replied(message, label);
      case Received.Unreadable() -> unreadable(label);
      case Received.Silence(String why) -> silent(label, why);
      case Received.Unconnected(String why) -> silent(label, why);
      case Received.Broken(String why) ->
          new Failed(Cause.UNREACHABLE, label + " " + why, Again.SOON);
    };
  }

  /** A server that was not done in the time before gets more of it. */
  private Received askOverTcp() {
    tcpTries++;
    Deadline end = deadline.butAtMost(settings.tcpTimeout().multipliedBy(tcpTries));
    return Tcp.ask(server, query(), end.butAtMost(settings.tryTimeout()), end);
  }

  private Result afterCut(Received received) {
    String label = label(server) + "/tcp";
    return switch (received) {
      case Received.Reply(Message message) when message.getHeader().getFlag(Flags.TC) ->
          unreadable(label);
      case Received.Reply(Message message) -> new Replied(message, label);
      case Received.Unreadable() -> unreadable(label);
      case Received.Silence(String why) -> blocked(why, Again.UNTIL_DEADLINE);
      case Received.Unconnected(String why) -> blocked(why, Again.NO);
      case Received.Broken(String why) -> blocked(why, Again.NO);
    };
  }

  private Result overTcpAlone(Received received) {
    String label = label(server) + "/tcp";
    return switch (received) {
      case Received.Reply(Message message) when message.getHeader().getFlag(Flags.TC) ->
          unreadable(label);
      case Received.Reply(Message message) -> new Replied(message, label);
      case Received.Unreadable() -> unreadable(label);
      case Received.Silence(String _) -> silent(label, "did not answer");
      case Received.Unconnected(String _) -> silent(label, "did not answer");
      case Received.Broken(String why) ->
          new Failed(
              Cause.UNREACHABLE, "%s is not reachable (%s)".formatted(label, why), Again.SOON);
    };
  }

  private static Failed silent(String label, String why) {
    return new Failed(Cause.TIMEOUT, label + " " + why, Again.UNTIL_DEADLINE);
  }

  private static Failed unreadable(String label) {
    return new Failed(Cause.MALFORMED, label + " sent a reply that cannot be read", Again.NO);
  }

  private Failed blocked(String why, Again again) {
    return new Failed(
        Cause.BLOCKED_TCP,
        "the answer is too large for UDP and %d/TCP to %s seems blocked (%s)"
            .formatted(server.getPort(), server.getAddress().getHostAddress(), why),
        again);
  }

  /** Returns {@code 127.0.0.1:53} or {@code [::1]:53}. */
  static String label(InetSocketAddress server) {
    String host = server.getAddress().getHostAddress();
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + server.getPort();
  }

  @Override
  public void close() {
    udp.close();
  }
}
