package org.postern.command.outcome;

import java.util.Optional;
import org.postern.target.Omission;

/**
 * What a target leaves out of a rule.
 *
 * @param cause what is left out and why, in words that follow the rule's name
 * @param refusesLess whether the rule refuses fewer peers than it says
 * @param heldBy another target of the policy that holds the rule whole; empty where none does
 */
public record OmissionDocument(
    String rule, String cause, boolean refusesLess, Optional<String> heldBy) {
  static OmissionDocument of(Omission one) {
    return new OmissionDocument(one.rule(), one.cause(), one.refusesLess(), one.heldBy());
  }
}
