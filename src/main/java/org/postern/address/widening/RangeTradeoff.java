package org.postern.address.widening;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.postern.address.Address;
import org.postern.address.AddressSet;
import org.postern.address.Bounds;
import org.postern.address.Family;
import org.postern.address.Interval;
import org.postern.address.Widened;

/**
 * The trade-off of intervals. Each gap between two that may be widened saves one entry when it is
 * closed, whatever becomes of the others: closing the smallest first is optimal for every budget.
 */
final class RangeTradeoff implements Tradeoff {
  private final WideningTask task;
  private final int entries;

  /** The gaps that may be closed, in the order of addresses. */
  private final Gaps gaps;

  /** The places of gaps, the smallest gap first. */
  private final int[] order;

  private final long[] highBefore;
  private final long[] lowBefore;

  RangeTradeoff(WideningTask task) {
    this.task = task;
    this.entries = Certificate.entries(task.set(), Form.RANGES);
    this.gaps = new Gaps(task, entries);
    int count = gaps.count;
    int[] ones = new int[count];
    Arrays.fill(ones, 1);
    int[] marks = new int[count];
    Arrays.fill(marks, -1);
    this.order = new RatioSort(gaps.sizeHigh, gaps.sizeLow, ones).sorted(marks, count);
    this.highBefore = new long[count + 1];
    this.lowBefore = new long[count + 1];
    for (int gap = 0; gap < count; gap++) {
      long low = gaps.sizeLow[order[gap]];
      lowBefore[gap + 1] = lowBefore[gap] + low;
      highBefore[gap + 1] =
          Amounts.plusHigh(highBefore[gap], lowBefore[gap], gaps.sizeHigh[order[gap]], low);
    }
  }

  @Override
  public int entries() {
    return entries;
  }

  @Override
  public Point fewest() {
    return point(gaps.count);
  }

  private Point point(int closed) {
    return new Point(entries - closed, cost(closed));
  }

  private BigInteger cost(int closed) {
    return Amounts.big(highBefore[closed], lowBefore[closed]);
  }

  @Override
  public List<Point> curve(int rows) {
    List<Point> points = new ArrayList<>();
    int last = -1;
    for (int row = 0; row <= rows; row++) {
      int closed = (int) ((long) gaps.count * row / Math.max(1, rows));
      if (closed > last) {
        points.add(point(closed));
        last = closed;
      }
    }
    return points;
  }

  @Override
  public Outcome toEntries(int most) {
    int wanted = Math.max(0, entries - most);
    if (wanted > gaps.count) {
      return new Outcome.Unreachable(entries - gaps.count, cost(gaps.count));
    }
    return closed(wanted);
  }

  @Override
  public Outcome.Found withinExtra(BigInteger most) {
    if (most.signum() < 0) {
      throw new IllegalArgumentException("fewer extra addresses than none");
    }
    int from = 0;
    int to = gaps.count;
    while (from < to) {
      int middle = (from + to + 1) >>> 1;
      if (cost(middle).compareTo(most) <= 0) {
        from = middle;
      } else {
        to = middle - 1;
      }
    }
    return closed(from);
  }

  private Outcome.Found closed(int count) {
    int[] places = Arrays.copyOf(order, count);
    Arrays.sort(places);
    AddressSet.Builder builder = AddressSet.builder();
    for (int place : places) {
      builder.add(gaps.interval(place));
    }
    AddressSet excess = builder.build();
    Widened widened = new Widened(task.set().union(excess), excess);
    BigInteger cost = cost(count);
    Outcome.Found found = new Outcome.Found(widened, entries - count, cost, entries - count, cost);
    Certificate.check(task, Form.RANGES, found);
    return found;
  }

  /** Finds the gaps that may be closed. */
  private static final class Gaps {
    private final WideningTask task;
    private final Denied denied;

    /** The interval before each gap, in the bounds of its family. */
    private final int[] behind;

    private final long[] sizeHigh;
    private final long[] sizeLow;
    private int ipCount;
    private int count;

    Gaps(WideningTask task, int most) {
      this.task = task;
      this.denied = new Denied(task.never());
      this.behind = new int[most];
      this.sizeHigh = new long[most];
      this.sizeLow = new long[most];
      collect(Family.IP);
      this.ipCount = count;
      collect(Family.IP6);
    }

    private void collect(Family family) {
      Bounds bounds = task.set().bounds(family);
      boolean isAll = task.set().equals(task.widenable());
      for (int at = 0; at + 1 < bounds.size(); at++) {
        if (mayClose(bounds, at, isAll)) {
          behind[count] = at;
          long low = bounds.firstLow(at + 1) - bounds.lastLow(at);
          long high =
              Amounts.minusHigh(
                  bounds.firstHigh(at + 1),
                  bounds.firstLow(at + 1),
                  bounds.lastHigh(at),
                  bounds.lastLow(at));
          sizeHigh[count] = low == 0 ? high - 1 : high;
          sizeLow[count] = low - 1;
          count++;
        }
      }
    }

    private boolean mayClose(Bounds bounds, int at, boolean isAll) {
      int hostBits = 2 * Long.SIZE - sharedBits(bounds, at);
      return bounds.family().bits() - hostBits >= task.length(bounds.family())
          && (isAll
              || (task.widenable().intersects(bounds, at)
                  && task.widenable().intersects(bounds, at + 1)))
          && (denied.isEmpty() || !denied.meets(gap(bounds, at)));
    }

    /** Returns how many bits of 128 the interval and the next share, where they face each other. */
    private static int sharedBits(Bounds bounds, int at) {
      long high = bounds.lastHigh(at) ^ bounds.firstHigh(at + 1);
      long low = bounds.lastLow(at) ^ bounds.firstLow(at + 1);
      return high != 0
          ? Long.numberOfLeadingZeros(high)
          : Long.SIZE + Long.numberOfLeadingZeros(low);
    }

    private static Interval gap(Bounds bounds, int at) {
      Address first = bounds.interval(at).last().next().orElseThrow();
      Address last = bounds.interval(at + 1).first().previous().orElseThrow();
      return new Interval(first, last);
    }

    Interval interval(int gap) {
      Family family = gap < ipCount ? Family.IP : Family.IP6;
      return gap(task.set().bounds(family), behind[gap]);
    }
  }
}
