package org.postern.target.nftables;

import java.util.List;
import java.util.Locale;

/**
 * What is measured.
 *
 * @param step from one name to the next
 * @param names the smallest, in which quantities are counted, first
 */
public record Unit(int step, List<String> names) {
  /** Counted in nanoseconds. */
  static final Unit TIME = new Unit(1_000, List.of("ns", "us", "ms", "s"));

  /** Counted in bytes. */
  static final Unit MEMORY = new Unit(1_024, List.of("B", "KiB", "MiB"));

  public Unit {
    names = List.copyOf(names);
  }

  /** A quantity by the largest name of which it is at least one. */
  String text(double quantity) {
    int name = 0;
    double rest = quantity;
    while (name < names.size() - 1 && Math.abs(rest) >= step) {
      rest /= step;
      name++;
    }
    return String.format(
        Locale.ROOT, Math.abs(rest) < 100 ? "%.3g %s" : "%.0f %s", rest, names.get(name));
  }
}
