package org.postern.command.view;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/** Which sets hold an address, and which rules accept it. */
public record HoldersDocument(List<Holder> sets, List<Holder> rules) {
  public HoldersDocument {
    sets = List.copyOf(sets);
    rules = List.copyOf(rules);
  }

  /**
   * A set or a rule.
   *
   * @param set the name of the set
   * @param rule the name of the rule
   * @param whole whether it holds all that was asked for
   * @param addresses how many of these it holds
   */
  public record Holder(
      Optional<String> set, Optional<String> rule, boolean whole, BigInteger addresses) {}
}
