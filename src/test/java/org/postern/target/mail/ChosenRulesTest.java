package org.postern.target.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.postern.diagnostic.Span;
import org.postern.plan.AccessRule;
import org.postern.plan.Recipients;
import org.postern.plan.Ruleset;
import org.postern.plan.Scope;
import org.postern.policy.LogRate;
import org.postern.policy.Refusal;
import org.postern.policy.TargetBinding;
import org.postern.target.Omission;
import org.postern.target.Projection;

class ChosenRulesTest {
  private static final AccessRule RULE =
      MailBench.rule(
          "mta",
          new Scope.Mail(new Recipients.All(), Optional.empty(), true, ""),
          Refusal.DEFER,
          "192.0.2.1");

  private static Projection project(AccessRule rule, Map<String, String> options) {
    TargetBinding binding = new TargetBinding("postfix", "mx", Span.wholeFile(""), options);
    return ChosenRules.of(new Ruleset(List.of(rule)), binding);
  }

  @Test
  void aRuleIsHeldUnlessOthersAreChosen() {
    assertEquals(List.of(RULE), project(RULE, Map.of()).held().rules());
    assertEquals(List.of(RULE), project(RULE, Map.of("rules", "a,mta")).held().rules());
    Projection others = project(RULE, Map.of("rules", "a,b"));
    assertEquals(List.of(), others.held().rules());
    assertEquals(Omission.Loss.REFUSES_LESS, others.omissions().getFirst().loss());
  }

  /** A log rate that no file can hold would be a difference for ever. */
  @Test
  void aRateOfTheLogIsToldToBeLeftOut() {
    AccessRule limited =
        new AccessRule(
            RULE.name(),
            RULE.scope(),
            RULE.peers(),
            RULE.otherwise(),
            Optional.of(new LogRate(5, LogRate.Unit.MINUTE)),
            Optional.empty());
    Projection projected = project(limited, Map.of());
    assertEquals(List.of(RULE), projected.held().rules());
    assertEquals(Omission.Loss.LESS, projected.omissions().getFirst().loss());
  }
}
