package org.postern.command.outcome;

import java.util.Optional;
import org.postern.address.Address;
import org.postern.host.Vicinity;

/** Marks peers that are near the host: refusing one of them is seldom meant. */
public final class Nearness {
  private Nearness() {}

  /** Returns the text that follows a line about a peer; empty for one that is not near. */
  public static String text(Vicinity vicinity, Address peer) {
    return vicinity.of(peer).map(near -> ": " + near.question()).orElse("");
  }

  /** Returns the word for programs; empty for a peer that is not near. */
  static Optional<String> word(Vicinity vicinity, Address peer) {
    return vicinity.of(peer).map(Vicinity.Near::word);
  }
}
