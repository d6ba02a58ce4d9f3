package org.postern.target.mail.tcpwrappers;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postern.address.Address;
import org.postern.address.AddressSet;
import org.postern.address.Family;
import org.postern.address.Prefix;
import org.postern.address.text.AddressText;

/**
 * Addresses as the patterns of hosts_access(5). What is written here every libwrap reads: networks
 * of IPv4 have a mask, since not all of them know a length; single addresses have none, since no
 * mask of 32 bits is taken.
 */
final class AddressPatterns {
  private static final int BITS = 32;
  private static final long ALL_BITS = 0xffff_ffffL;
  private static final int OCTETS = 4;

  /** The low half of ::ffff:0:0 (RFC 4291 2.5.5.2). */
  private static final long MAPPED = 0xffff_0000_0000L;

  /** The address that no mask and no length matches: libwrap has this number for "no address". */
  private static final Address LAST = Family.IP.last();

  private static final String OCTET = "(?:0|[1-9][0-9]{0,2})";
  private static final String QUAD = OCTET + "(?:\\." + OCTET + "){3}";

  private static final Pattern NUMBERS = Pattern.compile("[0-9][0-9.]*");
  private static final Pattern SINGLE = Pattern.compile(QUAD);
  private static final Pattern BEGIN = Pattern.compile("(?:" + OCTET + "\\.){1,3}");
  private static final Pattern LENGTH = Pattern.compile("(" + QUAD + ")/(0|[1-9][0-9]?)");
  private static final Pattern MASK = Pattern.compile("(" + QUAD + ")/(" + QUAD + ")");
  private static final Pattern OF_IP6 =
      Pattern.compile("\\[([0-9a-fA-F:.]{2,45})\\](?:/(0|[1-9][0-9]{0,2}))?");

  private AddressPatterns() {}

  /**
   * Returns the patterns of a set, those of IPv4 first: all others cost a look-up of the client's
   * name.
   */
  static List<String> of(AddressSet set) {
    List<String> patterns = new ArrayList<>();
    set.forEachPrefix(Family.IP, (_, low, length) -> patterns.add(ofIp(low, length)));
    if (set.contains(LAST) && !patterns.getLast().equals(LAST.toString())) {
      patterns.add(LAST.toString());
    }
    for (Prefix prefix : set.prefixes(Family.IP6)) {
      boolean single = prefix.length() == Family.IP6.bits();
      patterns.add("[%s]%s".formatted(prefix.base(), single ? "" : "/" + prefix.length()));
    }
    return patterns;
  }

  private static String ofIp(long low, int length) {
    String base = new Address(Family.IP, 0, low).toString();
    return length == BITS ? base : base + "/" + new Address(Family.IP, 0, mask(length));
  }

  private static long mask(int length) {
    return (ALL_BITS << (BITS - length)) & ALL_BITS;
  }

  /**
   * Returns the clients that a pattern matches by their address alone.
   *
   * @return empty where it is no such pattern, or one that libwraps read in different ways
   */
  static Optional<AddressSet> read(String pattern) {
    if (NUMBERS.matcher(pattern).matches()) {
      return Optional.of(ofNumbers(pattern));
    }
    Matcher length = LENGTH.matcher(pattern);
    if (length.matches()) {
      int bits = Integer.parseInt(length.group(2));
      return Optional.of(
          bits == 0 || bits > BITS
              ? AddressSet.none()
              : network(length.group(1), mask(bits)).orElse(AddressSet.none()));
    }
    Matcher mask = MASK.matcher(pattern);
    if (mask.matches()) {
      return masked(mask.group(1), mask.group(2));
    }
    Matcher ip6 = OF_IP6.matcher(pattern);
    return ip6.matches()
        ? ofIp6(ip6.group(1), Optional.ofNullable(ip6.group(2)))
        : Optional.empty();
  }

  /**
   * Returns the addresses of a pattern of octets, which libwrap compares as text: other ways to
   * write a number match no client.
   */
  private static AddressSet ofNumbers(String text) {
    if (SINGLE.matcher(text).matches()) {
      return number(text)
          .map(value -> AddressSet.of(new Address(Family.IP, 0, value)))
          .orElse(AddressSet.none());
    }
    if (!BEGIN.matcher(text).matches()) {
      return AddressSet.none();
    }
    int octets = text.length() - text.replace(".", "").length();
    return number(text + "0.".repeat(OCTETS - 1 - octets) + "0")
        .map(value -> new Address(Family.IP, 0, value))
        .map(base -> AddressSet.of(Prefix.containing(base, octets * Byte.SIZE)))
        .orElse(AddressSet.none());
  }

  private static Optional<AddressSet> masked(String net, String text) {
    Optional<Long> mask = number(text);
    if (mask.isEmpty() || mask.get() == ALL_BITS) {
      return Optional.of(AddressSet.none());
    }
    boolean isPrefix = mask(Long.bitCount(mask.get())) == mask.get();
    return isPrefix
        ? Optional.of(network(net, mask.get()).orElse(AddressSet.none()))
        : Optional.empty();
  }

  /**
   * Returns the addresses of a network; empty where there are bits behind the mask: then no client
   * is in it.
   */
  private static Optional<AddressSet> network(String net, long mask) {
    return number(net)
        .filter(value -> (value & mask) == value)
        .map(value -> new Prefix(new Address(Family.IP, 0, value), Long.bitCount(mask)))
        .map(prefix -> AddressSet.of(prefix).subtract(AddressSet.of(LAST)));
  }

  /** An IPv4-mapped one stays what it is: no client has it, since libwrap makes IPv4 of it. */
  private static Optional<AddressSet> ofIp6(String text, Optional<String> length) {
    if (!(AddressText.parse(text) instanceof AddressText.Ok ok)
        || ok.form() != AddressText.Form.ADDRESS) {
      return Optional.empty();
    }
    Address read = ok.interval().first();
    Address base =
        read.family() == Family.IP ? new Address(Family.IP6, 0, MAPPED | read.low()) : read;
    int bits = length.map(Integer::parseInt).orElse(Family.IP6.bits());
    return Optional.of(
        bits > Family.IP6.bits()
            ? AddressSet.none()
            : AddressSet.of(Prefix.containing(base, bits)));
  }

  private static Optional<Long> number(String quad) {
    long number = 0;
    for (String octet : quad.split("\\.", -1)) {
      int value = Integer.parseInt(octet);
      if (value >= 1 << Byte.SIZE) {
        return Optional.empty();
      }
      number = (number << Byte.SIZE) | value;
    }
    return Optional.of(number);
  }
}
