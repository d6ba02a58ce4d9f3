package org.postern.command.check;

import java.util.List;
import org.postern.policy.Policy;
import org.postern.policy.Rule;
import org.postern.policy.SetDefinition;

/** The names of what a policy consists of. */
public record CheckDocument(List<String> sets, List<String> rules) {
  public CheckDocument {
    sets = List.copyOf(sets);
    rules = List.copyOf(rules);
  }

  static CheckDocument of(Policy policy) {
    return new CheckDocument(
        policy.sets().stream().map(SetDefinition::name).toList(),
        policy.rules().stream().map(Rule::name).toList());
  }
}
