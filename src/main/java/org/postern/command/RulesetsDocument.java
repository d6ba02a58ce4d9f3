package org.postern.command;

import java.util.List;
import java.util.Optional;
import org.postern.pipeline.ShippedRuleset;

/**
 * Policies that come with the program.
 *
 * @param rulesets all of them; empty where one was named
 * @param ruleset the one that was named
 * @param text the text of the ruleset that is shown
 */
public record RulesetsDocument(
    Optional<List<One>> rulesets, Optional<One> ruleset, Optional<String> text) {
  /**
   * A policy.
   *
   * @param source the place where its facts come from
   * @param seen when they were looked at last
   * @param status how far they were tried
   */
  public record One(
      String name, String title, String provider, String source, String seen, String status) {
    static One of(ShippedRuleset one) {
      return new One(
          one.name(), one.title(), one.provider(), one.source(), one.seen(), one.status());
    }
  }

  static RulesetsDocument of(List<ShippedRuleset> all) {
    return new RulesetsDocument(
        Optional.of(all.stream().map(One::of).toList()), Optional.empty(), Optional.empty());
  }

  static RulesetsDocument of(ShippedRuleset one, Optional<String> text) {
    return new RulesetsDocument(Optional.empty(), Optional.of(One.of(one)), text);
  }
}
