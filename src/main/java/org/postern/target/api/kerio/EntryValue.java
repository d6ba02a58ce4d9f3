package org.postern.target.api.kerio;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.address.Address;
import org.postern.address.Family;
import org.postern.address.Interval;
import org.postern.address.Prefix;
import org.postern.address.text.AddressText;
import org.postern.host.JsonTree;

/**
 * The addresses that an entry of a group names, in one of the forms of Kerio Connect.
 *
 * @param type the server's word for the form
 * @param host an address, or a name; empty in other forms
 * @param first a network, or the first address; empty for a host
 * @param second a mask, or the last address; empty for a host
 */
record EntryValue(String type, String host, String first, String second) {
  private static final String HOST = "Host";
  private static final String NETWORK = "Network";
  private static final String RANGE = "Range";
  private static final String PREFIX = "IpPrefix";
  private static final int BITS = 32;

  /** Reads the value of an entry of the server's answer. */
  static EntryValue of(JsonTree entry) throws IOException {
    String type = entry.string("type");
    boolean isHost = type.equals(HOST) || type.equals(PREFIX);
    return isHost
        ? new EntryValue(type, entry.string("host"), "", "")
        : type.equals(NETWORK) || type.equals(RANGE)
            ? new EntryValue(type, "", entry.string("addr1"), entry.string("addr2"))
            : new EntryValue(type, "", "", "");
  }

  /**
   * Returns the forms in which an IPv4 interval can be written, the plainest first; at least one.
   */
  static List<EntryValue> forms(Interval interval) {
    List<EntryValue> forms = new ArrayList<>();
    String first = interval.first().toString();
    if (interval.first().equals(interval.last())) {
      forms.add(new EntryValue(HOST, first, "", ""));
    }
    interval
        .prefix()
        .ifPresent(prefix -> forms.add(new EntryValue(NETWORK, "", first, mask(prefix.length()))));
    forms.add(new EntryValue(RANGE, "", first, interval.last().toString()));
    return forms;
  }

  private static String mask(int length) {
    long bits = length == 0 ? 0 : 0xffff_ffffL << (BITS - length) & 0xffff_ffffL;
    return "%d.%d.%d.%d".formatted(bits >> 24, bits >> 16 & 255, bits >> 8 & 255, bits & 255);
  }

  /** Returns the addresses; empty where they are not known here, as those of a name. */
  Optional<Interval> interval() {
    return switch (type) {
      case HOST -> address(host).map(one -> new Interval(one, one));
      case PREFIX -> parsed(host);
      case NETWORK -> address(first).flatMap(one -> network(one, second));
      case RANGE -> address(first).flatMap(one -> address(second).flatMap(two -> range(one, two)));
      default -> Optional.empty();
    };
  }

  private static Optional<Interval> range(Address first, Address last) {
    return first.family() == last.family() && first.compareTo(last) <= 0
        ? Optional.of(new Interval(first, last))
        : Optional.empty();
  }

  /** Returns the addresses of a network; its host bits do not count. */
  private static Optional<Interval> network(Address address, String mask) {
    if (address.family() != Family.IP) {
      return Optional.empty();
    }
    for (int length = 0; length <= BITS; length++) {
      if (mask(length).equals(mask)) {
        return Optional.of(Prefix.containing(address, length).interval());
      }
    }
    return Optional.empty();
  }

  private static Optional<Address> address(String text) {
    return parsed(text)
        .filter(interval -> interval.first().equals(interval.last()))
        .map(Interval::first);
  }

  private static Optional<Interval> parsed(String text) {
    return AddressText.parse(text) instanceof AddressText.Ok ok
        ? Optional.of(ok.interval())
        : Optional.empty();
  }

  /** Returns the members of a request. */
  Map<String, Object> members() {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("type", type);
    if (host.isEmpty()) {
      members.put("addr1", first);
      members.put("addr2", second);
    } else {
      members.put("host", host);
    }
    return members;
  }

  /** Returns the value as a person would write it. */
  String text() {
    return interval()
        .map(Interval::toString)
        .orElseGet(() -> host.isEmpty() ? "of type " + type : host);
  }
}
