package org.postern.command.trial;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.postern.plan.Observation;

/**
 * The findings inside the namespaces; writer and reader side by side.
 *
 * @param loadMicros how long loading and proving took, in microseconds
 * @param difference the difference between what the kernel holds and what is meant, in words; empty
 *     when it is proven
 * @param ends how each connection ended, in the order of the packets
 * @param probeMicros how long all connections took, in microseconds
 * @param counters the counters of the kernel, by rule
 * @param changing the findings while sets changed
 */
public record TrialFindings(
    long loadMicros,
    String difference,
    List<End> ends,
    long probeMicros,
    Map<String, Observation.Counters> counters,
    TrialChanging changing) {
  public TrialFindings {
    ends = List.copyOf(ends);
    counters = Map.copyOf(counters);
  }

  /** The end of a connection. */
  public enum Ended {
    /** The connection was established. */
    CONNECTED,
    /** The answer was a reset. */
    RESET,
    /** The connection had no answer. */
    SILENT;

    /** Returns the word that is printed. */
    String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** How a connection ended, and after how long. */
  public record End(Ended ended, long micros) {}
}
