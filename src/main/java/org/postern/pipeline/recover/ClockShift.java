package org.postern.pipeline.recover;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Optional;
import org.postern.pipeline.Recall;
import org.postern.state.Generation;
import org.postern.state.Orders;
import org.postern.state.RunState;
import org.postern.state.StateLock;
import org.postern.state.StateStore;

/**
 * Moves all dates of the state by as much as the clock on the wall was set, so that what is to last
 * an hour lasts an hour. What could not be written is written by the next attempt, and only that.
 */
public final class ClockShift {
  private final StateStore store;
  private final InstantSource clock;
  private Duration ofMemory = Duration.ZERO;
  private Duration ofOrders = Duration.ZERO;
  private Duration ofTrial = Duration.ZERO;

  /** Creates the shift of a clock that was not set yet. */
  public ClockShift(StateStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /** Notes that the clock was set forward by so much. */
  public void add(Duration by) {
    ofMemory = ofMemory.plus(by);
    ofOrders = ofOrders.plus(by);
    ofTrial = ofTrial.plus(by);
  }

  /** Tells whether all that was added is on disk. */
  public boolean isWritten() {
    return ofMemory.isZero() && ofOrders.isZero() && ofTrial.isZero();
  }

  /** Writes what is not written yet. */
  public void write() throws IOException {
    if (isWritten()) {
      return;
    }
    try (StateLock lock = store.lock()) {
      RunState memory = store.runState();
      if (!ofMemory.isZero()) {
        // What was written by the new clock already is of now, not of a time to come.
        store.write(lock, memory.shifted(ofMemory).notAfter(clock.instant()));
        ofMemory = Duration.ZERO;
      }
      Orders orders = Recall.orders(store, new ArrayList<>());
      if (!ofOrders.isZero()) {
        // Another process may have moved them, too: what was given then is given now at the latest.
        store.write(lock, orders.shifted(ofOrders).notAfter(clock.instant()));
        ofOrders = Duration.ZERO;
      }
      Optional<Generation> trial =
          Recall.sound(store, memory.generation(), new ArrayList<>())
              .filter(one -> one.confirmation().isPresent());
      if (trial.isPresent() && !ofTrial.isZero()) {
        store.write(lock, trial.get().shifted(ofTrial), memory.generation());
      }
      ofTrial = Duration.ZERO;
    }
  }
}
