package org.postern.target.sheet;

import java.util.List;
import java.util.stream.Stream;
import org.postern.address.AddressSet;
import org.postern.address.Family;
import org.postern.address.Prefix;

/** How a system spells the entries of its list. */
enum Form {
  /** An address and a mask, a row of what Exchange 5.5 calls hosts. */
  HOST_ROW,
  /** A single computer, or a group of computers. */
  COMPUTER_OR_GROUP,
  /** Each IPv4 address for itself. */
  EACH_ADDRESS,
  /** An address or a prefix in square brackets. */
  BRACKETS,
  /** An address or a prefix. */
  PREFIX,
  /** All spellings, for whatever system. */
  ALL;

  /** A block of 1,024 addresses. */
  private static final int WIDEST = 22;

  /** What stands above the cells. */
  List<String> columns() {
    return switch (this) {
      case HOST_ROW -> List.of("IP address", "Subnet mask", "Setting");
      case COMPUTER_OR_GROUP -> List.of("Kind", "IP address", "Subnet mask");
      case EACH_ADDRESS -> List.of("Allow messages from");
      case BRACKETS -> List.of("Entry");
      case PREFIX -> List.of("IP address or range");
      case ALL -> List.of("Prefix", "First", "Last", "Mask");
    };
  }

  /** The entries of a set, in their order. */
  List<Prefix> entries(AddressSet set) {
    List<Prefix> prefixes = set.prefixes();
    return this == EACH_ADDRESS ? prefixes.stream().flatMap(Form::addresses).toList() : prefixes;
  }

  /** What is wider is refused before: a person types no thousands. */
  private static Stream<Prefix> addresses(Prefix prefix) {
    if (prefix.family() == Family.IP6 || prefix.length() < WIDEST) {
      return Stream.of(prefix);
    }
    int bits = Family.IP.bits();
    return Stream.iterate(prefix.first(), address -> address.next().orElse(address))
        .limit(1L << (bits - prefix.length()))
        .map(address -> new Prefix(address, bits));
  }

  /** The cells of an entry. */
  List<String> cells(Prefix entry) {
    boolean single = entry.length() == entry.family().bits();
    String base = entry.base().toString();
    String text = single ? base : entry.text();
    return switch (this) {
      case HOST_ROW -> List.of(base, mask(entry), "Accept");
      case COMPUTER_OR_GROUP ->
          single
              ? List.of("Single computer", base, "")
              : List.of("Group of computers", base, mask(entry));
      case EACH_ADDRESS, PREFIX -> List.of(text);
      case BRACKETS -> List.of("[" + text + "]");
      case ALL -> List.of(entry.text(), base, entry.last().toString(), mask(entry));
    };
  }

  /** The mask in dotted quads; of IPv6 there is a length alone. */
  static String mask(Prefix prefix) {
    if (prefix.family() == Family.IP6) {
      return "/" + prefix.length();
    }
    int bits = prefix.length() == 0 ? 0 : -1 << (32 - prefix.length());
    return "%d.%d.%d.%d"
        .formatted((bits >>> 24) & 0xFF, (bits >>> 16) & 0xFF, (bits >>> 8) & 0xFF, bits & 0xFF);
  }
}
