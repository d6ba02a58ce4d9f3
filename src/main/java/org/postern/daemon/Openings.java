package org.postern.daemon;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.postern.daemon.journal.Event;
import org.postern.daemon.journal.EventKind;
import org.postern.pipeline.recover.Closing;
import org.postern.state.Orders;

/** Has openings end in time on targets that do not close by themselves, also while paused. */
final class Openings {
  private final Closing closing;
  private final Event.Listener events;
  private String said = "";

  Openings(Closing closing, Event.Listener events) {
    this.closing = closing;
    this.events = events;
  }

  /** Returns when the first of the openings ends. */
  static Optional<Instant> end(Orders orders) {
    return orders.openings().stream().map(Orders.Opening::until).min(Instant::compareTo);
  }

  /**
   * Closes what is over; what cannot be closed now is tried by the next look.
   *
   * @param known the orders as they were last read
   */
  void look(Orders known) {
    try {
      closing.look(known);
      said = "";
    } catch (IOException e) {
      String why = String.valueOf(e.getMessage());
      if (!why.equals(said)) {
        events.happened(Event.of(EventKind.NOT_APPLIED, why));
      }
      said = why;
    }
  }
}
