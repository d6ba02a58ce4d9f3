package org.postern.target;

import java.util.Set;

/** A rule of others, as far as it is understood. */
public interface ForeignRule {
  /**
   * Returns every way in which the rule may end for one of these openings, {@link End.GoOn} among
   * them if one of them may not meet its conditions. What is not understood adds ways and takes
   * none away.
   */
  Set<End> ends(Opening opening);

  /** The end of a rule. */
  sealed interface End {
    /** The next rule is looked at. */
    record GoOn() implements End {}

    /** The packet has passed this table. */
    record Accept() implements End {}

    /** The packet is dropped or rejected. */
    record Drop() implements End {}

    /** The chain ends here. */
    record Return() implements End {}

    /** The end by which another chain is looked at; at its end the next rule is. */
    record Jump(String chain) implements End {}

    /** The end by which another chain is looked at instead of the rest of this one. */
    record Goto(String chain) implements End {}

    /** The packet's destination is changed. */
    record Translate() implements End {}

    /** An end that is not understood: the packet may pass, be dropped, or go on. */
    record Unknown() implements End {}
  }
}
