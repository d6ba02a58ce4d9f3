package org.postern.target.sheet;

import java.util.List;
import java.util.stream.Stream;
import org.postern.address.AddressSet;
import org.postern.address.Family;
import org.postern.address.Interval;
import org.postern.address.Prefix;
import org.postern.target.Complement;

/** How a system spells the entries of its list. */
enum Form {
  /** An address and a mask, a row of what Exchange 5.5 calls hosts. */
  HOST_ROW,
  /** A single computer, or a group of computers. */
  COMPUTER_OR_GROUP,
  /** An entry for each IPv4 address. */
  EACH_ADDRESS,
  /** An address or a prefix in square brackets. */
  BRACKETS,
  /** An address or a prefix. */
  PREFIX,
  /** A range of IPv4 addresses that are refused: everything but the peers. */
  REFUSED_RANGE,
  /** All spellings of each entry, for whatever system. */
  ALL;

  /** A block of 1,024 addresses. */
  private static final int WIDEST = 22;

  /** Returns the headings above the cells. */
  List<String> columns() {
    return switch (this) {
      case HOST_ROW -> List.of("IP address", "Subnet mask", "Setting");
      case COMPUTER_OR_GROUP -> List.of("Kind", "IP address", "Subnet mask");
      case EACH_ADDRESS -> List.of("Allow messages from");
      case BRACKETS -> List.of("Entry");
      case PREFIX -> List.of("IP address or range");
      case REFUSED_RANGE -> List.of("First address", "Last address", "Protocols");
      case ALL -> List.of("Prefix", "First", "Last", "Mask");
    };
  }

  /** Returns the entries for a set of peers, in their order. */
  List<Interval> entries(AddressSet peers) {
    return switch (this) {
      case EACH_ADDRESS -> peers.prefixes().stream().flatMap(Form::addresses).toList();
      case REFUSED_RANGE -> Complement.listed(peers).intervals();
      case HOST_ROW, COMPUTER_OR_GROUP, BRACKETS, PREFIX, ALL ->
          peers.prefixes().stream().map(Prefix::interval).toList();
    };
  }

  /**
   * Returns one interval for each address of a prefix, or the prefix itself where it is wider than
   * {@code WIDEST}. Such prefixes are refused before: a person types no thousands.
   */
  private static Stream<Interval> addresses(Prefix prefix) {
    if (prefix.family() == Family.IP6 || prefix.length() < WIDEST) {
      return Stream.of(prefix.interval());
    }
    int bits = Family.IP.bits();
    return Stream.iterate(prefix.first(), address -> address.next().orElse(address))
        .limit(1L << (bits - prefix.length()))
        .map(address -> new Interval(address, address));
  }

  /** An entry in one line, by which it is told from all others: a prefix where it is one. */
  static String text(Interval entry) {
    return entry.prefix().map(Prefix::text).orElseGet(entry::toString);
  }

  /** An entry as a system takes it in one line. */
  String line(Interval entry) {
    return switch (this) {
      case ALL -> text(entry);
      case REFUSED_RANGE ->
          entry.first().equals(entry.last())
              ? entry.first().toString()
              : entry.first() + "-" + entry.last();
      case HOST_ROW, COMPUTER_OR_GROUP, EACH_ADDRESS, BRACKETS, PREFIX ->
          String.join(" ", cells(entry)).strip();
    };
  }

  /** Returns the cells of an entry. */
  List<String> cells(Interval entry) {
    String base = entry.first().toString();
    String last = entry.last().toString();
    boolean single = base.equals(last);
    String text = entry.toString();
    return switch (this) {
      case HOST_ROW -> List.of(base, mask(entry), "Accept");
      case COMPUTER_OR_GROUP ->
          single
              ? List.of("Single computer", base, "")
              : List.of("Group of computers", base, mask(entry));
      case EACH_ADDRESS, PREFIX -> List.of(text);
      case BRACKETS -> List.of("[" + text + "]");
      case REFUSED_RANGE -> List.of(base, last, "SMTP");
      case ALL -> List.of(text(entry), base, last, mask(entry));
    };
  }

  /** Returns the mask in dotted quads; of IPv6 there is a length alone, of other ranges none. */
  static String mask(Interval entry) {
    return entry.prefix().map(Form::mask).orElse("");
  }

  private static String mask(Prefix prefix) {
    if (prefix.family() == Family.IP6) {
      return "/" + prefix.length();
    }
    int bits = prefix.length() == 0 ? 0 : -1 << (32 - prefix.length());
    return "%d.%d.%d.%d"
        .formatted((bits >>> 24) & 0xFF, (bits >>> 16) & 0xFF, (bits >>> 8) & 0xFF, bits & 0xFF);
  }
}
