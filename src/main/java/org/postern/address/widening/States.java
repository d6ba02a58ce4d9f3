package org.postern.address.widening;

import java.util.Arrays;

/**
 * The states of one node while they are made, by rising number of saved entries: what each saves,
 * how much its Lagrangian cost lies above the least one, and of which states it is made.
 */
final class States {
  private int[] saved = new int[16];
  private long[] above = new long[16];
  private long[] origin = new long[16];
  private int size;

  int size() {
    return size;
  }

  long origin(int state) {
    return origin[state];
  }

  void clear() {
    size = 0;
  }

  /** Makes one state alone, of the first states of both children. */
  void single(int sum) {
    size = 0;
    add(sum, 0, 0);
  }

  /** Adds a state that saves no less than those before; of equal ones the cheapest stays. */
  void add(int saves, long lies, long from) {
    if (size > 0 && saved[size - 1] == saves) {
      if (above[size - 1] <= lies) {
        return;
      }
      size--;
    }
    if (size == saved.length) {
      saved = Arrays.copyOf(saved, 2 * size);
      above = Arrays.copyOf(above, 2 * size);
      origin = Arrays.copyOf(origin, 2 * size);
    }
    saved[size] = saves;
    above[size] = lies;
    origin[size++] = from;
  }

  /** Measures from a least cost that is so much lower, and drops what lies too far above it. */
  void raise(long by, long slack) {
    int kept = 0;
    for (int state = 0; state < size; state++) {
      if (above[state] <= slack - by) {
        saved[kept] = saved[state];
        above[kept] = above[state] + by;
        origin[kept++] = origin[state];
      }
    }
    size = kept;
  }

  /** Drops each state that another saves no less than, for no more. */
  void dropDominated(long p) {
    int kept = size;
    long cheapest = Long.MAX_VALUE;
    for (int state = size - 1; state >= 0; state--) {
      long cost = above[state] + p * saved[state];
      if (cost < cheapest) {
        cheapest = cost;
        kept--;
        saved[kept] = saved[state];
        above[kept] = above[state];
        origin[kept] = origin[state];
      }
    }
    size -= kept;
    System.arraycopy(saved, kept, saved, 0, size);
    System.arraycopy(above, kept, above, 0, size);
    System.arraycopy(origin, kept, origin, 0, size);
  }

  void copy(int[] savedTo, long[] aboveTo, int at) {
    System.arraycopy(saved, 0, savedTo, at, size);
    System.arraycopy(above, 0, aboveTo, at, size);
  }
}
