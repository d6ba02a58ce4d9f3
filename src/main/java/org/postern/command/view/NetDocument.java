package org.postern.command.view;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.postern.address.Address;
import org.postern.address.Family;
import org.postern.address.Interval;
import org.postern.address.Prefix;
import org.postern.address.text.AddressText;
import org.postern.address.text.NetworkFacts;
import org.postern.host.RecordTree;

/**
 * The facts about an address, a prefix, a mask or a range.
 *
 * @param text the text as it was written
 * @param mistake the fault of the text; empty where there is none
 * @param readAs the text that it was taken for then
 * @param addresses the number of addresses that it covers
 * @param prefixes the prefixes that cover the same
 * @param masks the masks of an IPv4 prefix
 * @param reverse the name of an address in the reverse tree of the DNS
 * @param zones the first of the reverse zones that hold it
 * @param moreZones the number of further zones
 * @param around the prefix around it
 * @param before the neighbour below
 * @param after the neighbour above
 */
public record NetDocument(
    String text,
    Optional<String> mistake,
    Optional<String> readAs,
    Family family,
    Address first,
    Address last,
    BigInteger addresses,
    List<String> prefixes,
    @RecordTree.Inline Optional<Masks> masks,
    Optional<String> reverse,
    List<String> zones,
    BigInteger moreZones,
    Optional<String> around,
    Optional<String> before,
    Optional<String> after) {
  public NetDocument {
    prefixes = List.copyOf(prefixes);
    zones = List.copyOf(zones);
  }

  /** The masks of a prefix. */
  public record Masks(Address netmask, Address wildcard) {}

  static NetDocument of(
      String text, Optional<AddressText.Wrong> mistake, NetworkFacts facts, int mostZones) {
    NetworkFacts.Zones zones = facts.zones(mostZones);
    Interval interval = facts.interval();
    return new NetDocument(
        text,
        mistake.map(AddressText.Wrong::reason),
        mistake.map(AddressText.Wrong::fix),
        interval.family(),
        interval.first(),
        interval.last(),
        facts.size(),
        facts.prefixes().stream().map(Prefix::toString).toList(),
        facts.masks().map(masks -> new Masks(masks.netmask(), masks.wildcard())),
        facts.reverseName(),
        zones.names(),
        zones.more(),
        facts.around().map(Prefix::toString),
        facts.before().map(NetDocument::neighbour),
        facts.after().map(NetDocument::neighbour));
  }

  /** Returns a neighbour as an address or a prefix. */
  private static String neighbour(Interval interval) {
    return interval.prefix().map(Prefix::text).orElseGet(interval::toString);
  }
}
