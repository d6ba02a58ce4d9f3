package org.postern.daemon;

import java.util.List;
import java.util.Set;
import org.postern.daemon.journal.Event;
import org.postern.daemon.journal.EventKind;

/** The damage that was found in the state, each told once while it stands. */
final class Damage {
  private final Event.Listener events;
  private Set<String> told = Set.of();

  Damage(Event.Listener events) {
    this.events = events;
  }

  /** Takes what a reading of the state found. */
  void found(List<String> notes) {
    notes.stream()
        .filter(note -> !told.contains(note))
        .forEach(note -> events.happened(Event.of(EventKind.DAMAGED, note)));
    told = Set.copyOf(notes);
  }
}
