package org.postern.target.mail.exim;

import java.util.Optional;
import org.postern.address.AddressSet;
import org.postern.address.AddressText;
import org.postern.address.Family;
import org.postern.plan.Peers;

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
    AddressSet.Builder builder = AddressSet.builder();
    int start = 0;
    while (start < text.length()) {
      int end = text.indexOf('\n', start);
      String line = text.substring(start, end < 0 ? text.length() : end);
      start += line.length() + 1;
      if (line.equals(ANY)) {
        return new Peers.Any();
      }
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      Optional<AddressText.Ok> read = line(line);
      if (read.isEmpty()) {
        break;
      }
      builder.add(read.get().interval());
    }
    return new Peers.Only(builder.build());
  }

  private static Optional<AddressText.Ok> line(String line) {
    return line.length() <= Family.IP6.last().toString().length() + "/128".length()
            && AddressText.parse(line) instanceof AddressText.Ok ok
            && ok.form() != AddressText.Form.RANGE
            && ok.form() != AddressText.Form.NETMASK
        ? Optional.of(ok)
        : Optional.empty();
  }
}
