package org.postern.address.widening;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;

/**
 * Looks between two points of the hull: a programme over the tree that keeps, for each node, only
 * states whose Lagrangian cost {@code q * cost - p * saved} lies so little above the least one that
 * a better solution than the known one can still come of them, and that no other state dominates.
 * Exact where it ends; work and memory are bounded by counts, never by time.
 *
 * <p>Costs have 64 bits here. Larger ones are divided by a power of two and rounded down: what is
 * found is then a lower bound.
 */
final class FrontierSearch {
  /** A state in which a node is covered itself. */
  private static final long COVERED = -1;

  /** The mark of a node with a single state, which covers it. */
  private static final int ALL_COVERED = -2;

  /** A node with a single state, which is made of those of its children. */
  private static final int ALL_APART = -1;

  private final Forest forest;
  private final Slope slope;
  private final long most;
  private final int least;
  private final States states = new States();
  private final Pairing pairing;

  /** States of all parts that wait for their parent, one part behind the other. */
  private int[] saved = new int[16];

  private long[] above = new long[16];
  private int used;

  private final int[] sizes = new int[Forest.MOST_DEPTH];
  private final long[] bases = new long[Forest.MOST_DEPTH];
  private int parts;

  /** The place where the origins of each node's states begin, or one of the marks above. */
  private final int[] origins;

  private long[] origin = new long[16];
  private int written;
  private long slack;

  /**
   * The slope by which states are judged.
   *
   * @param cost the cost of the block between two points of the hull, divided by 2^shift
   * @param saved how many entries that block saves
   * @param shift see {@link #shift}
   */
  record Slope(long cost, int saved, int shift) {}

  /**
   * The most that one search may do.
   *
   * @param pairs the number of pairs of states that it combines
   * @param states the number of states that it remembers
   */
  record Effort(long pairs, int states) {
    /** The usual effort: seconds, and a hundred megabytes. */
    static final Effort USUAL = new Effort(400_000_000L, 12_000_000);
  }

  private final Effort effort;

  /**
   * @param most the highest cost of a solution, divided by 2^shift
   * @param least how many entries a solution saves at least
   */
  FrontierSearch(Forest forest, Slope slope, long most, int least, Effort effort) {
    this.forest = forest;
    this.slope = slope;
    this.most = most;
    this.least = least;
    this.effort = effort;
    this.pairing = new Pairing(effort.pairs());
    this.origins = new int[forest.size()];
  }

  /**
   * Returns by how many bits costs are shifted so that their products with counts fit into 61 bits.
   */
  static int shift(BigInteger most, int entries) {
    int bits = most.bitLength() + BigInteger.valueOf(entries).bitLength();
    return Math.max(0, bits - (Long.SIZE - 3));
  }

  /**
   * A state of the whole forest.
   *
   * @param index names it
   * @param cost divided by 2^shift and rounded down
   */
  record Found(int index, int saved, long cost) {}

  /**
   * Returns the solutions that may be of use, saving more and more; empty if it is too much work.
   */
  Optional<Found[]> run() {
    long root = leastReduced();
    slack = slope.saved() * most - slope.cost() * least - root;
    if (slack < 0) {
      return Optional.of(new Found[0]);
    }
    for (int node = 0; node < forest.size(); node++) {
      if (!step(node)) {
        return Optional.empty();
      }
    }
    Found[] found = new Found[used];
    int count = 0;
    for (int state = 0; state < used; state++) {
      long cost = (above[state] + root + slope.cost() * saved[state]) / slope.saved();
      if (saved[state] >= least && cost <= most) {
        found[count++] = new Found(state, saved[state], cost);
      }
    }
    return Optional.of(Arrays.copyOf(found, count));
  }

  private long total(int node) {
    return Amounts.shifted(forest.totalHigh(node), forest.totalLow(node), slope.shift());
  }

  private long reduced(int node, long total) {
    return slope.saved() * total - slope.cost() * forest.saved(node);
  }

  private long leastReduced() {
    long[] below = new long[forest.size()];
    for (int node = 0; node < below.length; node++) {
      int left = forest.left(node);
      int right = forest.right(node);
      long apart = (left < 0 ? 0 : below[left]) + (right < 0 ? 0 : below[right]);
      long total = forest.mayCover(node) ? total(node) : Long.MAX_VALUE;
      below[node] = total <= most ? Math.min(apart, reduced(node, total)) : apart;
    }
    return below.length == 0 ? 0 : below[below.length - 1];
  }

  /** Puts the states of a node in place of those of its children. */
  private boolean step(int node) {
    int right = forest.right(node) < 0 ? 0 : sizes[--parts];
    long base = right == 0 ? 0 : bases[parts];
    int left = forest.left(node) < 0 ? 0 : sizes[--parts];
    base += left == 0 ? 0 : bases[parts];
    used -= left + right;
    boolean isSimple = left <= 1 && right <= 1;
    if (isSimple) {
      int sum = (left == 0 ? 0 : saved[used]) + (right == 0 ? 0 : saved[used + left]);
      states.single(sum);
    } else if (!pairing.pair(saved, above, used, left, right, slack, states)) {
      return false;
    }
    base = cover(node, base);
    if (!isSimple) {
      states.dropDominated(slope.cost());
    }
    return keep(node, base, isSimple);
  }

  /** Adds the state in which the node is covered, and measures from the new least. */
  private long cover(int node, long base) {
    long total = forest.mayCover(node) ? total(node) : Long.MAX_VALUE;
    if (total > most) {
      return base;
    }
    long reduced = reduced(node, total);
    if (reduced >= base) {
      if (reduced - base <= slack) {
        states.add(forest.saved(node), reduced - base, COVERED);
      }
      return base;
    }
    states.raise(base - reduced, slack);
    states.add(forest.saved(node), 0, COVERED);
    return reduced;
  }

  private boolean keep(int node, long base, boolean isSimple) {
    int size = states.size();
    if (size == 1 && (isSimple || states.origin(0) == COVERED)) {
      origins[node] = states.origin(0) == COVERED ? ALL_COVERED : ALL_APART;
    } else {
      origins[node] = written;
      if (written + size > effort.states()) {
        return false;
      }
      origin =
          written + size > origin.length ? Arrays.copyOf(origin, 2 * (written + size)) : origin;
      for (int state = 0; state < size; state++) {
        origin[written++] = states.origin(state);
      }
    }
    if (used + size > saved.length) {
      saved = Arrays.copyOf(saved, 2 * (used + size));
      above = Arrays.copyOf(above, 2 * (used + size));
    }
    states.copy(saved, above, used);
    used += size;
    sizes[parts] = size;
    bases[parts++] = base;
    return true;
  }

  /** Returns the cover of a solution. */
  Cover cover(Found found) {
    Cover.Builder builder = new Cover.Builder(forest);
    int[] nodes = new int[Forest.MOST_DEPTH];
    int[] chosen = new int[Forest.MOST_DEPTH];
    int open = 1;
    nodes[0] = forest.size() - 1;
    chosen[0] = found.index();
    while (open > 0) {
      int node = nodes[--open];
      int at = origins[node];
      long from = at >= 0 ? origin[at + chosen[open]] : at == ALL_COVERED ? COVERED : 0;
      if (from == COVERED) {
        builder.add(node);
        continue;
      }
      if (forest.left(node) >= 0) {
        nodes[open] = forest.left(node);
        chosen[open++] = (int) (from >>> Integer.SIZE);
      }
      if (forest.right(node) >= 0) {
        nodes[open] = forest.right(node);
        chosen[open++] = (int) from;
      }
    }
    return builder.build();
  }
}
