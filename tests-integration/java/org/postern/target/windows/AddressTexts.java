package org.postern.target.windows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.postern.address.Address;
import org.postern.address.Family;
import org.postern.address.Interval;
import org.postern.address.Prefix;

/** Addresses in the words of Windows, read and written without the scripts' own arithmetic. */
final class AddressTexts {
  private AddressTexts() {}

  static Address address(String text) {
    return Address.ofBytes(text.contains(":") ? six(text) : four(text));
  }

  private static byte[] four(String text) {
    String[] parts = text.split("\\.", -1);
    if (parts.length != 4) {
      throw new IllegalArgumentException(text);
    }
    byte[] bytes = new byte[4];
    for (int i = 0; i < 4; i++) {
      int octet = Integer.parseInt(parts[i]);
      if (octet > 255) {
        throw new IllegalArgumentException(text);
      }
      bytes[i] = (byte) octet;
    }
    return bytes;
  }

  private static byte[] six(String text) {
    String[] halves = text.split("::", 2);
    List<String> groups = groups(halves[0]);
    if (halves.length == 2) {
      List<String> rest = groups(halves[1]);
      while (groups.size() + rest.size() < 8) {
        groups.add("0");
      }
      groups.addAll(rest);
    }
    if (groups.size() != 8) {
      throw new IllegalArgumentException(text);
    }
    byte[] bytes = new byte[16];
    for (int i = 0; i < 8; i++) {
      int group = Integer.parseInt(groups.get(i), 16);
      bytes[2 * i] = (byte) (group >> 8);
      bytes[2 * i + 1] = (byte) group;
    }
    return bytes;
  }

  private static List<String> groups(String half) {
    return half.isEmpty() ? new ArrayList<>() : new ArrayList<>(Arrays.asList(half.split(":", -1)));
  }

  /** An address, a block with length or mask, or a range. */
  static Interval interval(String text) {
    String[] ends = text.split("-", 2);
    if (ends.length == 2) {
      return new Interval(address(ends[0]), address(ends[1]));
    }
    String[] block = text.split("/", 2);
    Address base = address(block[0]);
    if (block.length == 1) {
      return new Interval(base, base);
    }
    int length = block[1].contains(".") ? length(block[1]) : Integer.parseInt(block[1]);
    return Prefix.containing(base, length).interval();
  }

  private static int length(String mask) {
    return Long.bitCount(
        Integer.toUnsignedLong(new java.math.BigInteger(1, four(mask)).intValue()));
  }

  /**
   * As Windows gives back what it was told: blocks and single addresses of IPv4 with their mask, a
   * single address of IPv6 as a range.
   */
  static String text(Interval interval) {
    Address first = interval.first();
    boolean single = first.equals(interval.last());
    if (single && first.family() == Family.IP6) {
      return first + "-" + first;
    }
    return interval
        .prefix()
        .map(prefix -> first + "/" + (first.family() == Family.IP ? mask(prefix) : prefix.length()))
        .orElseGet(() -> first + "-" + interval.last());
  }

  private static String mask(Prefix prefix) {
    long bits = prefix.length() == 0 ? 0 : 0xffffffffL << (32 - prefix.length());
    return List.of(24, 16, 8, 0).stream()
        .map(shift -> String.valueOf((bits >> shift) & 255))
        .collect(Collectors.joining("."));
  }
}
