package org.postern.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.postern.address.AddressSet;
import org.postern.address.Family;
import org.postern.address.widening.Outcome;
import org.postern.address.widening.Tradeoff;
import org.postern.address.widening.WideningTask;

/**
 * What optimal widening costs in a process that runs for a while already, as in the daemon: the
 * hull of the trade-off for all budgets, and single budgets that the search between its points has
 * to prove. Memory is the heap in use afterwards.
 */
final class WideningCost {
  private static final int WARM_UP = 5;

  /** Numbers of entries that are asked for, evenly between the fewest and all. */
  private static final int BUDGETS = 40;

  private final WideningTask task;

  /** A list of so many addresses, without and with a widest block of 256. */
  WideningCost(int size, int ipLength) {
    AddressSet.Builder builder = AddressSet.builder();
    for (String text : SampleLists.addresses(size)) {
      builder.add(Family.IP, 0, number(text), Family.IP.bits());
    }
    AddressSet set = builder.build();
    this.task = new WideningTask(set, set, AddressSet.none(), ipLength, WideningTask.IP6_LENGTH);
  }

  private static long number(String text) {
    long number = 0;
    for (String part : text.split("\\.", -1)) {
      number = number << 8 | Integer.parseInt(part);
    }
    return number;
  }

  /** The median of several hulls, warm. */
  Measured hull(int rounds) {
    List<Measured> found = new ArrayList<>();
    for (int round = 0; round < rounds + WARM_UP; round++) {
      Measured one = measured(() -> Tradeoff.of(task, Tradeoff.Form.PREFIXES));
      if (round >= WARM_UP) {
        found.add(one);
      }
    }
    return Measured.median(found);
  }

  /**
   * Budgets on one hull.
   *
   * @param each what each needed, the fastest first
   * @param proven how many are proven to be optimal
   * @param gap how far the others may be from that at most, as a part of what they are
   */
  record Budgets(List<Measured> each, int proven, double gap) {
    /** What all but one in twenty need at most. */
    Measured slow() {
      return each.get(each.size() * 95 / 100);
    }
  }

  /** Many budgets of entries. */
  Budgets budgets() {
    Tradeoff tradeoff = Tradeoff.of(task, Tradeoff.Form.PREFIXES);
    int fewest = tradeoff.fewest().entries();
    long span = (long) tradeoff.entries() - fewest;
    List<Measured> each = new ArrayList<>();
    int[] proven = new int[1];
    double[] gap = new double[1];
    for (int budget = 1; budget <= BUDGETS; budget++) {
      int entries = fewest + (int) (span * budget / (BUDGETS + 1));
      each.add(
          measured(
              () -> {
                if (tradeoff.toEntries(entries) instanceof Outcome.Found found) {
                  proven[0] += found.isOptimal() ? 1 : 0;
                  gap[0] = Math.max(gap[0], found.gap());
                } else {
                  throw new IllegalStateException("no set of " + entries + " entries");
                }
              }));
    }
    each.sort(Comparator.comparingDouble(Measured::wall));
    return new Budgets(each, proven[0], gap[0]);
  }

  private static Measured measured(Runnable work) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long cpu = threads.getCurrentThreadCpuTime();
    long wall = System.nanoTime();
    work.run();
    double seconds = (System.nanoTime() - wall) / 1e9;
    double worked = (threads.getCurrentThreadCpuTime() - cpu) / 1e9;
    long used = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    return new Measured(seconds, worked, used);
  }
}
