package org.postern.daemon.journal;

import java.util.Map;

/**
 * An event.
 *
 * @param message the message in words, one line
 * @param fields the fields for programs: names of capital letters, digits and underscores
 */
public record Event(EventKind kind, String message, Map<String, String> fields) {
  public Event {
    fields = Map.copyOf(fields);
  }

  /** Returns an event without fields. */
  public static Event of(EventKind kind, String message) {
    return new Event(kind, message, Map.of());
  }

  /** Hears of events. */
  public interface Listener {
    void happened(Event event);
  }
}
