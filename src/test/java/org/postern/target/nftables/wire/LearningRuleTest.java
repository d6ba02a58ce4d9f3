package org.postern.target.nftables.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.postern.address.AddressSet;
import org.postern.plan.AccessRule;
import org.postern.plan.Observation;
import org.postern.plan.Peers;
import org.postern.plan.Plan;
import org.postern.plan.Ruleset;
import org.postern.plan.Scope;
import org.postern.policy.Hook;
import org.postern.policy.Ports;
import org.postern.policy.Refusal;
import org.postern.policy.Rule;
import org.postern.target.nftables.NftablesTarget;
import org.postern.target.nftables.layout.Clause;
import org.postern.target.nftables.layout.ClauseReader;

/** How a rule that learns is written, and what is read as one. */
class LearningRuleTest {
  private static AccessRule rule(Set<Hook> hooks) {
    return new AccessRule(
            "smtp",
            new Scope.Packets(
                hooks, new TreeSet<>(), Optional.empty(), Ports.of(25), Rule.Running.KEEP),
            new Peers.Only(AddressSet.none()),
            Optional.of(Refusal.DROP),
            Optional.empty(),
            Optional.empty())
        .withLearns(true);
  }

  private static String judge(AccessRule rule, String chain) {
    String begin = "add rule inet postern " + chain + " ";
    Plan plan = Plan.between(Observation.nothing(), new Ruleset(List.of(rule)));
    return new NftablesTarget()
        .compile(plan).steps().stream()
            .flatMap(step -> step.text().lines())
            .filter(line -> line.startsWith(begin))
            .map(line -> line.substring(begin.length()) + "\n")
            .collect(Collectors.joining());
  }

  /** Before the sets that may be full, and never in one rule with them. */
  @Test
  void itTellsOfPeersBeforeTheyAreRemembered() {
    assertEquals(
        """
        iifname "lo" return
        limit rate 200/second burst 400 packets log group 2527 snaplen 64 queue-threshold 1
        update @smtp_seen_ip { ip saddr }
        update @smtp_seen_ip6 { ip6 saddr }
        counter name "smtp_refused" drop
        """,
        judge(rule(EnumSet.of(Hook.INPUT)), "smtp_from"));
  }

  @Test
  void itTellsOfNoPeerThatWeCallOurselves() {
    AccessRule both = rule(EnumSet.of(Hook.INPUT, Hook.OUTPUT));
    assertTrue(judge(both, "smtp_from").contains("log group"));
    assertFalse(judge(both, "smtp_to").contains("log group"));
    assertFalse(judge(both, "smtp_to").isEmpty());
  }

  @Test
  void whatIsWrittenIsReadAsThat() {
    List<Clause> clauses = List.of(new Clause.Tell());
    assertEquals(clauses, ClauseReader.read(new Clause.Tell().expressions()));
    List<Expression> other =
        List.of(new Matches.Limit(200, 1, 400, false), new Statements.LogGroup(1, 64, 1));
    assertTrue(
        ClauseReader.read(other).stream().allMatch(Clause.Foreign.class::isInstance),
        "another group is not ours");
  }
}
