package org.postern.target.nftables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.postern.target.nftables.FragmentTrial.ACCEPTED;
import static org.postern.target.nftables.FragmentTrial.SMTP;
import static org.postern.target.nftables.FragmentTrial.STRANGER;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.Sizes;
import org.postern.address.AddressSet;
import org.postern.plan.Change;
import org.postern.plan.Equivalence;
import org.postern.plan.Plan;
import org.postern.plan.Ruleset;
import org.postern.target.nftables.SwapTrial.Counts;

/** What the first versions left, which judged no fragments, becomes what judges them. */
@ParameterizedClass
@MethodSource("org.postern.target.nftables.Filter#withNft")
class FragmentsUpgradeIT {
  private static final int CHANGES = Sizes.pick(6, 60);

  private final World world = new World();
  private final Filter filter;

  FragmentsUpgradeIT(Filter filter) {
    this.filter = filter;
  }

  @AfterEach
  void endOfTheWorld() {
    world.close();
  }

  /** As the first versions wrote it. */
  private static Ruleset old(Ruleset ruleset) {
    return new Ruleset(ruleset.rules().stream().map(rule -> rule.withWholeOnly(true)).toList());
  }

  @Test
  void whatIsMissingIsSeenAndAdded() throws IOException {
    Ruleset wanted =
        Rulesets.of(
            """
            sets: {filter: {sources: ["2a01:111:f400::/48"]}}
            rules:
              - {name: smtp, hook: [input, forward], in: [eth0], port: tcp/25, accept: [filter],
                 otherwise: drop}
              - {name: other, hook: input, port: tcp/465, accept: [filter], otherwise: observe}
            """);
    try (FragmentTrial trial = FragmentTrial.direct(world, filter)) {
      Host host = trial.filtered();
      host.bring(old(wanted));
      assertFalse(trial.opened(STRANGER, SMTP, FragmentForms.all()).isEmpty());

      Plan plan = host.planTo(wanted);
      assertTrue(
          Equivalence.compare(plan.before().owned(), wanted)
              .orElseThrow()
              .describe()
              .endsWith(" (fragmented)"));
      assertEquals(
          List.of(new Change.Difference("fragments", "let through", "judged like the whole")),
          assertInstanceOf(Change.RuleChanged.class, plan.changes().getFirst()).what());

      host.bring(wanted);
      assertEquals(Set.of(), trial.opened(STRANGER, SMTP, FragmentForms.all()));
      assertEquals(3, trial.opened(ACCEPTED, SMTP, FragmentForms.found().subList(2, 5)).size());
      host.bring(old(wanted));
      host.bring(Ruleset.empty());
      Listing.assertNothing(host);
    }
  }

  @Test
  void nobodyIsJudgedWrongMeanwhile() {
    try (SwapTrial trial = new SwapTrial(50, filter)) {
      AddressSet peers = trial.nextPeers();
      Ruleset wanted = Rulesets.accepting(peers);
      trial.server().bring(old(wanted));
      Counts counts =
          trial.flooded(
              () -> {
                for (int i = 0; i < CHANGES; i++) {
                  trial.server().bring(i % 2 == 0 ? wanted : old(wanted));
                }
              });
      counts.provesRight(CHANGES);
    }
  }
}
