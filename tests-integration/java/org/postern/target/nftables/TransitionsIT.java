package org.postern.target.nftables;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.StringJoiner;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.Sizes;
import org.postern.address.Address;
import org.postern.plan.Observation;
import org.postern.plan.Ruleset;

/** From any ruleset to any other: what is there afterwards does not tell where it came from. */
@ParameterizedClass
@MethodSource("org.postern.target.nftables.Filter#withLegacy")
class TransitionsIT {
  private static final int RULESETS = Sizes.pick(10, 400);

  /** Each of these starts three dozen processes. */
  private static final int TOOL_RULESETS = Sizes.pick(4, 200);

  private final World world = new World();
  private final Filter filter;
  private final Host host;

  TransitionsIT(Filter filter) {
    this.filter = filter;
    this.host = world.host("server", filter);
  }

  @AfterEach
  void endOfTheWorld() {
    world.close();
  }

  @Test
  void aHostHoldsTheLastRulesetAsIfItWereTheFirst() {
    RandomRulesets random = new RandomRulesets(7);
    List<Ruleset> rulesets = new ArrayList<>();
    int many = filter == Filter.NFTABLES ? RULESETS : TOOL_RULESETS;
    for (int i = 0; i < many; i++) {
      rulesets.add(random.next());
    }
    Collections.shuffle(rulesets, new Random(8));
    Host fresh = world.host("fresh", filter);
    for (Ruleset ruleset : rulesets) {
      host.bring(ruleset);
      fresh.bring(Ruleset.empty());
      fresh.bring(ruleset);
      Listing.assertSameButLengths(fresh, host, 4 * ruleset.rules().size());
    }
    host.bring(Ruleset.empty());
    Listing.assertNothing(host);
  }

  @Test
  void countersGoOnWhileTheirRuleStays() {
    Wire wire = world.wire(world.host("client"), "eth0", host, "eth0");
    host.ip("address add 198.51.100.10/24 dev eth0");
    host.bring(smtp("[192.0.2.1]", ""));
    send(wire, "192.0.2.1", 3);
    send(wire, "192.0.2.2", 5);
    Watch.await(() -> counters().equals(new Observation.Counters(3, 5)), "not counted");

    host.bring(smtp("[192.0.2.1, 192.0.2.128/25]", ", running: cut, log: {rate: 1/h}"));

    assertEquals(new Observation.Counters(3, 5), counters());
    host.bring(Ruleset.empty());
    host.bring(smtp("[192.0.2.1]", ""));
    assertEquals(new Observation.Counters(0, 0), counters());
  }

  @Test
  void oldAndNewPeersTogetherAreMoreThanTheirSetHolds() {
    host.bring(singles(0, 200));
    host.bring(singles(0, 900));
    host.bring(singles(900, 1_150));
    host.bring(singles(0, 5_000));
    host.bring(singles(5_000, 5_002));
  }

  /** Every other address, so that each is a prefix of its own. */
  private static Ruleset singles(int from, int to) {
    StringJoiner addresses = new StringJoiner(", ", "[", "]");
    for (int i = from; i < to; i++) {
      addresses.add("10.0.%d.%d".formatted(i >> 7, (i & 127) << 1));
    }
    return smtp(addresses.toString(), "");
  }

  private static Ruleset smtp(String sources, String more) {
    return Rulesets.of(
        """
        sets: {s: {sources: %s}}
        rules: [{name: smtp, hook: input, port: tcp/25, accept: [s], otherwise: drop%s}]
        """
            .formatted(sources, more));
  }

  private static void send(Wire wire, String from, int times) {
    Address server = Rulesets.address("198.51.100.10");
    for (int i = 0; i < times; i++) {
      wire.send(new Segment(Rulesets.address(from), 30_000 + i, server, 25, Segment.SYN));
    }
  }

  private Observation.Counters counters() {
    return Objects.requireNonNull(host.observe().counters().get("smtp"));
  }
}
