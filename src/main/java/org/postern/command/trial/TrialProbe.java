package org.postern.command.trial;

import java.util.Optional;
import org.postern.address.Address;
import org.postern.plan.Attempt;

/**
 * A connection that {@code try} makes.
 *
 * @param rule the rule it is meant for
 * @param kind the reason why this peer was chosen
 * @param beside the accepted address it lies next to, for a neighbour
 * @param packet the opening packet
 */
public record TrialProbe(String rule, Kind kind, Optional<Address> beside, Attempt.Opening packet) {
  /** The reason why a peer is tried. */
  public enum Kind {
    /** An end of an accepted interval. */
    MEMBER,
    /** A peer that is not accepted, and next to an accepted address. */
    NEIGHBOUR,
    /** A peer that is not accepted, and far from all that are. */
    STRANGER,
    /** The user wants to know. */
    ASKED
  }
}
