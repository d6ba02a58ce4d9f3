package org.postern.source.dns;

import java.net.InetSocketAddress;
import org.postern.source.Answer.Cause;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;

/**
 * One server asked once: over UDP, then over TCP if the reply was cut, then both again without EDNS
 * if the server does not know it (RFC 6891 section 7).
 */
final class Exchange {

  /** How that ended. */
  sealed interface Result {}

  /** {@code server} names the transport too: {@code 127.0.0.1:53/tcp}. */
  record Replied(Message message, String server) implements Result {}

  /** {@code detail} names the server. */
  record Failed(Cause cause, String detail) implements Result {
    static final Failed LATE = new Failed(Cause.DEADLINE, "the time for all questions is over");
    static final Failed INTERRUPTED = new Failed(Cause.INTERRUPTED, "asking was interrupted");
  }

  private final InetSocketAddress server;
  private final Name name;
  private final int type;
  private final DnsSettings settings;
  private final Deadline deadline;

  Exchange(InetSocketAddress server, Name name, int type, DnsSettings settings, Deadline deadline) {
    this.server = server;
    this.name = name;
    this.type = type;
    this.settings = settings;
    this.deadline = deadline;
  }

  Result run() {
    Result result = overUdp(true);
    if (result instanceof Replied(Message message, String _) && doesNotKnowEdns(message)) {
      return overUdp(false);
    }
    return result;
  }

  private static boolean doesNotKnowEdns(Message message) {
    return switch (message.getRcode()) {
      case Rcode.FORMERR, Rcode.NOTIMP, Rcode.BADVERS -> true;
      default -> false;
    };
  }

  private Result overUdp(boolean edns) {
    String label = label(server) + "/udp";
    Query query = Query.of(name, type, edns);
    return switch (Udp.ask(server, query, deadline.butAtMost(settings.tryTimeout()))) {
      case Received.Reply(Message message) when message.getHeader().getFlag(Flags.TC) ->
          overTcp(edns);
      case Received.Reply(Message message) -> new Replied(message, label);
      case Received.Unreadable() -> unreadable(label);
      case Received.Silence(String why) -> new Failed(Cause.TIMEOUT, label + " " + why);
      case Received.Broken(String why) -> new Failed(Cause.UNREACHABLE, label + " " + why);
    };
  }

  private Result overTcp(boolean edns) {
    String label = label(server) + "/tcp";
    Query query = Query.of(name, type, edns);
    Deadline end = deadline.butAtMost(settings.tcpTimeout());
    Deadline connect = end.butAtMost(settings.tryTimeout());
    return switch (Tcp.ask(server, query, connect, end)) {
      case Received.Reply(Message message) when message.getHeader().getFlag(Flags.TC) ->
          unreadable(label);
      case Received.Reply(Message message) -> new Replied(message, label);
      case Received.Unreadable() -> unreadable(label);
      case Received.Silence(String why) -> blocked(why);
      case Received.Broken(String why) -> blocked(why);
    };
  }

  private static Failed unreadable(String label) {
    return new Failed(Cause.MALFORMED, label + " sent a reply that cannot be read");
  }

  private Failed blocked(String why) {
    return new Failed(
        Cause.BLOCKED_TCP,
        "the answer is too large for UDP and %d/TCP to %s seems blocked (%s)"
            .formatted(server.getPort(), server.getAddress().getHostAddress(), why));
  }

  /** {@code 127.0.0.1:53} or {@code [::1]:53}. */
  static String label(InetSocketAddress server) {
    String host = server.getAddress().getHostAddress();
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + server.getPort();
  }
}
