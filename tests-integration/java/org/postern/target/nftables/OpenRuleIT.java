package org.postern.target.nftables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.address.Address;
import org.postern.plan.Change;
import org.postern.plan.FilterRule;
import org.postern.plan.Observation;
import org.postern.plan.Plan;
import org.postern.plan.Ruleset;
import org.postern.policy.Verdict;
import org.postern.target.Applied;
import org.postern.target.Artifact;

/** A rule that is open for a while is closed by the kernel, with no process of ours. */
class OpenRuleIT {
  private static final String POLICY =
      """
      sets: {s: {sources: [192.0.2.0/24, "2001:db8:1::/48"]}}
      rules: [{name: smtp, hook: input, port: tcp/25, accept: [s], otherwise: drop}]
      """;

  private static final List<String> ACCEPTED = List.of("192.0.2.1", "2001:db8:1::1");
  private static final List<String> STRANGERS = List.of("203.0.113.9", "2001:db8:9::9");
  private static final Instant LONG_AGO = Instant.parse("2001-09-09T01:46:40Z");

  private final World world = new World();
  private final Host server = world.host("server");
  private final Wire wire = world.wire(world.host("client"), "eth0", server, "eth0");
  private final Ruleset closed = Rulesets.of(POLICY);
  private int port = 10_000;

  @BeforeEach
  void giveAddresses() {
    server.ip("address add 198.51.100.10/24 dev eth0");
    server.ip("address add 2001:db8:ff::10/64 dev eth0 nodad");
    server.ip("route add default dev eth0");
    server.ip("-6 route add default dev eth0");
  }

  @AfterEach
  void endOfTheWorld() {
    world.close();
  }

  private static Ruleset open(Ruleset ruleset, Instant until) {
    FilterRule rule = ruleset.rules().getFirst();
    return new Ruleset(List.of(rule.withOpenUntil(Optional.of(until))));
  }

  /** Sends one opening of each; returns their source ports. */
  private Set<Integer> send(List<String> peers) {
    Set<Integer> ports = new HashSet<>();
    for (String peer : peers) {
      port++;
      ports.add(port);
      boolean four = peer.contains(".");
      Address to = Rulesets.address(four ? "198.51.100.10" : "2001:db8:ff::10");
      wire.send(new Segment(Rulesets.address(peer), port, to, 25, Segment.SYN));
    }
    return ports;
  }

  private Observation.Counters counters() {
    return Objects.requireNonNull(server.observe().counters().get("smtp"));
  }

  private long generation() {
    return server.connected(NftablesConnection::generation);
  }

  @ParameterizedTest
  @EnumSource(names = {"DROP", "REJECT"})
  void theKernelClosesIt(Verdict otherwise) throws InterruptedException {
    Ruleset refusing = new Ruleset(List.of(closed.rules().getFirst().withOtherwise(otherwise)));
    server.bring(refusing);
    Watch watch = Watch.of(server);
    Set<Integer> refused = send(STRANGERS);
    Watch.await(() -> counters().refused() == refused.size(), "not counted");
    Instant closing = Instant.now().truncatedTo(ChronoUnit.SECONDS).plusSeconds(4);
    server.bring(open(refusing, closing));
    assertEquals(refused.size(), counters().refused(), "counters go on");
    long generation = generation();

    Set<Integer> whileOpen = send(STRANGERS);
    whileOpen.addAll(send(ACCEPTED));
    Watch.await(() -> watch.passed().containsAll(whileOpen), "somebody was refused while open");
    assertTrue(Instant.now().isBefore(closing), "this machine is too slow for four seconds");
    Thread.sleep(Duration.between(Instant.now(), closing).plusMillis(50));
    Set<Integer> afterwards = send(STRANGERS);
    Set<Integer> accepted = send(ACCEPTED);

    Watch.await(() -> watch.arrived().containsAll(afterwards), "segments were lost");
    Watch.await(() -> watch.passed().containsAll(accepted), "accepted peers were refused");
    Watch.await(() -> counters().refused() == 3L * STRANGERS.size(), "strangers are not counted");
    assertEquals(2L * ACCEPTED.size(), counters().accepted());
    for (int one : afterwards) {
      assertFalse(watch.passed().contains(one), "a stranger passed after it was closed");
    }
    assertEquals(generation, generation(), "nobody has changed anything");
    assertEquals(otherwise == Verdict.REJECT, watch.reset().containsAll(afterwards));
    assertEquals(STRANGERS.size(), server.run(new NftablesTarget()::seen).size());
  }

  /** One transaction, and of the judging chain alone. */
  @Test
  void openingAndClosingTouchesOneChain() {
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
          .forEach(line -> assertTrue(line.contains("inet postern smtp_from"), line));
      assertInstanceOf(Applied.Done.class, server.apply(artifact));
      server.holds(wanted);
    }
    Host fresh = world.host("fresh");
    fresh.bring(closed);
    Listing.assertSame(fresh, server);
  }

  /** Where no moment is open, strangers never pass; where all are, everybody always does. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void nobodyIsJudgedWrongMeanwhile(boolean open) throws InterruptedException {
    Instant base = open ? Instant.now().truncatedTo(ChronoUnit.SECONDS).plusSeconds(900) : LONG_AGO;
    server.bring(open ? open(closed, base) : closed);
    Watch watch = Watch.of(server);
    Set<Integer> accepted = new HashSet<>();
    Set<Integer> strangers = new HashSet<>();
    AtomicBoolean done = new AtomicBoolean();
    Thread sender =
        Thread.ofPlatform()
            .start(
                () -> {
                  while (!done.get() && port < 60_000) {
                    accepted.addAll(send(ACCEPTED));
                    strangers.addAll(send(STRANGERS));
                  }
                });
    for (int i = 1; i <= 30; i++) {
      server.bring(open || i % 2 == 1 ? open(closed, base.plusSeconds(i)) : closed);
    }
    done.set(true);
    sender.join();
    Set<Integer> all = new HashSet<>(accepted);
    all.addAll(strangers);
    Watch.await(() -> watch.arrived().containsAll(all), "segments were lost");
    Watch.await(() -> watch.passed().containsAll(accepted), "accepted peers were refused");
    Watch.await(
        () -> counters().equals(new Observation.Counters(accepted.size(), strangers.size())),
        "not counted once each");
    strangers.retainAll(watch.passed());
    assertEquals(open, strangers.size() == accepted.size(), () -> strangers + " passed");
    assertEquals(open, !strangers.isEmpty(), () -> strangers + " passed");
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
    String refusal =
        server
            .nft("-a list chain inet postern smtp_from")
            .lines()
            .filter(line -> line.contains(" drop # handle "))
            .map(line -> line.substring(line.lastIndexOf(' ') + 1))
            .findFirst()
            .orElseThrow();
    server.load(
        "insert rule inet postern smtp_from position %s meta time < 2000000000".formatted(refusal)
            + " counter name smtp_refused return");
    Plan plan = server.planTo(closed);
    Change.RuleChanged changed =
        assertInstanceOf(Change.RuleChanged.class, plan.changes().getFirst());
    assertEquals(List.of("open: until 2033-05-18T03:33:20Z -> no"), changed.what());
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
}
