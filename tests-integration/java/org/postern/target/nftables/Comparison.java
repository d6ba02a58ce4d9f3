package org.postern.target.nftables;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A quantity of ours beside that of a peer, both taken in turn in one run. It is printed and never
 * asserted: how fast a machine is, is no property of the code.
 */
final class Comparison {
  private final String name;
  private final Unit unit;
  private final List<Long> ours = new ArrayList<>();
  private final List<Long> peer = new ArrayList<>();

  Comparison(String name, Unit unit) {
    this.name = name;
    this.unit = unit;
  }

  void ours(long quantity) {
    ours.add(quantity);
  }

  void peer(long quantity) {
    peer.add(quantity);
  }

  /** Prints the medians and whether they are what we want. */
  void print(Goal goal) {
    print(goal.text(), goal.isReached(median(ours), median(peer)) ? "reached" : "not reached");
  }

  /** Prints the medians, of which we want nothing. */
  void print() {
    print("none", "reported");
  }

  private void print(String goal, String end) {
    double own = median(ours);
    double other = median(peer);
    System.out.println(
        String.format(
            Locale.ROOT,
            "%s: ours=%s peer=%s ratio=%.3g goal=%s %s",
            name,
            unit.text(own),
            unit.text(other),
            own / other,
            goal,
            end));
  }

  private static double median(List<Long> quantities) {
    List<Long> sorted = quantities.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2.0;
  }
}
