package org.postern.pipeline.safe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.postern.address.AddressSet;
import org.postern.pipeline.Objection;
import org.postern.plan.AccessRule;
import org.postern.plan.Observation;
import org.postern.plan.Peers;
import org.postern.plan.Plan;
import org.postern.plan.Ruleset;
import org.postern.plan.Scope;
import org.postern.plan.ToyWorld;
import org.postern.policy.Hook;
import org.postern.policy.Ports;
import org.postern.policy.ProtectSpec;
import org.postern.policy.Refusal;
import org.postern.policy.Rule;
import org.postern.source.Answer;
import org.postern.source.MailRoute;
import org.postern.state.PastFilter;

/** Example.com, whose filter is 192.0.2.0/24 and everything below filter.example. */
class ProtectionTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final Duration TTL = Duration.ofHours(1);
  private static final String DOMAIN = "example.com";
  private static final ProtectSpec SPEC =
      new ProtectSpec(List.of(DOMAIN), List.of("filter.example"));

  private static final AccessRule DROP = ToyWorld.rule("smtp", "192.0.2.0/24");
  private static final AccessRule OBSERVE = DROP.withOtherwise(Refusal.OBSERVE);

  private static AccessRule rule(
      String name,
      Set<Hook> hooks,
      Set<String> in,
      Optional<AddressSet> to,
      int port,
      Peers peers) {
    return new AccessRule(
        name,
        new Scope.Packets(hooks, new TreeSet<>(in), to, Ports.of(port), Rule.Running.KEEP),
        peers,
        Optional.of(Refusal.DROP),
        Optional.empty(),
        Optional.empty());
  }

  private static AccessRule to(AccessRule rule, String... servers) {
    return rule(
        rule.name(),
        rule.packets().hooks(),
        rule.packets().interfaces(),
        Optional.of(ToyWorld.set(servers)),
        rule.packets().ports().first(),
        rule.peers());
  }

  private static Plan plan(List<AccessRule> before, AccessRule... after) {
    return Plan.between(Observation.of(new Ruleset(before)), new Ruleset(List.of(after)));
  }

  private static MailRoute.Exchanger exchanger(String name, String... addresses) {
    return new MailRoute.Exchanger(
        name, false, Stream.of(addresses).map(ToyWorld::address).toList(), TTL, List.of());
  }

  private static MailRoute hosts(MailRoute.Exchanger... exchangers) {
    return new MailRoute.Hosts(List.of(exchangers));
  }

  private static List<Objection> objections(Plan plan, MailRoute route) {
    return objections(plan, route, AddressSet.none());
  }

  private static List<Objection> objections(Plan plan, MailRoute route, AddressSet host) {
    return new Protection(SPEC, plan, host)
        .judge(Map.of(DOMAIN, route), List.of(), NOW)
        .objections();
  }

  private static List<Objection> first(MailRoute route) {
    return objections(plan(List.of(), DROP), route);
  }

  private static Objection past(String exchanger, String address, Objection.Whose whose) {
    return new Objection.PastTheFilter(
        DOMAIN, exchanger, ToyWorld.address(address), whose, Optional.empty());
  }

  private static Objection others(String exchanger, String address) {
    return past(exchanger, address, Objection.Whose.OTHERS);
  }

  @Test
  void whatTheRuleAcceptsIsTheFilter() {
    assertEquals(List.of(), first(hosts(exchanger("mx.example", "192.0.2.1", "192.0.2.9"))));
  }

  @Test
  void whatThePolicyNamesIsTheFilterWhateverItsAddress() {
    assertEquals(
        List.of(),
        first(
            hosts(
                exchanger("filter.example", "203.0.113.1"),
                exchanger("mx1.eu.filter.example", "203.0.113.2"))));
  }

  @Test
  void anyOtherExchangerPointsPastIt() {
    assertEquals(
        List.of(others("nofilter.example", "203.0.113.1")),
        first(
            hosts(
                exchanger("mx.example", "192.0.2.1"),
                exchanger("nofilter.example", "203.0.113.1"))));
  }

  @Test
  void allAddressesMustBeTheFilters() {
    assertEquals(
        List.of(others("mx.example", "203.0.113.1"), others("mx.example", "2001:db8::1")),
        first(hosts(exchanger("mx.example", "192.0.2.1", "203.0.113.1", "2001:db8::1"))));
  }

  @Test
  void theServerBehindTheRuleIsNeverTheFilter() {
    AccessRule gateway = to(DROP, "192.0.2.77", "198.51.100.10");
    assertEquals(
        List.of(
            past("mx.filter.example", "198.51.100.10", Objection.Whose.OURS),
            past("mail.example.com", "192.0.2.77", Objection.Whose.OURS)),
        objections(
            plan(List.of(), gateway),
            hosts(
                exchanger("mx.filter.example", "198.51.100.10"),
                exchanger("mail.example.com", "192.0.2.77"))));
  }

  @Test
  void thisHostIsNeverTheFilterEvenInASetOfOwnNetworks() {
    AddressSet host = ToyWorld.set("192.0.2.77", "127.0.0.1");
    MailRoute route = hosts(exchanger("mail.example.com", "192.0.2.77"));
    assertEquals(
        List.of(past("mail.example.com", "192.0.2.77", Objection.Whose.OURS)),
        objections(plan(List.of(), DROP), route, host));
    assertEquals(
        List.of(),
        objections(plan(List.of(), to(DROP, "198.51.100.10")), route, host),
        "the rule says which servers it is for");
  }

  @Test
  void aNullMxIsFine() {
    assertEquals(List.of(), first(new MailRoute.Nowhere()));
  }

  @Test
  void noInformationIsAnObjection() {
    assertEquals(
        List.of(new Objection.Untold(DOMAIN, "example.com MX: no server answered")),
        first(
            new MailRoute.NoInformation(
                Answer.Cause.TIMEOUT, "example.com MX: no server answered")));
  }

  @Test
  void anUnknownHalfIsAnObjectionUnlessTheNameSuffices() {
    MailRoute.Exchanger half =
        new MailRoute.Exchanger(
            "mx.example", false, List.of(ToyWorld.address("192.0.2.1")), TTL, List.of("AAAA: no"));
    MailRoute.Exchanger named =
        new MailRoute.Exchanger("mx.filter.example", false, List.of(), TTL, List.of("A: no"));
    assertEquals(List.of(new Objection.Untold(DOMAIN, "AAAA: no")), first(hosts(half)));
    assertEquals(List.of(), first(hosts(named)));
  }

  @Test
  void aDomainWithoutMailIsNotWhatWasMeant() {
    assertEquals(List.of(new Objection.NoMail(DOMAIN)), first(hosts(exchanger(DOMAIN))));
    assertEquals(List.of(), first(hosts(exchanger("a.example"), exchanger("b.filter.example"))));
    assertEquals(
        List.of(), first(hosts(exchanger("gone.example"), exchanger("mx.example", "192.0.2.1"))));
  }

  private static boolean asks(List<AccessRule> before, AccessRule... after) {
    MailRoute route = hosts(exchanger("mail.example.com", "203.0.113.1"));
    return !objections(plan(before, after), route).isEmpty();
  }

  @Test
  void onlyTheFirstRefusalIsAsked() {
    assertTrue(asks(List.of(), DROP), "absent before");
    assertTrue(asks(List.of(OBSERVE), DROP), "observed before");
    assertTrue(asks(List.of(OBSERVE), OBSERVE.withOtherwise(Refusal.REJECT)));
    assertFalse(asks(List.of(), OBSERVE));
    assertFalse(asks(List.of(DROP), DROP.withOtherwise(Refusal.REJECT)), "refused before");
    assertFalse(asks(List.of(DROP), ToyWorld.rule("smtp", "192.0.2.0/25")));
    assertFalse(asks(List.of(DROP), ToyWorld.rule("renamed", "192.0.2.0/24")));
    assertFalse(asks(List.of(DROP), OBSERVE));
    assertFalse(asks(List.of(DROP)), "removed");
  }

  @Test
  void aRuleThatCoversMoreThanBeforeRefusesAnew() {
    AccessRule narrow = to(DROP, "198.51.100.10");
    AccessRule more = to(DROP, "198.51.100.10", "198.51.100.11");
    assertTrue(asks(List.of(narrow), DROP));
    assertTrue(asks(List.of(narrow), more));
    assertFalse(asks(List.of(more), narrow));
    assertFalse(asks(List.of(DROP), narrow));
    AccessRule eth0 = in(DROP, "eth0");
    assertTrue(asks(List.of(eth0), DROP));
    assertTrue(asks(List.of(eth0), in(DROP, "eth0", "eth1")));
    assertFalse(asks(List.of(in(DROP, "eth0", "eth1")), eth0));
    assertFalse(asks(List.of(DROP), eth0));
    assertTrue(asks(List.of(DROP), on(DROP, Hook.INPUT, Hook.FORWARD)));
    assertTrue(asks(List.of(on(DROP, Hook.OUTPUT)), DROP));
  }

  private static AccessRule in(AccessRule rule, String... interfaces) {
    return rule(
        rule.name(),
        rule.packets().hooks(),
        Set.of(interfaces),
        rule.packets().servers(),
        rule.packets().ports().first(),
        rule.peers());
  }

  private static AccessRule on(AccessRule rule, Hook... hooks) {
    return rule(
        rule.name(),
        Set.of(hooks),
        rule.packets().interfaces(),
        rule.packets().servers(),
        rule.packets().ports().first(),
        rule.peers());
  }

  private static AccessRule at(AccessRule rule, int port) {
    return rule(
        rule.name(),
        rule.packets().hooks(),
        rule.packets().interfaces(),
        rule.packets().servers(),
        port,
        rule.peers());
  }

  @Test
  void onlyPort25IsDialledByThoseWhoFollowMx() {
    assertFalse(asks(List.of(), at(DROP, 587)));
    assertFalse(asks(List.of(), at(DROP, 2525)));
    assertFalse(asks(List.of(), on(DROP, Hook.OUTPUT)));
    assertTrue(asks(List.of(), on(DROP, Hook.FORWARD)));
  }

  @Test
  void whomAnyRuleForMailAcceptsIsTheFilter() {
    AccessRule other =
        rule(
            "other",
            Set.of(Hook.FORWARD),
            Set.of(),
            Optional.of(ToyWorld.set("198.51.100.11")),
            25,
            new Peers.Only(ToyWorld.set("203.0.113.1")));
    MailRoute route = hosts(exchanger("mail.example.com", "203.0.113.1"));
    assertEquals(List.of(), objections(plan(List.of(), DROP, other), route));
    assertEquals(1, objections(plan(List.of(), DROP, at(other, 2525)), route).size());
  }

  @Test
  void nothingMattersWithoutDomainsOrRules() {
    Plan first = plan(List.of(), DROP);
    assertFalse(new Protection(ProtectSpec.NONE, first, AddressSet.none()).matters());
    assertTrue(new Protection(SPEC, first, AddressSet.none()).matters());
    assertTrue(new Protection(SPEC, plan(List.of(OBSERVE), OBSERVE), AddressSet.none()).matters());
    assertFalse(new Protection(SPEC, plan(List.of(DROP), DROP), AddressSet.none()).matters());
  }

  private static PastFilter seen(String exchanger, String address, Instant at, Duration ttl) {
    return new PastFilter(DOMAIN, exchanger, ToyWorld.address(address), at, ttl);
  }

  private static Protection.Findings after(PastFilter... before) {
    return new Protection(SPEC, plan(List.of(OBSERVE), DROP), AddressSet.none())
        .judge(
            Map.of(DOMAIN, hosts(exchanger("mx.filter.example", "203.0.113.9"))),
            List.of(before),
            NOW);
  }

  @Test
  void whatWasSeenIsInTheReachOfCachesForItsTtl() {
    PastFilter near = seen("mail.example.com", "203.0.113.1", NOW.minusSeconds(3599), TTL);
    Protection.Findings findings = after(near);
    assertEquals(
        List.of(
            new Objection.PastTheFilter(
                DOMAIN,
                "mail.example.com",
                ToyWorld.address("203.0.113.1"),
                Objection.Whose.OTHERS,
                Optional.of(NOW.plusSeconds(1)))),
        findings.objections());
    assertEquals(List.of(near), findings.remembered());
  }

  @Test
  void afterItsTtlItIsForgotten() {
    PastFilter gone = seen("mail.example.com", "203.0.113.1", NOW.minusSeconds(3600), TTL);
    assertEquals(new Protection.Findings(List.of(), List.of()), after(gone));
  }

  @Test
  void whatIsTheFiltersByNowIsNoObjection() {
    assertEquals(
        List.of(),
        after(
                seen("mail.example.com", "192.0.2.1", NOW, TTL),
                seen("mx.filter.example", "203.0.113.7", NOW, TTL))
            .objections());
  }

  @Test
  void domainsThatAreNoLongerProtectedAreNoObjection() {
    PastFilter other =
        new PastFilter("other.example", "mx", ToyWorld.address("203.0.113.1"), NOW, TTL);
    assertEquals(new Protection.Findings(List.of(), List.of(other)), after(other));
  }

  @Test
  void observingRemembersAndDoesNotObject() {
    Protection protection =
        new Protection(SPEC, plan(List.of(OBSERVE), OBSERVE), AddressSet.none());
    assertEquals(
        new Protection.Findings(
            List.of(), List.of(seen("mail.example.com", "203.0.113.1", NOW, TTL))),
        protection.judge(
            Map.of(DOMAIN, hosts(exchanger("mail.example.com", "203.0.113.1"))), List.of(), NOW));
  }

  private static PastFilter again(Duration earlier, Duration reach) {
    MailRoute route =
        hosts(
            new MailRoute.Exchanger(
                "mail.example.com",
                false,
                List.of(ToyWorld.address("203.0.113.1")),
                reach,
                List.of()));
    Protection.Findings findings =
        new Protection(SPEC, plan(List.of(), DROP), AddressSet.none())
            .judge(
                Map.of(DOMAIN, route),
                List.of(seen("mail.example.com", "203.0.113.1", NOW.minusSeconds(60), earlier)),
                NOW);
    assertEquals(List.of(others("mail.example.com", "203.0.113.1")), findings.objections());
    assertEquals(1, findings.remembered().size());
    return findings.remembered().getFirst();
  }

  @Test
  void theLongestTtlEverSeenCounts() {
    Duration counted = Duration.ofMinutes(59);
    assertEquals(seen("mail.example.com", "203.0.113.1", NOW, TTL), again(TTL, counted));
    assertEquals(seen("mail.example.com", "203.0.113.1", NOW, TTL), again(counted, TTL));
  }

  @Test
  void noCacheKeepsAnAnswerLongerThanAWeek() {
    assertEquals(Duration.ofDays(7), again(TTL, Duration.ofDays(24_855)).ttl());
  }

  @Test
  void theMemoryIsBounded() {
    PastFilter[] many =
        IntStream.range(0, 2_000)
            .mapToObj(i -> seen("h%d.example".formatted(i), "203.0.113.1", NOW, TTL))
            .toArray(PastFilter[]::new);
    assertEquals(1_000, after(many).remembered().size());
  }
}
