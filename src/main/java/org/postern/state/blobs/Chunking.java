package org.postern.state.blobs;

import org.postern.address.Bounds;

/**
 * Assigns an interval to a chunk: one of a power of two, by a hash of its ends. The chunks of a
 * table have up to some hundred entries each; how many there are depends on its size alone, so that
 * equal tables are cut alike whatever they came from.
 */
final class Chunking {
  /** A chunk has half as many entries to as many, on average. */
  private static final int CUT = 128;

  private Chunking() {}

  /** Returns the number of chunks into which a table of that size is cut. */
  static int count(int size) {
    int least = Math.max(1, (size + CUT - 1) / CUT);
    return Integer.highestOneBit(2 * least - 1);
  }

  /** Returns the chunk of an interval: SplitMix64 over its ends, so that neighbours fall apart. */
  static int of(Bounds bounds, int index, int count) {
    long mixed = mix(bounds.firstLow(index) + 0x9e3779b97f4a7c15L);
    mixed = mix(mixed ^ bounds.firstHigh(index));
    mixed = mix(mixed ^ bounds.lastLow(index));
    mixed = mix(mixed ^ bounds.lastHigh(index));
    return (int) mixed & count - 1;
  }

  /** Returns the chunk of a name: FNV-1a over its characters, which no version of Java changes. */
  static int of(String name, int count) {
    long hash = 0xcbf29ce484222325L;
    for (int at = 0; at < name.length(); at++) {
      hash = (hash ^ name.charAt(at)) * 0x100000001b3L;
    }
    return (int) mix(hash) & count - 1;
  }

  private static long mix(long value) {
    long mixed = (value ^ value >>> 30) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
    return mixed ^ mixed >>> 31;
  }
}
