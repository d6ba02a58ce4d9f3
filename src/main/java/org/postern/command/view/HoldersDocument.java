package org.postern.command.view;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/** The sets that hold an address, and the rules that accept it. */
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
   * @param whole whether it holds all addresses that were asked for
   * @param addresses the number of these that it holds
   */
  public record Holder(
      Optional<String> set, Optional<String> rule, boolean whole, BigInteger addresses) {}
}
