package org.postern.picture;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.postern.address.Address;
import org.postern.address.AddressSet;
import org.postern.address.Family;
import org.postern.address.Prefix;

/**
 * A part of the address space that holds something.
 *
 * @param prefix where
 * @param kept what is there; in a change, what was there before and still is
 * @param added what came
 * @param removed what went
 */
public record Block(Prefix prefix, Tally kept, Tally added, Tally removed) {
  private static final int OCTET = 8;
  private static final int HEXTET = 16;

  private static final Comparator<Block> LARGEST_FIRST =
      Comparator.comparing(Block::moved)
          .thenComparing(block -> block.kept.addresses())
          .reversed()
          .thenComparing(block -> block.prefix.base());

  /** Whether something came or went. */
  public boolean isChanged() {
    return moved().signum() > 0;
  }

  private BigInteger moved() {
    return added.addresses().add(removed.addresses());
  }

  /**
   * The length of the blocks into which a prefix is divided for reading: whole octets or groups of
   * four hexadecimal digits, as addresses are written and as networks are given out.
   */
  static int length(Prefix prefix) {
    return switch (prefix.family()) {
      case IP ->
          Math.clamp(upTo(prefix.length() + OCTET, OCTET), 2 * OCTET, prefix.family().bits());
      case IP6 ->
          prefix.length() >= 4 * HEXTET
              ? prefix.family().bits()
              : Math.max(2 * HEXTET, upTo(prefix.length() + HEXTET, HEXTET));
    };
  }

  private static int upTo(int length, int step) {
    return Math.ceilDiv(length, step) * step;
  }

  /**
   * The blocks of that length that hold something; prefixes that are wider stand for themselves.
   * Where most moved comes first, and then where most is.
   */
  static List<Block> of(
      Family family, int length, AddressSet kept, AddressSet added, AddressSet removed) {
    Map<Prefix, Tally> stays = tallies(family, length, kept);
    Map<Prefix, Tally> comes = tallies(family, length, added);
    Map<Prefix, Tally> goes = tallies(family, length, removed);
    Set<Prefix> all = new LinkedHashSet<>(stays.keySet());
    all.addAll(comes.keySet());
    all.addAll(goes.keySet());
    List<Block> blocks = new ArrayList<>();
    for (Prefix one : all) {
      blocks.add(
          new Block(
              one,
              stays.getOrDefault(one, Tally.NONE),
              comes.getOrDefault(one, Tally.NONE),
              goes.getOrDefault(one, Tally.NONE)));
    }
    blocks.sort(LARGEST_FIRST);
    return List.copyOf(blocks);
  }

  private static Map<Prefix, Tally> tallies(Family family, int length, AddressSet set) {
    Map<Prefix, Tally> tallies = new LinkedHashMap<>();
    set.forEachPrefix(
        family,
        (high, low, own) ->
            tallies.merge(
                Prefix.containing(new Address(family, high, low), Math.min(own, length)),
                new Tally(BigInteger.ONE.shiftLeft(family.bits() - own), 1),
                Tally::plus));
    return tallies;
  }
}
