package org.postern.target;

import java.util.List;
import org.postern.plan.Ruleset;

/**
 * The part of a ruleset that one target holds, and what it leaves out.
 *
 * @param held what it holds in the end
 * @param omissions what it leaves out, in the order of the rules
 */
public record Projection(Ruleset held, List<Omission> omissions) {
  public Projection {
    omissions = List.copyOf(omissions);
  }

  /** Of a target that holds all of it. */
  public static Projection whole(Ruleset ruleset) {
    return new Projection(ruleset, List.of());
  }

  /** What it leaves out, a line each. */
  public List<String> sentences() {
    return omissions.stream().map(Omission::sentence).toList();
  }

  /** Whether it holds a rule, and all of it. */
  public boolean holdsWhole(String rule) {
    return held.rule(rule).isPresent()
        && omissions.stream()
            .noneMatch(one -> one.rule().equals(rule) && one.loss() != Omission.Loss.NOTHING);
  }
}
