package org.postern.source;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import java.util.Random;

/**
 * Labels, each once and at a fixed place, found by their characters or by their bytes. At place 0
 * is "". Not safe for several threads.
 *
 * <p>Its hash is a polynomial over a prime field at a random point, so that no list can be written
 * that makes it slow.
 */
final class LabelDictionary {
  private static final int PRIME_BITS = 31;
  private static final long PRIME = (1L << PRIME_BITS) - 1;
  private static final int FEWEST = 16;

  private final long point = new Random().nextInt(1 << 20, Integer.MAX_VALUE);
  private String[] words = {""};
  private int count = 1;

  /** The slots of an open addressing: 0 where there is none, else a place; at most half full. */
  private int[] slots = new int[2 * FEWEST];

  /** The hash of each word. */
  private int[] hashes = new int[FEWEST];

  /** Returns the place of a label. */
  int place(String label) {
    if (label.isEmpty()) {
      return 0;
    }
    long hash = 1;
    for (int at = 0; at < label.length(); at++) {
      hash = next(hash, label.charAt(at));
    }
    int slot = first((int) hash);
    while (slots[slot] != 0 && !words[slots[slot]].equals(label)) {
      slot = slot + 1 & slots.length - 1;
    }
    return slots[slot] != 0 ? slots[slot] : add(label, (int) hash, slot);
  }

  /** Returns the place of a label of ASCII characters that stands among bytes. */
  int place(byte[] bytes, int from, int to) {
    if (from == to) {
      return 0;
    }
    long hash = 1;
    for (int at = from; at < to; at++) {
      hash = next(hash, bytes[at]);
    }
    int slot = first((int) hash);
    while (slots[slot] != 0 && !isAlike(slots[slot], (int) hash, bytes, from, to)) {
      slot = slot + 1 & slots.length - 1;
    }
    return slots[slot] != 0
        ? slots[slot]
        : add(new String(bytes, from, to - from, US_ASCII), (int) hash, slot);
  }

  /** Returns all labels in the order of their places. */
  String[] words() {
    return Arrays.copyOf(words, count);
  }

  private long next(long hash, int character) {
    long sum = hash * point + character;
    long folded = (sum & PRIME) + (sum >>> PRIME_BITS);
    return folded >= PRIME ? folded - PRIME : folded;
  }

  private int first(int hash) {
    return hash & slots.length - 1;
  }

  private boolean isAlike(int place, int hash, byte[] bytes, int from, int to) {
    String word = words[place];
    if (hashes[place] != hash || word.length() != to - from) {
      return false;
    }
    for (int at = from; at < to; at++) {
      if (word.charAt(at - from) != bytes[at]) {
        return false;
      }
    }
    return true;
  }

  private int add(String label, int hash, int slot) {
    int place = count;
    if (place == hashes.length) {
      hashes = Arrays.copyOf(hashes, 2 * place);
    }
    if (place == words.length) {
      words = Arrays.copyOf(words, Math.max(FEWEST, 2 * place));
    }
    words[place] = label;
    hashes[place] = hash;
    slots[slot] = place;
    count++;
    if (2 * count > slots.length) {
      grow();
    }
    return place;
  }

  private void grow() {
    slots = new int[2 * slots.length];
    for (int place = 1; place < count; place++) {
      int slot = first(hashes[place]);
      while (slots[slot] != 0) {
        slot = slot + 1 & slots.length - 1;
      }
      slots[slot] = place;
    }
  }
}
