package org.postern.daemon;

import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;

/**
 * What happened since the daemon started.
 *
 * @param since when it started
 * @param events how often each happened; an alarm counts when it was raised
 * @param refreshes how often other answers of the sources were looked at, applied or not
 */
public record Tally(Instant since, Map<EventKind, Long> events, long refreshes) {
  public Tally {
    events = Map.copyOf(events);
  }

  /** How often that happened. */
  public long of(EventKind kind) {
    return events.getOrDefault(kind, 0L);
  }

  /** Counts what it hands on. */
  static final class Counter implements Event.Listener {
    private final Event.Listener next;
    private final Instant since;
    private final Map<EventKind, Long> events = new EnumMap<>(EventKind.class);
    private long refreshes;

    Counter(Event.Listener next, Instant since) {
      this.next = next;
      this.since = since;
    }

    @Override
    public void happened(Event event) {
      events.merge(event.kind(), 1L, Long::sum);
      next.happened(event);
    }

    /** Answers were looked at. */
    void refreshed() {
      refreshes++;
    }

    Tally tally() {
      return new Tally(since, events, refreshes);
    }
  }
}
