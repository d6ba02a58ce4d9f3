package org.postern.command.view;

import java.time.Instant;
import java.util.Optional;

/**
 * The generation in force with its policy.
 *
 * @param policy the file of the policy, where that is known
 */
public record RunningDocument(Accepted running, Optional<String> policy) {
  /**
   * The generation in force.
   *
   * @param accepted the time when its policy was accepted
   * @param pinned whether an order keeps it
   */
  public record Accepted(int number, String digest, Instant accepted, boolean pinned) {}
}
