package org.postern.source.dns;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.postern.source.NameServerExam;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/** Asks single servers over the network, with EDNS. */
public final class ServerExam implements NameServerExam {
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final int TRIES = 2;

  @Override
  public Result ask(InetSocketAddress server, String name, Records records, Transport transport) {
    Query query = Query.ofExam(absolute(name), type(records));
    return switch (transport) {
      case TCP -> result(Tcp.ask(server, query, Deadline.in(PATIENCE), Deadline.in(PATIENCE)));
      case UDP -> overUdp(server, query);
    };
  }

  private static Result overUdp(InetSocketAddress server, Query query) {
    try (Udp udp = new Udp(server, new RoundTrips())) {
      Received received = new Received.Silence("did not answer");
      for (int tries = 0; tries < TRIES && received instanceof Received.Silence; tries++) {
        received = udp.ask(query, Deadline.in(PATIENCE));
      }
      return result(received);
    }
  }

  private static Result result(Received received) {
    return switch (received) {
      case Received.Reply(Message message) -> answered(message);
      case Received.Unreadable() -> new Unanswered("sent a reply that cannot be read");
      case Received.Silence(String why) -> new Unanswered(why);
      case Received.Unconnected(String why) -> new Unanswered(why);
      case Received.Broken(String why) -> new Unanswered(why);
    };
  }

  private static Answered answered(Message message) {
    int more =
        message.getSection(Section.AUTHORITY).size()
            + (int)
                message.getSection(Section.ADDITIONAL).stream()
                    .filter(record -> !(record instanceof OPTRecord))
                    .count();
    boolean answers = !message.getSection(Section.ANSWER).isEmpty();
    return new Answered(
        message.getRcode(),
        message.getHeader().getFlag(Flags.TC),
        message.getHeader().getFlag(Flags.AD),
        isStale(message),
        answers ? more : 0);
  }

  private static boolean isStale(Message message) {
    OPTRecord options = message.getOPT();
    if (options == null) {
      return false;
    }
    List<EDNSOption> told = options.getOptions(EDNSOption.Code.EDNS_EXTENDED_ERROR);
    return told.stream()
        .filter(ExtendedErrorCodeOption.class::isInstance)
        .map(ExtendedErrorCodeOption.class::cast)
        .anyMatch(
            one ->
                one.getErrorCode() == ExtendedErrorCodeOption.STALE_ANSWER
                    || one.getErrorCode() == ExtendedErrorCodeOption.STALE_NXDOMAIN_ANSWER);
  }

  private static int type(Records records) {
    return switch (records) {
      case A -> Type.A;
      case MX -> Type.MX;
      case TXT -> Type.TXT;
      case SOA -> Type.SOA;
    };
  }

  private static Name absolute(String name) {
    try {
      return Name.fromString(name, Name.root);
    } catch (TextParseException e) {
      throw new IllegalArgumentException(name, e);
    }
  }
}
