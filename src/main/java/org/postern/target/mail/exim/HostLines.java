package org.postern.target.mail.exim;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.postern.address.AddressScanner;
import org.postern.address.AddressSet;
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
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    AddressScanner scanner = new AddressScanner();
    scanner.over(Arrays.copyOf(bytes, bytes.length + AddressScanner.SLACK));
    AddressSet.Builder builder = AddressSet.builder();
    int start = 0;
    while (start < bytes.length) {
      int line = text.indexOf('\n', start);
      int end = line < 0 ? bytes.length : line;
      if (end - start == ANY.length() && text.startsWith(ANY, start)) {
        return new Peers.Any();
      }
      if (end > start && bytes[start] != '#') {
        if (scanner.scan(start) != end || !isOurForm(bytes, start, end)) {
          break;
        }
        scanner.addTo(builder);
      }
      start = end + 1;
    }
    return new Peers.Only(builder.build());
  }

  /** Neither a range nor with a netmask, which Exim does not know. */
  private static boolean isOurForm(byte[] bytes, int start, int end) {
    boolean behindSlash = false;
    for (int at = start; at < end; at++) {
      if (bytes[at] == '-' || (behindSlash && bytes[at] == '.')) {
        return false;
      }
      behindSlash |= bytes[at] == '/';
    }
    return true;
  }
}
