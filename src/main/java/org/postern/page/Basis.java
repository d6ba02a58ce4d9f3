package org.postern.page;

import java.util.List;
import org.postern.plan.Ruleset;
import org.postern.source.LastGood;

/**
 * What the policy is compared with.
 *
 * @param name in words: "generation 12", or as the user named it
 * @param ruleset what it means for packets
 * @param named what its sources named, as far as that is known
 */
public record Basis(String name, Ruleset ruleset, List<LastGood> named) {
  public Basis {
    named = List.copyOf(named);
  }
}
