package org.postern.target.nftables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.plan.Change;
import org.postern.plan.Plan;
import org.postern.plan.Ruleset;
import org.postern.target.Applied;
import org.postern.target.Artifact;

/** As a table of nftables shows it. */
class OpenRuleIT extends OpenRule {
  private static final Pattern JUDGING = Pattern.compile("inet postern smtp_(?:from|fragments)\\b");

  OpenRuleIT() {
    super(Filter.NFTABLES);
  }

  /** One transaction, and of the chains alone that judge. */
  @Test
  void openingAndClosingTouchesTheChainsThatJudge() {
    server.bring(closed);
    Ruleset open = open(closed, LONG_AGO);
    for (Ruleset wanted : List.of(open, open(closed, LONG_AGO.plusSeconds(1)), closed)) {
      Plan plan = server.planTo(wanted);
      assertInstanceOf(Change.RuleChanged.class, plan.changes().getFirst());
      assertEquals(1, plan.changes().size());
      Artifact artifact = server.compile(plan);
      assertEquals(1, artifact.steps().size());
      artifact
          .steps()
          .getFirst()
          .text()
          .lines()
          .forEach(line -> assertTrue(JUDGING.matcher(line).find(), line));
      assertInstanceOf(Applied.Done.class, server.apply(artifact));
      server.holds(wanted);
    }
    Host fresh = world.host("fresh");
    fresh.bring(closed);
    Listing.assertSame(fresh, server);
  }

  /** Who looks by nft sees a date; who opens by hand is seen, and what he did is a difference. */
  @Test
  void itIsReadAsWhoeverWroteIt() {
    server.bring(open(closed, LONG_AGO));
    String listing = server.exec("env TZ=UTC nft list chain inet postern smtp_from");
    assertTrue(
        listing.contains(
            "meta time < \"2001-09-09 01:46:40\" counter name \"smtp_refused\" return"),
        listing);
    server.bring(closed);
    server.load(
        "insert rule inet postern smtp_from position %s meta time < 2000000000"
                .formatted(handle("smtp_from", " drop # handle "))
            + " counter name smtp_refused return\n"
            + "add rule inet postern smtp_fragments position %s meta time < 2000000000 return"
                .formatted(handle("smtp_fragments", " return # handle ")));
    Plan plan = server.planTo(closed);
    Change.RuleChanged changed =
        assertInstanceOf(Change.RuleChanged.class, plan.changes().getFirst());
    assertEquals(
        List.of(new Change.Difference("open", "until 2033-05-18T03:33:20Z", "no")), changed.what());
    assertEquals(1, plan.changes().size());
    server.bring(closed);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "meta time < 2000000000 return",
        "meta time < 2000000000 counter name smtp_accepted return",
        "meta time > 1000000000 counter name smtp_refused return",
        "meta time < 2000000000 counter name smtp_refused accept",
        "meta time 1000000000-2000000000 counter name smtp_refused return",
        "meta hour < \"23:59\" counter name smtp_refused return",
        "meta time < 2000000000 drop"
      })
  void whatOpensInAnotherWayIsDamage(String rule) {
    server.bring(closed);
    server.load("insert rule inet postern smtp_from " + rule);
    Plan plan = server.planTo(closed);
    assertTrue(plan.changes().stream().anyMatch(Change.Repair.class::isInstance), plan::toString);
    server.bring(closed);
  }

  /** The handle of the first rule of a chain in which a text is. */
  private String handle(String chain, String text) {
    return server
        .nft("-a list chain inet postern " + chain)
        .lines()
        .filter(line -> line.contains(text))
        .map(line -> line.substring(line.lastIndexOf(' ') + 1))
        .findFirst()
        .orElseThrow();
  }
}
