package org.postern.address.widening;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.postern.address.AddressSet;
import org.postern.address.Once;
import org.postern.address.Widened;

/** The trade-off of prefixes: the hull for all budgets, and a search between its points. */
final class PrefixTradeoff implements Tradeoff {
  /** So often the tree is cut to what an upper bound leaves possible. */
  private static final int MOST_CUTS = 3;

  /** So many states are tried whose rounded cost fits a budget. */
  private static final int MOST_TRIES = 8;

  private final Forest forest;
  private final Blocks blocks;
  private final Once<Patches> patches;
  private final FrontierSearch.Effort effort;

  PrefixTradeoff(WideningTask task) {
    this(task, FrontierSearch.Effort.USUAL);
  }

  PrefixTradeoff(WideningTask task, FrontierSearch.Effort effort) {
    this.forest = Forest.of(task);
    this.blocks = Blocks.of(forest);
    this.patches = new Once<>(() -> new Patches(blocks));
    this.effort = effort;
  }

  @Override
  public int entries() {
    return forest.leaves().count();
  }

  @Override
  public Point fewest() {
    int count = blocks.count();
    return new Point(entries() - blocks.savedBefore(count), blocks.costBefore(count));
  }

  @Override
  public List<Point> curve(int rows) {
    List<Point> points = new ArrayList<>();
    int count = blocks.count();
    int last = -1;
    for (int row = 0; row <= rows; row++) {
      int wanted = (int) ((long) blocks.savedBefore(count) * row / Math.max(1, rows));
      int point = blocks.reaching(wanted);
      if (point > last) {
        points.add(new Point(entries() - blocks.savedBefore(point), blocks.costBefore(point)));
        last = point;
      }
    }
    return points;
  }

  @Override
  public Outcome toEntries(int most) {
    int wanted = Math.max(0, entries() - most);
    if (wanted > blocks.savedBefore(blocks.count())) {
      Point fewest = fewest();
      return new Outcome.Unreachable(fewest.entries(), fewest.extra());
    }
    return found(new Cheapest(wanted).run(), true);
  }

  @Override
  public Outcome.Found withinExtra(BigInteger most) {
    if (most.signum() < 0) {
      throw new IllegalArgumentException("fewer extra addresses than none");
    }
    return found(new Smallest(most).run(), false);
  }

  /**
   * A cover, and what no other can better.
   *
   * @param cover found
   * @param saved no cover of the same cost saves more
   * @param cost no cover that saves as much costs less
   */
  private record Bounded(Cover cover, int saved, BigInteger cost) {}

  private Outcome.Found found(Bounded bounded, boolean forEntries) {
    AddressSet set = forest.task().set();
    AddressSet.Builder builder = AddressSet.builder();
    Leaves leaves = forest.leaves();
    int leaf = 0;
    for (int node : bounded.cover().nodes()) {
      for (; leaf < forest.first(node); leaf++) {
        leaves.addTo(builder, leaf);
      }
      leaves.addTo(builder, leaf, forest.length(node));
      leaf = forest.last(node) + 1;
    }
    for (; leaf < leaves.count(); leaf++) {
      leaves.addTo(builder, leaf);
    }
    AddressSet widened = builder.build();
    int entries = entries() - bounded.cover().saved();
    BigInteger extra = bounded.cover().cost();
    Outcome.Found found =
        new Outcome.Found(
            new Widened(widened, widened.subtract(set)),
            entries,
            extra,
            forEntries ? entries : entries() - bounded.saved(),
            forEntries ? bounded.cost() : extra);
    Certificate.check(forest.task(), Form.PREFIXES, found);
    return found;
  }

  /** Few entries are solved exactly where amounts would have to be rounded. */
  private static Optional<QuadraticSearch> exact(Blocks blocks, int shift) {
    return shift > 0 ? QuadraticSearch.of(blocks.forest()) : Optional.empty();
  }

  private FrontierSearch frontiers(
      Blocks current, int rank, int shift, BigInteger most, int least) {
    FrontierSearch.Slope slope =
        new FrontierSearch.Slope(
            current.cost(rank).shiftRight(shift).longValue(), current.saved(rank), shift);
    long limit = most.shiftRight(shift).longValue();
    return new FrontierSearch(current.forest(), slope, limit, least, effort);
  }

  /** The least cost for saving so much. */
  private final class Cheapest {
    private final int wanted;
    private Cover best;
    private BigInteger least = BigInteger.ZERO;

    Cheapest(int wanted) {
      this.wanted = wanted;
      this.best = Cover.none();
    }

    Bounded run() {
      if (wanted > 0) {
        best = patches.get().saving(wanted);
        Blocks current = blocks;
        raise(current);
        for (int cut = 0; cut < MOST_CUTS && isOpen() && isTooDear(current); cut++) {
          current = Blocks.of(forest.cutAbove(best.cost()));
          Cover cover = new Patches(current).saving(wanted);
          best = cover.cost().compareTo(best.cost()) < 0 ? cover : best;
          raise(current);
        }
        if (isOpen()) {
          search(current);
        }
      }
      return new Bounded(best, best.saved(), least);
    }

    private boolean isOpen() {
      return least.compareTo(best.cost()) < 0;
    }

    /** The block between the two points of the hull. */
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
      int shift = FrontierSearch.shift(limit, entries());
      Optional<QuadraticSearch> exact = exact(current, shift);
      if (exact.isPresent()) {
        best = exact.get().saving(wanted);
        least = best.cost();
        return;
      }
      if (isTooDear(current)) {
        return;
      }
      FrontierSearch search = frontiers(current, between(current), shift, limit, wanted);
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

  /** The most saved for a cost. */
  private final class Smallest {
    private final BigInteger most;
    private Cover best;
    private int atMost;

    Smallest(BigInteger most) {
      this.most = most;
      this.best = Cover.none();
    }

    Bounded run() {
      Blocks current = blocks;
      improve(current, patches.get());
      if (isOpen() && isTooDear(current)) {
        current = Blocks.of(forest.cutAbove(most));
        improve(current, new Patches(current));
      }
      if (isOpen()) {
        search(current);
      }
      return new Bounded(best, atMost, best.cost());
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
      int shift = FrontierSearch.shift(most, entries());
      Optional<QuadraticSearch> exact = exact(current, shift);
      if (exact.isPresent()) {
        best = exact.get().within(most);
        atMost = best.saved();
        return;
      }
      FrontierSearch search =
          frontiers(current, current.within(most), shift, most, best.saved() + 1);
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

    /** Rounded costs may fit where the real ones do not. */
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
}
