package org.postern.target.windows.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.diagnostic.Span;
import org.postern.host.ProcessRunner;
import org.postern.plan.AccessRule;
import org.postern.plan.Peers;
import org.postern.plan.Recipients;
import org.postern.plan.Ruleset;
import org.postern.plan.Scope;
import org.postern.plan.ToyWorld;
import org.postern.plan.pass.Planner;
import org.postern.policy.Ports;
import org.postern.policy.Refusal;
import org.postern.policy.TargetBinding;
import org.postern.target.TargetKind;

/** A refusal that a connector does not have is an obstacle, and never becomes another one. */
class VerdictTest {
  @ParameterizedTest
  @CsvSource({"exchange, DEFER, REJECT", "exchange-online, REJECT, DEFER"})
  void theOtherRefusalIsAnObstacle(String kind, Refusal has, Refusal lacks) {
    TargetKind tried =
        kind.equals("exchange")
            ? new ExchangeKind(new ProcessRunner(), false)
            : new OnlineKind(new ProcessRunner(), false);
    for (Refusal refusal : List.of(has, lacks)) {
      AccessRule rule =
          new AccessRule(
              "mta",
              new Scope.Mail(new Recipients.All(), Optional.of(Ports.of(25)), true, ""),
              new Peers.Only(ToyWorld.set("192.0.2.1")),
              Optional.of(refusal),
              Optional.empty(),
              Optional.empty());
      TargetBinding binding =
          new TargetBinding(kind, kind, Span.wholeFile(""), Map.of("users", "elsewhere"));
      Ruleset held = tried.project(new Ruleset(List.of(rule)), binding).held();
      assertEquals(Optional.of(refusal), held.rule("mta").orElseThrow().otherwise());
      boolean fits = Planner.fit(held, tried.capabilities()).isEmpty();
      assertTrue(refusal != has || fits, refusal::text);
      assertFalse(refusal == lacks && fits, refusal::text);
    }
  }
}
