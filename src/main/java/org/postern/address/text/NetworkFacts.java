package org.postern.address.text;

import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.address.Address;
import org.postern.address.AddressSet;
import org.postern.address.Family;
import org.postern.address.Interval;
import org.postern.address.Prefix;

/**
 * The facts about an address, a prefix or a range: masks, reverse zones, neighbours.
 *
 * @param interval the addresses
 */
public record NetworkFacts(Interval interval) {
  /**
   * The bits between delegations in the reverse tree of IPv4, which stand between octets; those of
   * IPv6 stand between digits.
   */
  private static final int OCTET = 8;

  private static final int DIGIT = 4;

  /** The masks of an IPv4 prefix. */
  public record Masks(Address netmask, Address wildcard) {}

  /**
   * The zones in which the names of addresses are.
   *
   * @param names the names of those that are listed
   * @param more how many there are beyond them
   */
  public record Zones(List<String> names, BigInteger more) {
    public Zones {
      names = List.copyOf(names);
    }
  }

  /** Returns how many addresses there are. */
  public BigInteger size() {
    return interval.size();
  }

  /** Returns the fewest prefixes that name the same addresses, ascending. */
  public List<Prefix> prefixes() {
    return AddressSet.of(interval).prefixes();
  }

  /** Returns the netmask and the wildcard mask; empty for IPv6, and for what is no prefix. */
  public Optional<Masks> masks() {
    return interval
        .prefix()
        .filter(prefix -> prefix.family() == Family.IP)
        .map(
            prefix -> {
              IPAddress block = block(prefix);
              return new Masks(
                  Address.ofBytes(block.getNetworkMask().getBytes()),
                  Address.ofBytes(block.getHostMask().getBytes()));
            });
  }

  /** Returns the next larger prefix around a prefix. */
  public Optional<Prefix> around() {
    return interval
        .prefix()
        .filter(prefix -> prefix.length() > 0)
        .map(prefix -> Prefix.containing(prefix.base(), prefix.length() - 1));
  }

  /**
   * Returns the neighbour before: for a prefix the one of the same length, for a range an address.
   */
  public Optional<Interval> before() {
    return interval.first().previous().map(this::beside);
  }

  /** Returns the neighbour after, likewise. */
  public Optional<Interval> after() {
    return interval.last().next().map(this::beside);
  }

  private Interval beside(Address address) {
    int length = interval.prefix().map(Prefix::length).orElse(interval.family().bits());
    return Prefix.containing(address, length).interval();
  }

  /** Returns the name of a single address in the reverse tree (RFC 1035, 3.5; RFC 3596, 2.5). */
  public Optional<String> reverseName() {
    return interval.first().equals(interval.last())
        ? Optional.of(block(Prefix.containing(interval.first(), interval.family().bits())))
            .map(IPAddress::toReverseDNSLookupString)
        : Optional.empty();
  }

  /**
   * Returns the zones that hold the names of these addresses. For part of an IPv4 /24 it is the
   * zone of that /24, where such a part is delegated as RFC 2317 says.
   *
   * @param most how many to list
   */
  public Zones zones(int most) {
    List<String> names = new ArrayList<>();
    BigInteger count = BigInteger.ZERO;
    Optional<Prefix> last = Optional.empty();
    for (Prefix prefix : prefixes()) {
      int length = zoneLength(prefix);
      Prefix zone = Prefix.containing(prefix.base(), length);
      if (last.filter(zone::equals).isPresent()) {
        continue;
      }
      BigInteger zones = BigInteger.ONE.shiftLeft(Math.max(0, length - prefix.length()));
      int listed = zones.min(BigInteger.valueOf(most - (long) names.size())).intValue();
      for (int i = 0; i < listed; i++) {
        names.add(zoneName(zone));
        zone = zone.last().next().map(next -> Prefix.containing(next, length)).orElse(zone);
      }
      count = count.add(zones);
      last = Optional.of(Prefix.containing(prefix.last(), length));
    }
    return new Zones(names, count.subtract(BigInteger.valueOf(names.size())));
  }

  private static int zoneLength(Prefix prefix) {
    int step = prefix.family() == Family.IP ? OCTET : DIGIT;
    int length = (prefix.length() + step - 1) / step * step;
    return Math.min(Math.max(length, step), prefix.family().bits() - step);
  }

  private static String zoneName(Prefix zone) {
    return block(zone).toReverseDNSLookupString().replaceFirst("^(?:\\*\\.)+", "");
  }

  private static IPAddress block(Prefix prefix) {
    String text = prefix.base() + "/" + prefix.length();
    return new IPAddressString(text).getAddress().toPrefixBlock();
  }
}
