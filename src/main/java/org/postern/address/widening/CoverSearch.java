package org.postern.address.widening;

import java.math.BigInteger;
import java.util.Optional;
import org.postern.address.Once;

/**
 * The start of a search for covers between two points of the hull.
 *
 * @param forest the forest of all nodes
 * @param blocks the blocks of the forest, whose ends are the points of the hull
 * @param patches the patches of these blocks
 * @param effort the most effort
 */
record CoverSearch(
    Forest forest, Blocks blocks, Once<Patches> patches, FrontierSearch.Effort effort) {
  /**
   * A cover, and what no other can better.
   *
   * @param cover found
   * @param saved no cover of the same cost saves more
   * @param cost no cover that saves as much costs less
   */
  record Bounded(Cover cover, int saved, BigInteger cost) {}

  /** Returns how many bits amounts are rounded by, where they are to fit into a word. */
  int shift(BigInteger most) {
    return FrontierSearch.shift(most, forest.leaves().count());
  }

  /** Solves few entries exactly where amounts would have to be rounded. */
  static Optional<QuadraticSearch> exact(Blocks blocks, int shift) {
    return shift > 0 ? QuadraticSearch.of(blocks.forest()) : Optional.empty();
  }

  /** Searches beside one block of a forest. */
  FrontierSearch frontiers(Blocks current, int rank, int shift, BigInteger most, int least) {
    FrontierSearch.Slope slope =
        new FrontierSearch.Slope(
            current.cost(rank).shiftRight(shift).longValue(), current.saved(rank), shift);
    long limit = most.shiftRight(shift).longValue();
    return new FrontierSearch(current.forest(), slope, limit, least, effort);
  }
}
