package org.postern.target.mail.exim;

import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import org.postern.address.AddressSet;
import org.postern.plan.Peers;
import org.postern.target.mail.AddressLines;

/**
 * The peers of a rule as an Exim host list: an address or a network a line, {@code *} for any peer.
 * Names come last, so that Exim asks name servers only about clients that no line has accepted. It
 * takes a name of a client for true that has the client's address.
 */
final class HostLines {
  private static final String ANY = "*";
  private static final String BELOW = "*.";

  /**
   * Whom a list accepts.
   *
   * @param names as of a scope of mail
   */
  record Accepted(Peers peers, SortedSet<String> names) {
    /** All that either accepts. */
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

  /** A name alone would be one whose addresses are compared, whatever the client is called. */
  private static String itself(String name) {
    return "^" + name.replace(".", "\\.") + "$";
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
