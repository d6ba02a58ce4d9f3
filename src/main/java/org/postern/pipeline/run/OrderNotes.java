package org.postern.pipeline.run;

import java.util.ArrayList;
import java.util.List;
import org.postern.state.Orders;

/** Tells in words which earlier orders of an administrator a plan or an apply meets. */
final class OrderNotes {
  private OrderNotes() {}

  /** Returns the orders that stand, and what an apply makes of each. */
  static List<String> of(Orders orders) {
    List<String> notes = new ArrayList<>();
    orders
        .pause()
        .ifPresent(
            pause ->
                notes.add(
                    "paused%s: what apply changes is neither repaired nor refreshed until postern resume"
                        .formatted(pause.until().map(end -> " until " + end).orElse(""))));
    for (Orders.Opening one : orders.openings()) {
      notes.add(
          "%s stays open until %s, as ordered; postern resume closes it"
              .formatted(one.rule().isEmpty() ? "every rule" : "rule " + one.rule(), one.until()));
    }
    orders
        .pin()
        .ifPresent(
            pin ->
                notes.add("generation %d is pinned; apply ends that".formatted(pin.generation())));
    orders.removal().ifPresent(removal -> notes.add("everything was taken out; apply ends that"));
    return notes;
  }
}
