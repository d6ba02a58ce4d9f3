package org.postern.target.nftables.layout;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postern.Sizes;
import org.postern.plan.Observation;
import org.postern.plan.Plan;
import org.postern.plan.Ruleset;
import org.postern.target.Applied;
import org.postern.target.Artifact;
import org.postern.target.nftables.Host;
import org.postern.target.nftables.Listing;
import org.postern.target.nftables.RandomRulesets;
import org.postern.target.nftables.Rulesets;
import org.postern.target.nftables.World;

/** The scripts that we print do, loaded by nft, what our messages do. */
class ScriptIT {
  private static final int RULESETS = Sizes.pick(12, 300);

  private final World world = new World();
  private final Host byNft = world.host("nft");

  @AfterEach
  void endOfTheWorld() {
    world.close();
  }

  @Test
  void aScriptFromNothingMakesTheRuleset() {
    RandomRulesets random = new RandomRulesets(11);
    for (int i = 0; i < RULESETS; i++) {
      Ruleset ruleset = random.next();
      load(byNft.compile(Plan.between(Observation.nothing(), ruleset)));
      byNft.holds(ruleset);
      byNft.load("flush ruleset");
    }
  }

  @Test
  void theScriptsOfTheStepsDoWhatApplyDoes() {
    Host byMessages = world.host("messages");
    RandomRulesets random = new RandomRulesets(12);
    for (int i = 0; i < RULESETS; i++) {
      Ruleset ruleset = random.next();
      Artifact artifact = byMessages.compile(byMessages.planTo(ruleset));
      assertInstanceOf(Applied.Done.class, byMessages.apply(artifact));
      load(artifact);
      byNft.holds(ruleset);
      Listing.assertSame(byMessages, byNft);
    }
  }

  @Test
  void aRuleThatLearnsIsWrittenAsItIsHeldAndCanCeaseToLearn() {
    Host byMessages = world.host("messages");
    Ruleset plain = Rulesets.accepting(Rulesets.addresses("192.0.2.1", "2001:db8::1"));
    Ruleset learning =
        new Ruleset(plain.rules().stream().map(rule -> rule.withLearns(true)).toList());
    load(byNft.compile(Plan.between(Observation.nothing(), learning)));
    byNft.holds(learning);
    byMessages.bring(learning);
    Listing.assertSame(byMessages, byNft);
    byMessages.bring(plain);
    byMessages.bring(learning);
    Listing.assertSame(byMessages, byNft);
  }

  private void load(Artifact artifact) {
    artifact.steps().forEach(step -> byNft.load(step.text()));
  }
}
