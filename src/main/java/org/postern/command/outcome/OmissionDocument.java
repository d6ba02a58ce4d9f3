package org.postern.command.outcome;

import java.util.Optional;
import org.postern.target.Omission;

/**
 * A part of a rule that a target leaves out, as a document for programs.
 *
 * @param cause the part that is left out and the reason, in words that follow the rule's name
 * @param refusesLess whether the rule refuses fewer peers than it says
 * @param heldBy another target of the policy that holds the rule whole; empty where none does
 */
public record OmissionDocument(
    String rule, String cause, boolean refusesLess, Optional<String> heldBy) {
  static OmissionDocument of(Omission one) {
    return new OmissionDocument(one.rule(), one.cause(), one.refusesLess(), one.heldBy());
  }
}
