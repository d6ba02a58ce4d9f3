package org.postern.target.mail.tcpserver;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postern.address.Address;
import org.postern.address.AddressSet;
import org.postern.address.Family;
import org.postern.address.Interval;

/**
 * IPv4 addresses as the keys of tcprules(1): octets, of which the last may be a range; fewer than
 * four end with a dot. Any set has such keys, exactly.
 */
final class OctetKeys {
  private static final int OCTETS = 4;
  private static final int BITS = 8;
  private static final int MOST = 255;

  private static final String OCTET = "(?:0|[1-9][0-9]{0,2})";
  private static final Pattern PLAIN = Pattern.compile("(?:%s\\.)*%s\\.?".formatted(OCTET, OCTET));

  /** A key with a range: tcprules(1) takes any number in it, and none for zero. */
  private static final Pattern RANGE =
      Pattern.compile(
          "((?:%s\\.)*)([0-9]{0,9})-([0-9]{0,9})((?:\\.%s)*\\.?)".formatted(OCTET, OCTET));

  private OctetKeys() {}

  /**
   * The addresses of a key.
   *
   * @param octets how many it names: the more, the sooner tcpserver looks for it
   */
  record Key(AddressSet addresses, int octets) {}

  /** Returns the fewest keys for the IPv4 addresses of a set, ascending. */
  static List<String> of(AddressSet set) {
    List<String> keys = new ArrayList<>();
    for (Interval interval : set.intervals(Family.IP)) {
      long at = number(interval.first());
      long last = number(interval.last());
      while (at <= last) {
        at = next(at, last, keys);
      }
    }
    return keys;
  }

  /** Adds one key that begins there; returns where the next one does. */
  private static long next(long at, long last, List<String> keys) {
    int octets = 1;
    while (at % size(octets) != 0 || at + size(octets) - 1 > last) {
      octets++;
    }
    long size = size(octets);
    long octet = at / size % (MOST + 1);
    long count = Math.min((last - at + 1) / size, MOST + 1 - octet);
    StringBuilder key = new StringBuilder();
    for (int i = 1; i < octets; i++) {
      key.append(at / size(i) % (MOST + 1)).append('.');
    }
    key.append(octet);
    if (count > 1) {
      key.append('-').append(octet + count - 1);
    }
    keys.add(octets < OCTETS ? key.append('.').toString() : key.toString());
    return at + count * size;
  }

  private static long size(int octets) {
    return 1L << (BITS * (OCTETS - octets));
  }

  /**
   * Returns the addresses of a key; empty where it is none of addresses, or can never be looked
   * for.
   */
  static Optional<Key> read(String key) {
    List<String> singles = singles(key);
    AddressSet.Builder addresses = AddressSet.builder();
    int octets = 0;
    for (String one : singles) {
      Optional<Interval> interval = single(one);
      if (interval.isEmpty()) {
        return Optional.empty();
      }
      addresses.add(interval.get());
      octets = one.split("\\.", -1).length - (one.endsWith(".") ? 1 : 0);
    }
    return singles.isEmpty() ? Optional.empty() : Optional.of(new Key(addresses.build(), octets));
  }

  /** Returns the keys without a range that a key stands for; none where it is none of addresses. */
  static List<String> singles(String key) {
    if (PLAIN.matcher(key).matches()) {
      return List.of(key);
    }
    Matcher matcher = RANGE.matcher(key);
    List<String> singles = new ArrayList<>();
    if (matcher.matches()) {
      int last = Math.min(bound(matcher.group(3)), MOST);
      for (int octet = bound(matcher.group(2)); octet <= last; octet++) {
        singles.add(matcher.group(1) + octet + matcher.group(4));
      }
    }
    return singles;
  }

  private static int bound(String digits) {
    return digits.isEmpty() ? 0 : Integer.parseInt(digits);
  }

  /** Returns the addresses of a key without a range. */
  private static Optional<Interval> single(String key) {
    String[] octets =
        (key.endsWith(".") ? key.substring(0, key.length() - 1) : key).split("\\.", -1);
    boolean whole = octets.length == OCTETS;
    if (octets.length > OCTETS || key.endsWith(".") == whole) {
      return Optional.empty();
    }
    long first = 0;
    for (String octet : octets) {
      int value = Integer.parseInt(octet);
      if (value > MOST) {
        return Optional.empty();
      }
      first = first * (MOST + 1) + value;
    }
    long size = size(octets.length);
    return Optional.of(new Interval(address(first * size), address(first * size + size - 1)));
  }

  private static long number(Address address) {
    long number = 0;
    for (byte octet : address.toBytes()) {
      number = number * (MOST + 1) + Byte.toUnsignedLong(octet);
    }
    return number;
  }

  private static Address address(long number) {
    byte[] bytes = new byte[OCTETS];
    for (int i = 0; i < OCTETS; i++) {
      bytes[i] = (byte) (number / size(i + 1));
    }
    return Address.ofBytes(bytes);
  }
}
