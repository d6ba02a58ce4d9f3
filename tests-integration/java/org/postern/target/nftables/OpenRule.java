package org.postern.target.nftables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.address.Address;
import org.postern.plan.AccessRule;
import org.postern.plan.Observation;
import org.postern.plan.Ruleset;
import org.postern.policy.Refusal;

/** A rule that is open for a while is closed by the kernel, with no process of ours. */
abstract class OpenRule {
  private static final String POLICY =
      """
      sets: {s: {sources: [192.0.2.0/24, "2001:db8:1::/48"]}}
      rules: [{name: smtp, hook: input, port: tcp/25, accept: [s], otherwise: drop}]
      """;

  private static final List<String> ACCEPTED = List.of("192.0.2.1", "2001:db8:1::1");
  private static final List<String> STRANGERS = List.of("203.0.113.9", "2001:db8:9::9");
  static final Instant LONG_AGO = Instant.parse("2001-09-09T01:46:40Z");

  final World world = new World();
  final Host server;
  private final Wire wire;
  final Ruleset closed = Rulesets.of(POLICY);
  private int port = 10_000;

  OpenRule(Filter filter) {
    server = world.host("server", filter);
    wire = world.wire(world.host("client"), "eth0", server, "eth0");
  }

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

  static Ruleset open(Ruleset ruleset, Instant until) {
    AccessRule rule = ruleset.rules().getFirst();
    return new Ruleset(List.of(rule.withOpenUntil(Optional.of(until))));
  }

  /** Tools take longer for each. */
  private int changes() {
    return server.filter() == Filter.NFTABLES ? 30 : 8;
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

  /** Those of rules alone: sets learn peers meanwhile. */
  private static Map<String, Set<String>> rules(Map<String, Set<String>> listing) {
    Map<String, Set<String>> rules = new TreeMap<>(listing);
    rules.keySet().removeIf(block -> block.contains("_seen_") || block.contains("_call_"));
    return rules;
  }

  private Observation.Counters counters() {
    return Objects.requireNonNull(server.observe().counters().get("smtp"));
  }

  @ParameterizedTest
  @EnumSource(names = {"DROP", "REJECT"})
  void theKernelClosesIt(Refusal otherwise) throws InterruptedException {
    Ruleset refusing = new Ruleset(List.of(closed.rules().getFirst().withOtherwise(otherwise)));
    server.bring(refusing);
    Watch watch = Watch.of(server);
    Set<Integer> refused = send(STRANGERS);
    Watch.await(() -> counters().refused() == refused.size(), "not counted");
    Instant closing =
        Instant.now()
            .truncatedTo(ChronoUnit.SECONDS)
            .plusSeconds(server.filter() == Filter.NFTABLES ? 4 : 8);
    server.bring(open(refusing, closing));
    assertEquals(refused.size(), counters().refused(), "counters go on");
    Map<String, Set<String>> listing = Listing.of(server);

    Set<Integer> whileOpen = send(STRANGERS);
    whileOpen.addAll(send(ACCEPTED));
    Watch.await(() -> watch.passed().containsAll(whileOpen), "a peer was refused while open");
    assertTrue(Instant.now().isBefore(closing), "this machine is too slow for so few seconds");
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
    assertEquals(rules(listing), rules(Listing.of(server)), "nothing was changed");
    assertEquals(otherwise == Refusal.REJECT, watch.reset().containsAll(afterwards));
    assertEquals(STRANGERS.size(), server.refusedPeers().size());
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
    for (int i = 1; i <= changes(); i++) {
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
}
