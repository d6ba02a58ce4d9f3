package org.postern.target.mail.exim;

import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import org.postern.address.AddressSet;
import org.postern.plan.Peers;
import org.postern.target.mail.AddressLines;

/**
 * The peers of a rule as an Exim host list: an address or a network a line, {@code *} for any peer.
 * Names come last, so that Exim asks name servers only about clients that no line has accepted.
 * Exim accepts a client's name only if the name resolves to the client's address.
 */
final class HostLines {
  private static final String ANY = "*";
  private static final String BELOW = "*.";

  /**
   * The peers that a list accepts.
   *
   * @param names the accepted names of clients, as in {@code Scope.Mail}
   */
  record Accepted(Peers peers, SortedSet<String> names) {
    /** Returns what either accepts. */
    Accepted or(Accepted other) {
      SortedSet<String> both = new TreeSet<>(names);
      both.addAll(other.names);
      return peers instanceof Peers.Any || other.peers instanceof Peers.Any
          ? new Accepted(new Peers.Any(), new TreeSet<>())
          : new Accepted(new Peers.Only(peers.asSet().union(other.peers.asSet())), both);
    }
  }

  private HostLines() {}

  static String write(String rule, Accepted accepted) {
    StringBuilder text = new StringBuilder(head(rule));
    switch (accepted.peers()) {
      case Peers.Any _ -> text.append(ANY).append('\n');
      case Peers.Only(AddressSet addresses) -> {
        addresses.prefixes().forEach(prefix -> text.append(prefix.text()).append('\n'));
        for (String name : accepted.names()) {
          text.append(itself(name)).append('\n').append(BELOW).append(name).append('\n');
        }
      }
    }
    return text.toString();
  }

  /**
   * Returns a pattern of exactly one name: of a plain name Exim would compare the addresses, not
   * the client's name.
   */
  private static String itself(String name) {
    return "^" + name.replace(".", "\\.") + "$";
  }

  /** Returns the text of a rule that is gone. */
  static String open(String rule) {
    return "# Postern writes this file. Rule %s is gone and accepts no peer.\n".formatted(rule);
  }

  private static String head(String rule) {
    return "# Postern writes this file: the peers that rule %s accepts, an address or network a line.\n"
        .formatted(rule);
  }

  /**
   * Returns what lines mean to Exim, which refuses every peer from the first line on that it does
   * not understand. A line in a form that we do not write counts as such.
   */
  static Accepted read(String text) {
    AtomicBoolean any = new AtomicBoolean();
    SortedSet<String> names = new TreeSet<>();
    AddressSet addresses =
        AddressLines.read(
            text,
            line -> {
              any.set(line.equals(ANY));
              if (line.startsWith(BELOW)) {
                names.add(line.substring(BELOW.length()));
              }
              return line.startsWith(BELOW) || line.startsWith("^");
            });
    return any.get()
        ? new Accepted(new Peers.Any(), new TreeSet<>())
        : new Accepted(new Peers.Only(addresses), names);
  }
}
