package org.postern.page;

import java.util.List;
import org.postern.state.AuditEntry;

/**
 * The generations and orders of the past.
 *
 * @param generations the generations that can be read, oldest first
 * @param older the number of generations before these
 * @param inForce the number of the one in force, 0 for none
 * @param orders the orders with their authors, oldest first
 * @param unread the parts that could not be read, in words
 */
public record Past(
    List<PastGeneration> generations,
    int older,
    int inForce,
    List<AuditEntry> orders,
    List<String> unread) {
  public Past {
    generations = List.copyOf(generations);
    orders = List.copyOf(orders);
    unread = List.copyOf(unread);
  }

  /** Returns the past of a host on which nothing was ever accepted. */
  public static Past none() {
    return new Past(List.of(), 0, 0, List.of(), List.of());
  }
}
