package org.postern.address.widening;

import java.util.Arrays;

/** Combines each state of one child with each of the other. */
final class Pairing {
  private static final int MOST_PAIRS = 1 << 24;

  /** The most places that are searched for each pair. */
  private static final int PLACES = 8;

  private long work;

  /** The least cost by the number of saved entries; {@code from} tells of which pair. */
  private long[] best = new long[16];

  private long[] from = new long[16];
  private long[] keys = new long[16];

  /**
   * @param work how many pairs may be combined in all
   */
  Pairing(long work) {
    this.work = work;
  }

  /**
   * Makes the states of two parts; a part without states is a leaf.
   *
   * @param at the place where the states of the left part begin, with those of the right one behind
   *     them
   * @return whether there was work left to do it
   */
  boolean pair(int[] saved, long[] above, int at, int left, int right, long slack, States states) {
    states.clear();
    if (left <= 1 || right <= 1) {
      return shift(saved, above, at, left, right, states);
    }
    long pairs = (long) left * right;
    int middle = at + left;
    int lowest = saved[at] + saved[middle];
    int places = saved[middle - 1] + saved[middle + right - 1] - lowest + 1;
    work -= pairs;
    if (work < 0 || pairs > MOST_PAIRS) {
      return false;
    }
    if (places <= PLACES * pairs + 64) {
      dense(saved, above, at, left, right, slack, places, lowest, states);
    } else {
      sparse(saved, above, at, left, right, slack, lowest, states);
    }
    return true;
  }

  /** Shifts the states of one side, where the other side has one state alone. */
  private boolean shift(int[] saved, long[] above, int at, int left, int right, States states) {
    int many = Math.max(left, right);
    work -= many;
    boolean isLeft = left > 1;
    int other = isLeft ? (right == 0 ? 0 : saved[at + left]) : (left == 0 ? 0 : saved[at]);
    int start = isLeft ? at : at + left;
    for (int state = 0; state < many; state++) {
      long index = isLeft ? (long) state << Integer.SIZE : state;
      states.add(saved[start + state] + other, above[start + state], index);
    }
    return work >= 0;
  }

  private void dense(
      int[] saved,
      long[] above,
      int at,
      int left,
      int right,
      long slack,
      int places,
      int lowest,
      States states) {
    if (places > best.length) {
      best = new long[2 * places];
      from = new long[2 * places];
    }
    Arrays.fill(best, 0, places, Long.MAX_VALUE);
    int middle = at + left;
    for (int i = 0; i < left; i++) {
      long rest = slack - above[at + i];
      int place = saved[at + i] - lowest;
      for (int j = 0; j < right; j++) {
        long other = above[middle + j];
        int target = place + saved[middle + j];
        if (other <= rest && above[at + i] + other < best[target]) {
          best[target] = above[at + i] + other;
          from[target] = (long) i << Integer.SIZE | j;
        }
      }
    }
    for (int place = 0; place < places; place++) {
      if (best[place] != Long.MAX_VALUE) {
        states.add(lowest + place, best[place], from[place]);
      }
    }
  }

  private void sparse(
      int[] saved, long[] above, int at, int left, int right, long slack, int lowest, States to) {
    int middle = at + left;
    if (left * right > keys.length) {
      keys = new long[2 * left * right];
    }
    int count = 0;
    for (int i = 0; i < left; i++) {
      long rest = slack - above[at + i];
      for (int j = 0; j < right; j++) {
        if (above[middle + j] <= rest) {
          long place = (long) saved[at + i] + saved[middle + j] - lowest;
          keys[count++] = place << Integer.SIZE | (i * right + j);
        }
      }
    }
    Arrays.sort(keys, 0, count);
    for (int key = 0; key < count; key++) {
      int pair = (int) keys[key];
      int i = pair / right;
      int j = pair % right;
      to.add(
          lowest + (int) (keys[key] >>> Integer.SIZE),
          above[at + i] + above[middle + j],
          (long) i << Integer.SIZE | j);
    }
  }
}
