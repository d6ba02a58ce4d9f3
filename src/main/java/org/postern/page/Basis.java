package org.postern.page;

import java.util.List;
import org.postern.plan.Ruleset;
import org.postern.source.LastGood;

/**
 * The rules that the policy is compared with.
 *
 * @param name the name in words: "generation 12", or as the user wrote it
 * @param ruleset the rules that it means for packets
 * @param named the answers of its sources, as far as they are known
 */
public record Basis(String name, Ruleset ruleset, List<LastGood> named) {
  public Basis {
    named = List.copyOf(named);
  }
}
