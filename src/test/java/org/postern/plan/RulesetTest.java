package org.postern.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.address.Address;
import org.postern.policy.Hook;
import org.postern.policy.Ports;
import org.postern.policy.Refusal;
import org.postern.policy.Rule;

class RulesetTest {
  /** One drops on input by eth0 to one server; one observes submission; one promises DNS. */
  private static final Ruleset RULESET =
      new Ruleset(
          List.of(
              rule("smtp", Hook.INPUT, "eth0", "198.51.100.10", 25, Refusal.DROP, "KEEP"),
              rule("cut", Hook.FORWARD, "eth0", "198.51.100.10", 25, Refusal.REJECT, "CUT"),
              rule("submission", Hook.INPUT, "", "", 587, Refusal.OBSERVE, "KEEP"),
              new AccessRule(
                  "dns",
                  new Scope.Packets(
                      Set.of(Hook.OUTPUT),
                      new TreeSet<>(),
                      Optional.empty(),
                      Ports.of(53),
                      Rule.Running.KEEP),
                  new Peers.Any(),
                  Optional.empty(),
                  Optional.empty(),
                  Optional.empty())));

  @ParameterizedTest
  @CsvSource({
    "INPUT,   eth0, 192.0.2.1, 198.51.100.10, 25,  true,  ACCEPTED",
    "INPUT,   eth0, 192.0.2.2, 198.51.100.10, 25,  true,  REFUSED",
    "INPUT,   eth0, 2001:db8::, 2001:db8::1,  25,  true,  UNJUDGED",
    "INPUT,   eth1, 192.0.2.2, 198.51.100.10, 25,  true,  UNJUDGED",
    "INPUT,   eth0, 192.0.2.2, 198.51.100.11, 25,  true,  UNJUDGED",
    "INPUT,   eth0, 192.0.2.2, 198.51.100.10, 26,  true,  UNJUDGED",
    "INPUT,   eth0, 192.0.2.2, 198.51.100.10, 25,  false, UNJUDGED",
    "FORWARD, eth0, 192.0.2.2, 198.51.100.10, 25,  true,  REFUSED",
    "FORWARD, eth0, 192.0.2.2, 198.51.100.10, 25,  false, REFUSED",
    "FORWARD, eth0, 192.0.2.1, 198.51.100.10, 25,  false, ACCEPTED",
    "INPUT,   eth9, 192.0.2.2, 198.51.100.99, 587, true,  OBSERVED",
    "INPUT,   eth9, 192.0.2.1, 198.51.100.99, 587, true,  ACCEPTED",
    "INPUT,   lo,   192.0.2.2, 198.51.100.99, 587, true,  UNJUDGED",
    "INPUT,   eth9, 2001:db8::5, 2001:db8::1, 587, true,  OBSERVED",
    "OUTPUT,  '',   192.0.2.2, 192.0.2.2,     53,  true,  ACCEPTED",
    "OUTPUT,  '',   192.0.2.2, 192.0.2.2,     25,  true,  UNJUDGED",
  })
  void judges(
      Hook hook, String by, String peer, String server, int port, boolean opening, Judgement is) {
    Attempt.Opening packet =
        new Attempt.Opening(
            hook, by, ToyWorld.address(peer), ToyWorld.address(server), port, opening);
    assertEquals(is, RULESET.verdict(packet), packet::describe);
    Attempt.Opening fragmented = packet.inFragments();
    assertEquals(is, RULESET.verdict(fragmented), fragmented::describe);
  }

  /** Of IPv6, at the hooks that fragments pass; and of rules that refuse. */
  @ParameterizedTest
  @CsvSource({
    "INPUT,   2001:db8::5, DROP,    UNJUDGED",
    "FORWARD, 2001:db8::5, REJECT,  UNJUDGED",
    "INPUT,   2001:db8::5, OBSERVE, OBSERVED",
    "INPUT,   192.0.2.2,   DROP,    REFUSED",
    "OUTPUT,  2001:db8::5, DROP,    REFUSED",
  })
  void aRuleThatJudgesOnlyWholePacketsDoesNotJudgeFragments(
      Hook hook, String peer, Refusal otherwise, Judgement is) {
    AccessRule rule = rule("smtp", hook, "", "", 25, otherwise, "KEEP");
    Address from = ToyWorld.address(peer);
    Attempt.Opening packet = new Attempt.Opening(hook, "eth0", from, from, 25, true);
    Ruleset old = new Ruleset(List.of(rule.withWholeOnly(true)));
    assertEquals(is, old.verdict(packet.inFragments()));
    assertEquals(rule.refusal(), old.verdict(packet));
    boolean meets = hook != Hook.OUTPUT && otherwise.refuses();
    assertEquals(meets, rule.withWholeOnly(true).wholeOnly());
    assertEquals(meets, rule.refusesFragments(hook));
    assertFalse(rule.withWholeOnly(true).refusesFragments(hook));
    assertEquals(rule, rule.withWholeOnly(true).withWholeOnly(false));
  }

  @Test
  void aRuleForServersOfIpv4AloneMeetsNoFragments() {
    AccessRule rule = rule("smtp", Hook.INPUT, "", "198.51.100.10", 25, Refusal.DROP, "KEEP");
    assertFalse(rule.refusesFragments(Hook.INPUT));
    assertEquals(rule, rule.withWholeOnly(true));
  }

  @Test
  void twoRulesOfOneNameAreABug() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new Ruleset(List.of(ToyWorld.rule("a"), ToyWorld.rule("a"))));
  }

  @Test
  void aPacketWithinTwoFamiliesIsABug() {
    Address four = ToyWorld.address("192.0.2.1");
    Address six = ToyWorld.address("2001:db8::1");
    assertThrows(
        IllegalArgumentException.class,
        () -> new Attempt.Opening(Hook.INPUT, "eth0", four, six, 25, true));
  }

  private static AccessRule rule(
      String name, Hook hook, String in, String to, int port, Refusal otherwise, String running) {
    return new AccessRule(
        name,
        new Scope.Packets(
            Set.of(hook),
            in.isEmpty() ? new TreeSet<>() : new TreeSet<>(Set.of(in)),
            to.isEmpty() ? Optional.empty() : Optional.of(ToyWorld.set(to)),
            Ports.of(port),
            Rule.Running.valueOf(running)),
        new Peers.Only(ToyWorld.set("192.0.2.1")),
        Optional.of(otherwise),
        Optional.empty(),
        Optional.empty());
  }
}
