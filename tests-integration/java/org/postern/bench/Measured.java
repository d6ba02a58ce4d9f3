package org.postern.bench;

import java.util.Comparator;
import java.util.List;

/**
 * What a program needed of the machine.
 *
 * @param wall seconds from before it was started until it had ended
 * @param cpu seconds that it and the kernel worked for it, in steps of 10 ms
 * @param peak bytes that it held in memory at most
 */
record Measured(double wall, double cpu, long peak) {

  /** The median of several runs, by time. */
  static Measured median(List<Measured> runs) {
    return runs.stream()
        .sorted(Comparator.comparingDouble(Measured::wall))
        .toList()
        .get(runs.size() / 2);
  }
}
