package org.postern.daemon;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.postern.daemon.journal.Event;
import org.postern.daemon.journal.EventKind;

/**
 * The number of events since the daemon started.
 *
 * @param since the time when it started
 * @param events how often each happened; an alarm counts when it was raised
 * @param refreshes how often other answers of the sources were looked at, applied or not
 * @param latest the last events, the oldest first; at most {@value #LATEST}
 */
public record Tally(
    Instant since, Map<EventKind, Long> events, long refreshes, List<Happened> latest) {
  /** The most events that are kept: more than a person sees at once are for the journal. */
  public static final int LATEST = 50;

  public Tally {
    events = Map.copyOf(events);
    latest = List.copyOf(latest);
  }

  /** An event and its time. */
  public record Happened(Instant at, EventKind kind, String message) {}

  /** Returns how often events of that kind happened. */
  public long of(EventKind kind) {
    return events.getOrDefault(kind, 0L);
  }

  /** Counts the events that it hands on. */
  static final class Counter implements Event.Listener {
    private final Event.Listener next;
    private final Instant since;
    private final InstantSource clock;
    private final Map<EventKind, Long> events = new EnumMap<>(EventKind.class);
    private final Deque<Happened> latest = new ArrayDeque<>();
    private long refreshes;

    Counter(Event.Listener next, InstantSource clock) {
      this.next = next;
      this.since = clock.instant();
      this.clock = clock;
    }

    @Override
    public void happened(Event event) {
      events.merge(event.kind(), 1L, Long::sum);
      latest.addLast(new Happened(clock.instant(), event.kind(), event.message()));
      if (latest.size() > LATEST) {
        latest.removeFirst();
      }
      next.happened(event);
    }

    /** Notes that answers were looked at. */
    void refreshed() {
      refreshes++;
    }

    Tally tally() {
      return new Tally(since, events, refreshes, List.copyOf(latest));
    }
  }
}
