package org.postern.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.postern.policy.Refusal;

/** Peers that are let in while nothing can be written down. */
class AdmittingTest {
  private static Ruleset rules(String peers, String... domains) {
    return new Ruleset(
        List.of(
            new AccessRule(
                "mta",
                new Scope.Mail(
                    new Recipients.Domains(new TreeSet<>(List.of(domains)), false, new TreeSet<>()),
                    Optional.empty(),
                    true,
                    ""),
                new Peers.Only(ToyWorld.set(peers.split(" "))),
                Optional.of(Refusal.DEFER),
                Optional.empty(),
                Optional.empty())));
  }

  @Test
  void domainsThatChangeMeanwhileKeepNoPeerOut() {
    Ruleset held = rules("192.0.2.1", "a.example");
    Ruleset newer = rules("192.0.2.2", "a.example", "b.example");
    assertEquals(rules("192.0.2.1 192.0.2.2", "a.example"), held.admitting(newer));
  }
}
