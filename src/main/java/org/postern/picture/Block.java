package org.postern.picture;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.postern.address.Address;
import org.postern.address.AddressSet;
import org.postern.address.Family;
import org.postern.address.Prefix;

/**
 * A part of the address space that holds something.
 *
 * @param prefix where: a block of a length that is asked for, or the one prefix in it
 * @param kept the addresses that are there; in a change, those that were there before and still are
 * @param added the addresses that came
 * @param removed the addresses that went
 */
public record Block(Prefix prefix, Tally kept, Tally added, Tally removed) {
  private static final int OCTET = 8;
  private static final int HEXTET = 16;

  private static final Comparator<Block> LARGEST_FIRST =
      Comparator.comparing(Block::moved)
          .thenComparing(block -> block.kept.addresses())
          .reversed()
          .thenComparing(block -> block.prefix.base());

  /** Tells whether something came or went. */
  public boolean isChanged() {
    return moved().signum() > 0;
  }

  private BigInteger moved() {
    return added.addresses().add(removed.addresses());
  }

  /**
   * Returns the length of the blocks into which a prefix is divided for reading: whole octets or
   * groups of four hexadecimal digits, as addresses are written and as networks are given out.
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
   * Returns the blocks of a length in which something stays, comes or goes; prefixes that are wider
   * stand for themselves. Where most moves comes first, and then where most is.
   */
  public static List<Block> of(Family family, int length, AddressSet before, AddressSet after) {
    return of(
        family, length, before.intersect(after), after.subtract(before), before.subtract(after));
  }

  static List<Block> of(
      Family family, int length, AddressSet kept, AddressSet added, AddressSet removed) {
    Map<Prefix, Held> stays = tallies(family, length, kept);
    Map<Prefix, Held> comes = tallies(family, length, added);
    Map<Prefix, Held> goes = tallies(family, length, removed);
    Set<Prefix> all = new LinkedHashSet<>(stays.keySet());
    all.addAll(comes.keySet());
    all.addAll(goes.keySet());
    List<Block> blocks = new ArrayList<>();
    for (Prefix one : all) {
      Held nothing = new Held(one, Tally.NONE);
      blocks.add(
          of(
              one,
              stays.getOrDefault(one, nothing),
              comes.getOrDefault(one, nothing),
              goes.getOrDefault(one, nothing)));
    }
    blocks.sort(LARGEST_FIRST);
    return List.copyOf(blocks);
  }

  /** A block with one prefix in it is known by that one. */
  private static Block of(Prefix whole, Held stays, Held comes, Held goes) {
    List<Held> all = Stream.of(stays, comes, goes).filter(held -> !held.tally.isNone()).toList();
    boolean single = all.size() == 1 && all.getFirst().tally.prefixes() == 1;
    Prefix prefix = single ? all.getFirst().first : whole;
    return new Block(prefix, stays.tally, comes.tally, goes.tally);
  }

  /**
   * The addresses of one set in a block.
   *
   * @param first the lowest prefix
   */
  private record Held(Prefix first, Tally tally) {
    Held plus(Held next) {
      return new Held(first, tally.plus(next.tally));
    }
  }

  private static Map<Prefix, Held> tallies(Family family, int length, AddressSet set) {
    Map<Prefix, Held> tallies = new LinkedHashMap<>();
    set.forEachPrefix(
        family,
        (high, low, own) -> {
          Prefix prefix = new Prefix(new Address(family, high, low), own);
          tallies.merge(
              Prefix.containing(prefix.base(), Math.min(own, length)),
              new Held(prefix, new Tally(BigInteger.ONE.shiftLeft(family.bits() - own), 1)),
              Held::plus);
        });
    return tallies;
  }
}
