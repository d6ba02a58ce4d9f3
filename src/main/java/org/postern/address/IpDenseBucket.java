package org.postern.address;

import org.jspecify.annotations.Nullable;

/**
 * The addresses that share their upper eight bits, a bit for each: at most two megabytes, however
 * many prefixes name them.
 */
final class IpDenseBucket {
  private static final int PARTS = 1 << 8;
  private static final int PART_BITS = 16;
  private static final int IN_PART = (1 << PART_BITS) - 1;

  private final @Nullable IpBitmap[] parts = new IpBitmap[PARTS];

  /**
   * Adds prefixes.
   *
   * @param prefixes the prefixes as {@link IpBuckets} has them
   */
  void mark(int[] prefixes, int count) {
    for (int at = 0; at < count; at++) {
      int open = prefixes[at] >>> IpBuckets.BUCKET_BITS;
      int first = prefixes[at] & IpBuckets.IN_BUCKET;
      int last = first + (1 << open) - 1;
      int part = first >>> PART_BITS;
      if (part == last >>> PART_BITS) {
        part(part).mark(first & IN_PART, last & IN_PART);
      } else {
        for (; part <= last >>> PART_BITS; part++) {
          part(part).mark(0, IN_PART);
        }
      }
    }
  }

  private IpBitmap part(int part) {
    IpBitmap bits = parts[part];
    if (bits == null) {
      bits = new IpBitmap();
      parts[part] = bits;
    }
    return bits;
  }

  /** Hands out the addresses in ascending order. */
  void forEach(long base, IpRunMerger runs) {
    for (int part = 0; part < PARTS; part++) {
      IpBitmap bits = parts[part];
      if (bits != null) {
        bits.forEach(base | (long) part << PART_BITS, runs);
      }
    }
  }
}
