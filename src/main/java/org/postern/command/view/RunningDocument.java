package org.postern.command.view;

import java.time.Instant;
import java.util.Optional;

/**
 * What is in force.
 *
 * @param policy its file, where that is known
 */
public record RunningDocument(Accepted running, Optional<String> policy) {
  /**
   * The generation in force.
   *
   * @param accepted when its policy was
   * @param pinned whether an order keeps it
   */
  public record Accepted(int number, String digest, Instant accepted, boolean pinned) {}
}
