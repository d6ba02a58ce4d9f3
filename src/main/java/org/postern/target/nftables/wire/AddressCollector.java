package org.postern.target.nftables.wire;

import java.util.Arrays;
import java.util.function.LongConsumer;
import org.postern.target.nftables.netlink.NftablesException;

/**
 * Collects the keys of a plain set of addresses, each once, in the form that {@link ElementKeys}
 * takes: one word per IPv4 address, two per IPv6 address.
 *
 * <p>The kernel reads a set in pieces and finds its place again by counting. While it still
 * enlarges the hash table of a set that was just filled, the order changes between two pieces: some
 * elements come twice and as many are left out. So a repetition means that the reading is
 * worthless.
 */
final class AddressCollector implements ElementSink {
  /** The number of keys between two reports of progress: single ones do not show. */
  private static final int OFTEN = 1_024;

  private final LongConsumer collected;
  private final int wordsPerKey;
  private long[] words = new long[64];
  private int count;
  private boolean repeated;

  /** Places in {@link #words} plus one, by hash; 0 is free. Twice as many as there are keys. */
  private int[] table = new int[128];

  /**
   * Makes a collector for keys of a type.
   *
   * @param collected is told how many there are, now and then
   */
  AddressCollector(KeyType type, LongConsumer collected) {
    this.collected = collected;
    this.wordsPerKey = type == KeyType.IPV4_ADDR ? 1 : 2;
  }

  @Override
  public void restart() {
    count = 0;
    repeated = false;
    Arrays.fill(table, 0);
  }

  @Override
  public void element(ElementCursor cursor) throws NftablesException {
    long first = wordsPerKey == 1 ? cursor.ipv4() : cursor.ipv6High();
    long second = wordsPerKey == 1 ? 0 : cursor.ipv6Low();
    int slot = slot(first, second);
    if (table[slot] != 0) {
      repeated = true;
      return;
    }
    append(first, second);
    if (count % OFTEN == 0) {
      collected.accept(count);
    }
    table[slot] = count;
    if (2 * count > table.length) {
      rehash();
    }
  }

  /** Tells whether some key came twice, and so others not at all. */
  boolean repeated() {
    return repeated;
  }

  /** Returns how many different keys came. */
  int size() {
    return count;
  }

  /** Returns the keys in no order. */
  long[] words() {
    return Arrays.copyOf(words, count * wordsPerKey);
  }

  private void append(long first, long second) {
    int at = count * wordsPerKey;
    if (at + wordsPerKey > words.length) {
      words = Arrays.copyOf(words, 2 * words.length);
    }
    words[at] = first;
    if (wordsPerKey == 2) {
      words[at + 1] = second;
    }
    count++;
  }

  /** Returns the slot of the table in which the key is, or where it belongs. */
  private int slot(long first, long second) {
    long hash = (first * 31 + second) * 0x9e3779b97f4a7c15L;
    int slot = (int) (hash >>> 33) & (table.length - 1);
    while (table[slot] != 0 && !isAt(table[slot] - 1, first, second)) {
      slot = (slot + 1) & (table.length - 1);
    }
    return slot;
  }

  private boolean isAt(int index, long first, long second) {
    int at = index * wordsPerKey;
    return words[at] == first && (wordsPerKey == 1 || words[at + 1] == second);
  }

  private void rehash() {
    table = new int[2 * table.length];
    for (int index = 0; index < count; index++) {
      int at = index * wordsPerKey;
      table[slot(words[at], wordsPerKey == 1 ? 0 : words[at + 1])] = index + 1;
    }
  }
}
