package org.postern.command.view;

import java.util.List;
import java.util.Map;

/** The rules that targets hold and are to hold, as far as they concern some peers. */
public record RulesForDocument(List<Side> rulesets) {
  public RulesForDocument {
    rulesets = List.copyOf(rulesets);
  }

  /**
   * A target. Its rulesets are as {@link org.postern.plan.tree.RulesetTree} writes them.
   *
   * @param target the name of the target
   * @param holds the rules that it holds
   * @param meant the rules that it is to hold
   */
  public record Side(String target, Map<String, Object> holds, Map<String, Object> meant) {}
}
