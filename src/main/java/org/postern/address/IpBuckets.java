package org.postern.address;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Makes many IPv4 intervals in any order canonical, in linear time without a comparison. They are
 * cut into prefixes and put into buckets by their first eight bits as they come; each bucket is
 * parted once more by the next eight, and what remains is read off a bitmap of 65,536 addresses.
 *
 * <p>A prefix takes one number: how many bits it leaves open, then the 24 bits behind the bucket's.
 */
final class IpBuckets {
  private static final int BUCKETS = 1 << 8;
  static final int BUCKET_BITS = 24;
  static final int IN_BUCKET = (1 << BUCKET_BITS) - 1;
  private static final int PART_BITS = 16;
  private static final int IN_PART = (1 << PART_BITS) - 1;

  private static final int SMALLEST_BLOCK = 1 << 6;
  private static final int LARGEST_BLOCK = 1 << 10;

  /** The number of blocks that are as large as a bit for each address of the bucket. */
  private static final int MANY_BLOCKS = 1 << 9;

  /** The block of each bucket that is being filled, how far it is, and the full ones before it. */
  private final int[][] newest = new int[BUCKETS][0];

  private final int[] used = new int[BUCKETS];
  private final @Nullable Block[] full = new Block[BUCKETS];

  /** How many full ones there are. */
  private final int[] blocks = new int[BUCKETS];

  /** The buckets that have so many prefixes that a bit for each address takes less room. */
  private final @Nullable IpDenseBucket[] dense = new IpDenseBucket[BUCKETS];

  private final boolean[] wholes = new boolean[BUCKETS];

  /** The prefixes of one bucket, part by part, and where each part ends. */
  private int[] parted = new int[0];

  private final int[] ends = new int[BUCKETS];
  private final boolean[] wholeParts = new boolean[BUCKETS];
  private final IpBitmap bitmap = new IpBitmap();

  /** A full block, and the one that was filled before it. */
  private static final class Block {
    private final int[] prefixes;
    private final @Nullable Block before;

    Block(int[] prefixes, @Nullable Block before) {
      this.prefixes = prefixes;
      this.before = before;
    }
  }

  /** Adds the addresses from one to another, as unsigned numbers. */
  void add(int first, int last) {
    if (first == last) {
      put(first >>> BUCKET_BITS, first & IN_BUCKET);
    } else {
      addWide(Integer.toUnsignedLong(first), Integer.toUnsignedLong(last));
    }
  }

  private void addWide(long first, long last) {
    long from = first;
    while (from <= last) {
      int fitting = Long.SIZE - 1 - Long.numberOfLeadingZeros(last - from + 1);
      int open = Math.min(BUCKET_BITS, Math.min(fitting, Long.numberOfTrailingZeros(from)));
      int bucket = (int) (from >>> BUCKET_BITS);
      if (open == BUCKET_BITS) {
        wholes[bucket] = true;
      } else {
        put(bucket, (open << BUCKET_BITS) | ((int) from & IN_BUCKET));
      }
      from += 1L << open;
    }
  }

  private void put(int bucket, int prefix) {
    int at = used[bucket];
    int[] block = newest[bucket];
    if (at == block.length) {
      block = newBlock(bucket);
      at = 0;
    }
    block[at] = prefix;
    used[bucket] = at + 1;
  }

  private int[] newBlock(int bucket) {
    int[] last = newest[bucket];
    if (blocks[bucket] >= MANY_BLOCKS) {
      condense(bucket).mark(last, last.length);
      return last;
    }
    if (last.length > 0) {
      full[bucket] = new Block(last, full[bucket]);
      blocks[bucket]++;
    }
    int[] block = new int[Math.clamp(2L * last.length, SMALLEST_BLOCK, LARGEST_BLOCK)];
    newest[bucket] = block;
    return block;
  }

  private IpDenseBucket condense(int bucket) {
    IpDenseBucket bits = dense[bucket];
    if (bits == null) {
      bits = new IpDenseBucket();
      dense[bucket] = bits;
      for (Block block = full[bucket]; block != null; block = block.before) {
        bits.mark(block.prefixes, block.prefixes.length);
      }
      full[bucket] = null;
    }
    return bits;
  }

  /** Hands out all that were added so far, in ascending order; more can be added. */
  void forEach(IpRunMerger runs) {
    for (int bucket = 0; bucket < BUCKETS; bucket++) {
      long base = (long) bucket << BUCKET_BITS;
      if (wholes[bucket]) {
        runs.add(base, base | IN_BUCKET);
      } else if (blocks[bucket] >= MANY_BLOCKS) {
        IpDenseBucket bits = condense(bucket);
        bits.mark(newest[bucket], used[bucket]);
        bits.forEach(base, runs);
      } else if (newest[bucket].length > 0) {
        forEach(bucket, base, runs);
      }
    }
  }

  private void forEach(int bucket, long bucketBase, IpRunMerger runs) {
    part(bucket);
    int from = 0;
    for (int part = 0; part < BUCKETS; part++) {
      long base = bucketBase | (long) part << PART_BITS;
      if (wholeParts[part]) {
        runs.add(base, base | IN_PART);
      } else if (from < ends[part]) {
        mark(from, ends[part]);
        bitmap.forEach(base, runs);
        bitmap.clear();
      }
      from = ends[part];
    }
  }

  private void mark(int from, int to) {
    for (int at = from; at < to; at++) {
      int first = parted[at] & IN_PART;
      int open = parted[at] >>> BUCKET_BITS;
      if (open == 0) {
        bitmap.mark(first);
      } else {
        bitmap.mark(first, first + (1 << open) - 1);
      }
    }
  }

  /** Brings the prefixes of a bucket into the order of their parts. */
  private void part(int bucket) {
    Arrays.fill(ends, 0);
    Arrays.fill(wholeParts, false);
    count(newest[bucket], used[bucket]);
    for (Block block = full[bucket]; block != null; block = block.before) {
      count(block.prefixes, block.prefixes.length);
    }
    int total = 0;
    for (int part = 0; part < BUCKETS; part++) {
      int length = ends[part];
      ends[part] = total;
      total += length;
    }
    if (parted.length < total) {
      parted = new int[total];
    }
    scatter(newest[bucket], used[bucket]);
    for (Block block = full[bucket]; block != null; block = block.before) {
      scatter(block.prefixes, block.prefixes.length);
    }
  }

  private void count(int[] prefixes, int length) {
    for (int at = 0; at < length; at++) {
      int part = prefixes[at] >>> PART_BITS & 0xFF;
      int open = prefixes[at] >>> BUCKET_BITS;
      if (open < PART_BITS) {
        ends[part]++;
      } else {
        Arrays.fill(wholeParts, part, part + (1 << (open - PART_BITS)), true);
      }
    }
  }

  private void scatter(int[] prefixes, int length) {
    for (int at = 0; at < length; at++) {
      int prefix = prefixes[at];
      if (prefix >>> BUCKET_BITS < PART_BITS) {
        parted[ends[prefix >>> PART_BITS & 0xFF]++] = prefix;
      }
    }
  }
}
