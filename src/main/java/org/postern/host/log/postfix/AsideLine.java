package org.postern.host.log.postfix;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.postern.address.Address;
import org.postern.host.log.line.Addresses;
import org.postern.host.log.line.Entry;
import org.postern.host.log.line.Named;
import org.postern.host.log.line.Services;

/**
 * A line about a client by a daemon of Postfix to which no client talks.
 *
 * <pre>
 * anvil: statistics: max connection rate 3/60s for (smtp:ADDRESS) at Nov 24 23:50:11
 * dnsblog: addr ADDRESS listed by domain bl.example as 127.0.0.2
 * cleanup: 4ABC: reject: header Subject: x from NAME[ADDRESS]; from=&lt;a@b.example&gt; ...: text
 * </pre>
 *
 * @param clients the client; several where text that it chose looks alike
 * @param port the port that was dialled
 * @param id the id of the message; empty where it is about none
 */
record AsideLine(Set<Address> clients, int port, String id) {
  private static final AsideLine NOTHING = new AsideLine(Set.of(), Services.SMTP, "");
  private static final String FROM = " from ";

  static AsideLine read(Entry entry) {
    return switch (entry.program().component()) {
      case "anvil" -> anvil(entry.message());
      case "dnsblog" -> dnsblog(entry.message());
      case "cleanup" -> cleanup(entry.message());
      default -> NOTHING;
    };
  }

  private static AsideLine anvil(String text) {
    int open = text.startsWith("statistics: ") ? text.indexOf(" for (") + " for (".length() : -1;
    int close = text.indexOf(") at ", Math.max(0, open));
    int colon = open < " for (".length() ? -1 : text.indexOf(':', open);
    if (colon < 0 || close < colon) {
      return NOTHING;
    }
    String service = text.substring(open, colon);
    return one(Addresses.read(text, colon + 1, close), Services.port(service));
  }

  private static AsideLine dnsblog(String text) {
    String addr = "addr ";
    int end = text.indexOf(" listed by domain ");
    return text.startsWith(addr) && end > 0
        ? one(Addresses.read(text, addr.length(), end), Services.SMTP)
        : NOTHING;
  }

  private static AsideLine one(Optional<Address> address, int port) {
    return new AsideLine(address.map(Set::of).orElse(Set.of()), port, "");
  }

  /** A header is the client's, so what comes before the client may look like one. */
  private static AsideLine cleanup(String text) {
    String queued = id(text);
    int id = queued.length();
    if (queued.isEmpty()
        || text.startsWith("message-id=", id + 2)
        || text.startsWith("resent-message-id=", id + 2)) {
      return NOTHING;
    }
    Set<Address> clients = new LinkedHashSet<>();
    for (int at = text.indexOf(FROM, id); at >= 0; at = text.indexOf(FROM, at + 1)) {
      Named.at(text, at + FROM.length())
          .filter(
              client -> text.startsWith("; ", client.end()) || text.startsWith(": ", client.end()))
          .flatMap(Named::address)
          .ifPresent(clients::add);
    }
    return new AsideLine(clients, Services.SMTP, queued);
  }

  /** Returns the id that a line begins with; empty if it does not. */
  static String id(String text) {
    int end = text.indexOf(": ");
    return end > 0 && SmtpdLine.isId(text, 0, end) ? text.substring(0, end) : "";
  }
}
