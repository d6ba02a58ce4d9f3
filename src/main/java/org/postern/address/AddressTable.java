package org.postern.address;

import java.util.Arrays;

/**
 * Numbers addresses in the order in which they come, each together with a tag, without an object
 * for any: open addressing with linear probing, at most half full. What belongs to an address lies
 * in arrays beside, by its number. Not safe for several threads.
 */
public final class AddressTable {
  /** The number of an address that is not there. */
  public static final int NONE = -1;

  private static final int SMALLEST = 16;
  private static final long GOLDEN = 0x9e3779b97f4a7c15L;

  /**
   * The words of each address: its tag, its upper and its lower bits, so that a question looks at
   * one place.
   */
  private static final int WORDS = 3;

  /** The bits of a place that are the number of its address plus one; zero where it is free. */
  private static final long NUMBER = 0xFFFF_FFFFL;

  /** The upper half of the hash, which tells most others apart, and a number. */
  private long[] places = new long[2 * SMALLEST];

  private long[] keys = new long[WORDS * SMALLEST];
  private int size;

  /** Returns how many there are; their numbers are smaller. */
  public int size() {
    return size;
  }

  /**
   * Returns the number of an address.
   *
   * @param tag the further mark that tells it apart, its family included
   * @return {@link #NONE} where it is not there
   */
  public int find(int tag, long high, long low) {
    long hash = hash(tag, high, low);
    int mask = places.length - 1;
    int at = home(hash);
    for (long place = places[at]; place != 0; place = places[at]) {
      if (((place ^ hash) & ~NUMBER) == 0) {
        int number = number(place);
        int key = WORDS * number;
        if (keys[key + 2] == low && keys[key + 1] == high && keys[key] == tag) {
          return number;
        }
      }
      at = at + 1 & mask;
    }
    return NONE;
  }

  /** Adds an address that is not there, and returns its number, the next. */
  public int add(int tag, long high, long low) {
    if (WORDS * size == keys.length) {
      grow();
    }
    int number = size;
    size++;
    put(number, tag, high, low);
    return number;
  }

  /** Gives the number of one address to another, which is not there; the former is forgotten. */
  public void replace(int number, int tag, long high, long low) {
    remove(number);
    put(number, tag, high, low);
  }

  private void put(int number, int tag, long high, long low) {
    int key = WORDS * number;
    keys[key] = tag;
    keys[key + 1] = high;
    keys[key + 2] = low;
    place((hash(tag, high, low) & ~NUMBER) | (number + 1L));
  }

  private void place(long place) {
    int at = home(place);
    while (places[at] != 0) {
      at = at + 1 & places.length - 1;
    }
    places[at] = place;
  }

  /** Frees a place, and moves those behind it that were not where they belong. */
  private void remove(int number) {
    int mask = places.length - 1;
    int key = WORDS * number;
    int free = home(hash(keys[key], keys[key + 1], keys[key + 2]));
    while (number(places[free]) != number) {
      free = free + 1 & mask;
    }
    for (int next = free + 1 & mask; places[next] != 0; next = next + 1 & mask) {
      int home = home(places[next]);
      if ((next - home & mask) >= (next - free & mask)) {
        places[free] = places[next];
        free = next;
      }
    }
    places[free] = 0;
  }

  private static int number(long place) {
    return (int) (place & NUMBER) - 1;
  }

  private static long hash(long tag, long high, long low) {
    return ((31 * high + low) * GOLDEN ^ tag) * GOLDEN;
  }

  /** Returns the place where a hash belongs, by its upper bits. */
  private int home(long hash) {
    return (int) (hash >>> Long.numberOfLeadingZeros(places.length - 1L));
  }

  private void grow() {
    long[] old = places;
    keys = Arrays.copyOf(keys, 2 * keys.length);
    places = new long[2 * old.length];
    for (long place : old) {
      if (place != 0) {
        place(place);
      }
    }
  }
}
