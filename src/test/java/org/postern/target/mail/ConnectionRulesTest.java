package org.postern.target.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.postern.address.Family;
import org.postern.plan.AccessRule;
import org.postern.plan.Capabilities;
import org.postern.plan.MailAbilities;
import org.postern.plan.Obstacle;
import org.postern.plan.Peers;
import org.postern.plan.Recipients;
import org.postern.plan.Ruleset;
import org.postern.plan.Scope;
import org.postern.plan.pass.Planner;
import org.postern.policy.Refusal;
import org.postern.target.Projection;

/** What cannot be decided when a connection comes in is an obstacle, with the way out. */
class ConnectionRulesTest {
  private static final Capabilities SYSTEM =
      Capabilities.ofMail(
          "gate", EnumSet.of(Family.IP), EnumSet.of(Refusal.DEFER), 100, MailAbilities.WHOLE_PEERS);

  private static final Scope.Mail ALL = ConnectionRules.scope();

  private static Projection of(AccessRule rule) {
    return ConnectionRules.of(Projection.whole(new Ruleset(List.of(rule))), "gate");
  }

  private static void refuses(AccessRule rule, String way) {
    List<Obstacle> found = Planner.fit(of(rule).held(), SYSTEM);
    assertEquals(1, found.size(), found::toString);
    assertTrue(found.getFirst().toString().contains("gate"), found::toString);
    assertTrue(found.getFirst().toString().contains(way), found::toString);
  }

  private static AccessRule rule(Scope.Mail scope, Refusal otherwise, String... peers) {
    return MailBench.rule("mta", scope, otherwise, peers);
  }

  @Test
  void holdsWhatJudgesAllConnections() {
    AccessRule rule = rule(ALL, Refusal.DEFER, "192.0.2.0/24");
    assertEquals(Projection.whole(new Ruleset(List.of(rule))), of(rule));
    assertEquals(List.of(), Planner.fit(of(rule).held(), SYSTEM));
  }

  @Test
  void tellsWhatItCannotDo() {
    Recipients some =
        new Recipients.Domains(new TreeSet<>(List.of("a.example")), false, new TreeSet<>());
    refuses(
        rule(new Scope.Mail(some, Optional.empty(), false, ""), Refusal.DEFER, "192.0.2.1"),
        "take for: out");
    refuses(
        rule(
            new Scope.Mail(new Recipients.All(), Optional.empty(), true, ""),
            Refusal.DEFER,
            "192.0.2.1"),
        "spare: []");
    refuses(rule(ALL, Refusal.OBSERVE, "192.0.2.1"), "write otherwise: defer");
    refuses(rule(ALL, Refusal.REJECT, "192.0.2.1"), "write otherwise: defer");
    refuses(rule(ALL, Refusal.DEFER, "192.0.2.1", "2001:db8::1"), "by family:");
  }

  @Test
  void aRuleThatAcceptsAnyNeedsNothing() {
    AccessRule any =
        new AccessRule(
            "mta",
            new Scope.Mail(new Recipients.All(), Optional.empty(), true, ""),
            new Peers.Any(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    assertEquals(List.of(any.withScope(ALL)), of(any).held().rules());
    assertEquals(List.of(), of(any).omissions());
  }

  @Test
  void aReplyIsLeftOut() {
    Scope.Mail scope = new Scope.Mail(new Recipients.All(), Optional.empty(), false, "go away");
    Projection projection = of(rule(scope, Refusal.DEFER, "192.0.2.1"));
    assertEquals(ALL, projection.held().rules().getFirst().scope());
    assertTrue(projection.omissions().getFirst().sentence().contains("gives no reply"));
  }
}
