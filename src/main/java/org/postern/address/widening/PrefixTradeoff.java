package org.postern.address.widening;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.postern.address.AddressSet;
import org.postern.address.Once;
import org.postern.address.Widened;

/** The trade-off of prefixes: the hull for all budgets, and a search between its points. */
final class PrefixTradeoff implements Tradeoff {
  private final Forest forest;
  private final Blocks blocks;
  private final CoverSearch search;

  PrefixTradeoff(WideningTask task) {
    this(task, FrontierSearch.Effort.USUAL);
  }

  PrefixTradeoff(WideningTask task, FrontierSearch.Effort effort) {
    this.forest = Forest.of(task);
    this.blocks = Blocks.of(forest);
    this.search = new CoverSearch(forest, blocks, new Once<>(() -> new Patches(blocks)), effort);
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
    return found(new CheapestCover(search, wanted).run(), true);
  }

  @Override
  public Outcome.Found withinExtra(BigInteger most) {
    if (most.signum() < 0) {
      throw new IllegalArgumentException("fewer extra addresses than none");
    }
    return found(new LargestSaving(search, most).run(), false);
  }

  private Outcome.Found found(CoverSearch.Bounded bounded, boolean forEntries) {
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
}
