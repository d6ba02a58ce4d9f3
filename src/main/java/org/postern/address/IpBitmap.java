package org.postern.address;

/** The 65,536 addresses that share their upper 16 bits, a bit for each, and where bits are set. */
final class IpBitmap {
  private static final int WORDS = 1 << 10;

  private final long[] words = new long[WORDS];

  /** A bit for each word that is not zero. */
  private final long[] used = new long[WORDS / Long.SIZE];

  /** Sets one bit. */
  void mark(int bit) {
    int word = bit >>> 6;
    words[word] |= 1L << bit;
    used[word >>> 6] |= 1L << word;
  }

  /** Sets all bits from one to another. */
  void mark(int first, int last) {
    int from = first >>> 6;
    int to = last >>> 6;
    long start = -1L << first;
    long end = -1L >>> ~last;
    words[from] |= from == to ? start & end : start;
    words[to] |= from == to ? start & end : end;
    for (int word = from + 1; word < to; word++) {
      words[word] = -1L;
    }
    for (int word = from; word <= to; word++) {
      used[word >>> 6] |= 1L << word;
    }
  }

  /**
   * Hands out the runs of set bits in ascending order, word by word.
   *
   * @param base the address of the first bit
   */
  void forEach(long base, IpRunMerger runs) {
    for (int group = 0; group < used.length; group++) {
      long rest = used[group];
      while (rest != 0) {
        int word = group << 6 | Long.numberOfTrailingZeros(rest);
        forEach(base | word << 6, words[word], runs);
        rest &= rest - 1;
      }
    }
  }

  /** Clears all bits. */
  void clear() {
    for (int group = 0; group < used.length; group++) {
      long rest = used[group];
      used[group] = 0;
      while (rest != 0) {
        words[group << 6 | Long.numberOfTrailingZeros(rest)] = 0;
        rest &= rest - 1;
      }
    }
  }

  private static void forEach(long base, long bits, IpRunMerger runs) {
    long rest = bits;
    while (rest != 0) {
      int low = Long.numberOfTrailingZeros(rest);
      int length = Long.numberOfTrailingZeros(~(rest >>> low));
      runs.add(base + low, base + low + length - 1);
      rest = low + length >= Long.SIZE ? 0 : rest & -1L << (low + length);
    }
  }
}
