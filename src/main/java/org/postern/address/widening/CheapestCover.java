package org.postern.address.widening;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;

/** The least cost for saving so much. */
final class CheapestCover {
  /** The most times that the tree is cut to what an upper bound leaves possible. */
  private static final int MOST_CUTS = 3;

  private final int wanted;
  private final CoverSearch from;
  private Cover best;
  private BigInteger least = BigInteger.ZERO;

  CheapestCover(CoverSearch from, int wanted) {
    this.from = from;
    this.wanted = wanted;
    this.best = Cover.none();
  }

  CoverSearch.Bounded run() {
    if (wanted > 0) {
      best = from.patches().get().saving(wanted);
      Blocks current = from.blocks();
      raise(current);
      for (int cut = 0; cut < MOST_CUTS && isOpen() && isTooDear(current); cut++) {
        current = Blocks.of(from.forest().cutAbove(best.cost()));
        Cover cover = new Patches(current).saving(wanted);
        best = cover.cost().compareTo(best.cost()) < 0 ? cover : best;
        raise(current);
      }
      if (isOpen()) {
        search(current);
      }
    }
    return new CoverSearch.Bounded(best, best.saved(), least);
  }

  private boolean isOpen() {
    return least.compareTo(best.cost()) < 0;
  }

  /** Returns the block between the two points of the hull. */
  private int between(Blocks current) {
    return current.reaching(wanted) - 1;
  }

  private boolean isTooDear(Blocks current) {
    return current.cost(between(current)).compareTo(best.cost()) > 0;
  }

  /** Raises the lower bound to the chord of the hull. */
  private void raise(Blocks current) {
    int rank = between(current);
    BigInteger missing = BigInteger.valueOf(wanted - current.savedBefore(rank));
    BigInteger saved = BigInteger.valueOf(current.saved(rank));
    BigInteger part = current.cost(rank).multiply(missing).add(saved).subtract(BigInteger.ONE);
    BigInteger chord = current.costBefore(rank).add(part.divide(saved));
    least = least.max(chord.min(best.cost()));
  }

  private void search(Blocks current) {
    BigInteger limit = best.cost().subtract(BigInteger.ONE);
    int shift = from.shift(limit);
    Optional<QuadraticSearch> exact = CoverSearch.exact(current, shift);
    if (exact.isPresent()) {
      best = exact.get().saving(wanted);
      least = best.cost();
      return;
    }
    if (isTooDear(current)) {
      return;
    }
    FrontierSearch search = from.frontiers(current, between(current), shift, limit, wanted);
    Optional<FrontierSearch.Found[]> states = search.run();
    if (states.isEmpty()) {
      return;
    }
    Optional<FrontierSearch.Found> cheapest =
        Arrays.stream(states.get()).min(Comparator.comparingLong(FrontierSearch.Found::cost));
    if (cheapest.isEmpty()) {
      least = best.cost();
      return;
    }
    least = least.max(BigInteger.valueOf(cheapest.get().cost()).shiftLeft(shift));
    Cover cover = search.cover(cheapest.get());
    best = cover.cost().compareTo(best.cost()) < 0 ? cover : best;
  }
}
