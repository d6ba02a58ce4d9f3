package org.postern.target.mail.exim;

import java.util.concurrent.atomic.AtomicBoolean;
import org.postern.address.AddressSet;
import org.postern.plan.Peers;
import org.postern.target.mail.AddressLines;

/**
 * The peers of a rule as an Exim host list: an address or a network a line, {@code *} for any peer.
 */
final class HostLines {
  private static final String ANY = "*";

  private HostLines() {}

  static String write(String rule, Peers peers) {
    StringBuilder text = new StringBuilder(head(rule));
    switch (peers) {
      case Peers.Any _ -> text.append(ANY).append('\n');
      case Peers.Only(AddressSet addresses) ->
          addresses.prefixes().forEach(prefix -> text.append(prefix.text()).append('\n'));
    }
    return text.toString();
  }

  /** Of a rule that is gone. */
  static String open(String rule) {
    return "# Postern writes this file. Rule %s is gone and accepts no peer.\n".formatted(rule);
  }

  private static String head(String rule) {
    return "# Postern writes this file: the peers that rule %s accepts, an address or network a line.\n"
        .formatted(rule);
  }

  /**
   * What they mean to Exim: from a line on that it does not understand, it refuses every peer.
   * Other forms of a line than ours are taken for such.
   */
  static Peers read(String text) {
    AtomicBoolean any = new AtomicBoolean();
    AddressSet addresses =
        AddressLines.read(
            text,
            line -> {
              any.set(line.equals(ANY));
              return false;
            });
    return any.get() ? new Peers.Any() : new Peers.Only(addresses);
  }
}
