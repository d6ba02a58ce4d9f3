package org.postern.bench;

import java.util.List;
import java.util.Locale;

/**
 * What is wanted of a measurement on an idle machine. It is told and never asserted: how fast a
 * machine is, is no property of the code.
 *
 * @param most of the quantity
 */
record Goal(Work work, int entries, Quantity quantity, double most) {
  /** What is measured. */
  enum Quantity {
    WALL("s"),
    CPU("CPU s"),
    MEMORY("MB");

    private final String unit;

    Quantity(String unit) {
      this.unit = unit;
    }

    private double of(Measured measured) {
      return switch (this) {
        case WALL -> measured.wall();
        case CPU -> measured.cpu();
        case MEMORY -> measured.peak() / 1e6;
      };
    }
  }

  private static final List<Goal> ALL =
      List.of(
          new Goal(Work.FIRST_APPLY, 100_000, Quantity.WALL, 1.6),
          new Goal(Work.FIRST_APPLY, 500_000, Quantity.WALL, 3.5),
          new Goal(Work.FIRST_APPLY, 500_000, Quantity.MEMORY, 300),
          new Goal(Work.CHANGE, 300_000, Quantity.WALL, 0.8),
          new Goal(Work.CHANGE, 300_000, Quantity.MEMORY, 160),
          new Goal(Work.CHANGE, 500_000, Quantity.WALL, 1.1),
          new Goal(Work.CHANGE, 500_000, Quantity.MEMORY, 220),
          new Goal(Work.NOTHING, 300_000, Quantity.WALL, 0.6),
          new Goal(Work.PLAN, 300_000, Quantity.WALL, 0.6),
          new Goal(Work.WHY, 300_000, Quantity.WALL, 0.4),
          new Goal(Work.HISTORY, 300_000, Quantity.WALL, 0.4),
          new Goal(Work.RESTORE, 15, Quantity.WALL, 0.4),
          new Goal(Work.RESTORE, 500_000, Quantity.WALL, 4),
          new Goal(Work.DAEMON_START, 300_000, Quantity.CPU, 2),
          new Goal(Work.DAEMON_LIST, 300_000, Quantity.CPU, 0.25),
          new Goal(Work.DAEMON_FLUSH, 20_000, Quantity.WALL, 0.5),
          new Goal(Work.DAEMON_FLUSH, 500_000, Quantity.WALL, 2),
          new Goal(Work.DAEMON_IDLE, 15, Quantity.CPU, 0.05),
          new Goal(Work.DAEMON_IDLE, 15, Quantity.MEMORY, 60),
          new Goal(Work.DAEMON_IDLE, 100_000, Quantity.MEMORY, 110),
          new Goal(Work.DAEMON_IDLE, 500_000, Quantity.MEMORY, 256),
          new Goal(Work.MERGE, 1_000_000, Quantity.WALL, 0.2),
          new Goal(Work.MERGE, 1_000_000, Quantity.MEMORY, 70),
          new Goal(Work.MERGE, 10_000_000, Quantity.WALL, 0.6),
          new Goal(Work.MERGE, 10_000_000, Quantity.MEMORY, 240),
          new Goal(Work.MERGE_MIXTURE, 1_000_000, Quantity.WALL, 0.22),
          new Goal(Work.MERGE_IP6, 1_000_000, Quantity.WALL, 0.4),
          new Goal(Work.CHECK, 15, Quantity.CPU, 0.22),
          new Goal(Work.PLAN, 15, Quantity.CPU, 0.33),
          new Goal(Work.REHEARSE, Reading.CONNECTIONS, Quantity.WALL, 2),
          new Goal(Work.SIMULATE, Reading.CONNECTIONS, Quantity.WALL, 2),
          new Goal(Work.RESOLVE, Reading.NAMES, Quantity.WALL, 1),
          new Goal(Work.REPORT, Reading.LISTED, Quantity.WALL, 2),
          new Goal(Work.MANY_SETS, 80_000, Quantity.WALL, 1),
          new Goal(Work.HULL, 1_000_000, Quantity.WALL, 0.5),
          new Goal(Work.BUDGETS, 1_000_000, Quantity.WALL, 2),
          new Goal(Work.CAPPED_BUDGETS, 1_000_000, Quantity.WALL, 2));

  /** Those of some work. */
  static List<Goal> of(Work work, int entries) {
    return ALL.stream().filter(goal -> goal.work == work && goal.entries == entries).toList();
  }

  boolean isReachedBy(Measured measured) {
    return quantity.of(measured) <= most;
  }

  /** Such as {@code 0.8 s}. */
  String text() {
    return (most == Math.rint(most) ? "%.0f %s" : "%s %s")
        .formatted(most, quantity.unit)
        .toLowerCase(Locale.ROOT)
        .replace("mb", "MB")
        .replace("cpu", "CPU");
  }
}
