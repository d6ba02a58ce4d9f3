package org.postern.address.widening;

import java.math.BigInteger;
import java.util.Optional;

/** The most saved for a cost. */
final class LargestSaving {
  /** The most states that are tried whose rounded cost fits a budget. */
  private static final int MOST_TRIES = 8;

  private final BigInteger most;
  private final CoverSearch from;
  private Cover best;
  private int atMost;

  LargestSaving(CoverSearch from, BigInteger most) {
    this.from = from;
    this.most = most;
    this.best = Cover.none();
  }

  CoverSearch.Bounded run() {
    Blocks current = from.blocks();
    improve(current, from.patches().get());
    if (isOpen() && isTooDear(current)) {
      current = Blocks.of(from.forest().cutAbove(most));
      improve(current, new Patches(current));
    }
    if (isOpen()) {
      search(current);
    }
    return new CoverSearch.Bounded(best, atMost, best.cost());
  }

  private boolean isOpen() {
    return best.saved() < atMost;
  }

  private boolean isTooDear(Blocks current) {
    int rank = current.within(most);
    return rank < current.count() && current.cost(rank).compareTo(most) > 0;
  }

  private void improve(Blocks current, Patches patched) {
    Cover cover = patched.within(most);
    best = cover.saved() > best.saved() ? cover : best;
    int rank = current.within(most);
    int chord = current.savedBefore(rank);
    if (rank < current.count() && current.cost(rank).signum() > 0) {
      BigInteger rest = most.subtract(current.costBefore(rank));
      BigInteger more = rest.multiply(BigInteger.valueOf(current.saved(rank)));
      chord += more.divide(current.cost(rank)).intValueExact();
    }
    atMost = atMost == 0 ? chord : Math.min(atMost, chord);
  }

  private void search(Blocks current) {
    int shift = from.shift(most);
    Optional<QuadraticSearch> exact = CoverSearch.exact(current, shift);
    if (exact.isPresent()) {
      best = exact.get().within(most);
      atMost = best.saved();
      return;
    }
    FrontierSearch search =
        from.frontiers(current, current.within(most), shift, most, best.saved() + 1);
    Optional<FrontierSearch.Found[]> states = search.run();
    if (states.isEmpty()) {
      return;
    }
    atMost = best.saved();
    for (FrontierSearch.Found state : states.get()) {
      atMost = Math.max(atMost, state.saved());
    }
    tryFrom(search, states.get());
  }

  /** Tries several states: rounded costs may fit where the real ones do not. */
  private void tryFrom(FrontierSearch search, FrontierSearch.Found[] states) {
    int tries = 0;
    for (int at = states.length - 1; at >= 0 && tries < MOST_TRIES; at--) {
      Cover cover = search.cover(states[at]);
      tries++;
      if (cover.cost().compareTo(most) <= 0) {
        best = cover.saved() > best.saved() ? cover : best;
        return;
      }
    }
  }
}
