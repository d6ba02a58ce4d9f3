package org.postern.target.nftables.foreign;

import java.util.NavigableMap;
import java.util.TreeMap;
import org.postern.target.Match;
import org.postern.target.nftables.layout.Field;
import org.postern.target.nftables.netlink.Bytes;
import org.postern.target.nftables.netlink.Netlink;
import org.postern.target.nftables.netlink.NfTables;

/**
 * The registers of one rule while it is followed: which fields of the packet were loaded where.
 * {@code NFT_REG_1} to {@code NFT_REG_4} are 16 bytes each, {@code NFT_REG32_00} and those after it
 * the same bytes by four ({@code enum nft_registers}).
 */
public final class Registers {
  private static final int LARGE = 16;
  private static final int SMALL = 4;
  private static final int FIRST_SMALL = 8;
  private static final int LAST = 23;

  private final NavigableMap<Integer, Entry> entries = new TreeMap<>();

  private record Entry(Field field, int length) {}

  private static int offset(int register) {
    return register < FIRST_SMALL ? (register - 1) * LARGE : (register - FIRST_SMALL) * SMALL;
  }

  /** Tells whether there is such a register. */
  private static boolean exists(int register) {
    return (register >= 1 && register <= NfTables.NFT_REG_4)
        || (register >= FIRST_SMALL && register <= LAST);
  }

  /** Puts a field where others may have been. */
  void put(int register, Field field, int length) {
    put(register, 0, field, length);
  }

  /** Puts a field into a register behind so many bytes of it. */
  void put(int register, int skipped, Field field, int length) {
    if (!exists(register)) {
      forget();
      return;
    }
    int from = offset(register) + skipped;
    int end = from + length;
    entries
        .entrySet()
        .removeIf(old -> old.getKey() < end && old.getKey() + old.getValue().length() > from);
    entries.put(from, new Entry(field, length));
  }

  /** Forgets all: a value that is not understood was put into some register. */
  void forget() {
    entries.clear();
  }

  /** Returns the field that fills a register to this length. */
  Field field(int register, int length) {
    Entry entry = exists(register) ? entries.get(offset(register)) : null;
    return entry != null && entry.length() == length ? entry.field() : new Field.Untold();
  }

  /** Tells whether a register holds these bytes. */
  Match equal(int register, Bytes value) {
    Entry entry = exists(register) ? entries.get(offset(register)) : null;
    if (entry != null && entry.length() > value.length()) {
      return entry.field().startsWith(value);
    }
    return within(register, value, value);
  }

  /**
   * Tells whether a register lies between two constants, both included. Of several fields each lies
   * between its own parts of them: those that were loaded together follow each other, those of a
   * concatenation begin at four bytes each.
   */
  Match within(int register, Bytes first, Bytes last) {
    Match match = Match.YES;
    int length = first.length();
    for (int at = 0; at < length; ) {
      Entry entry = exists(register) ? entries.get(offset(register) + at) : null;
      int size = entry == null ? SMALL : Math.min(entry.length(), length - at);
      match =
          match.and(
              entry == null || entry.length() != size || last.length() != length
                  ? Match.MAYBE
                  : entry.field().within(part(first, at, size), part(last, at, size)));
      boolean together = exists(register) && entries.containsKey(offset(register) + at + size);
      at += together ? size : Netlink.align(size);
    }
    return match;
  }

  private static Bytes part(Bytes bytes, int from, int length) {
    return Bytes.copyOf(bytes.toArray(), from, from + length);
  }
}
