package org.postern.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.diagnostic.Report;
import org.postern.plan.AccessRule;
import org.postern.plan.Ruleset;
import org.postern.plan.pass.Planner;
import org.postern.policy.Policy;
import org.postern.policy.parse.text.Loader;
import org.postern.target.Projection;
import org.postern.target.TargetException;

/** Which targets can tell us of peers, and what is said of those that cannot. */
class LearningElsewhereTest {
  private static Projection on(String target) throws TargetException {
    Targets targets = Assembly.targets();
    Policy policy =
        new PolicyFiles(targets)
            .parse(
                "policy.yaml",
                """
                sets: {named: {sources: [ptr: filter.example]}}
                rules: [{name: smtp, port: tcp/25, accept: [named], otherwise: drop}]
                targets: [%s]
                """
                    .formatted(target),
                (file, path) -> new Loader.Loaded.Missing("none"),
                new Report())
            .orElseThrow();
    Ruleset wanted = Planner.outline(policy);
    assertEquals(List.of(true), wanted.rules().stream().map(AccessRule::learns).toList());
    return new Projections(targets).of(targets.bound(target, policy), policy, wanted);
  }

  @ParameterizedTest
  @ValueSource(strings = {"nftables", "iptables"})
  void packetFiltersOfLinuxLearn(String target) throws TargetException {
    Projection held = on(target);
    assertEquals(List.of(true), held.held().rules().stream().map(AccessRule::learns).toList());
    assertEquals(List.of(), held.omissions());
  }

  @ParameterizedTest
  @ValueSource(strings = {"windows", "sheet"})
  void othersAcceptWhatIsLearnedElsewhereAndSaySo(String target) throws TargetException {
    Projection held = on(target);
    assertEquals(List.of(false), held.held().rules().stream().map(AccessRule::learns).toList());
    assertEquals(
        "rule smtp learns no address here, since it cannot tell us of peers; it accepts what is"
            + " learned elsewhere",
        held.sentences().getLast());
  }
}
