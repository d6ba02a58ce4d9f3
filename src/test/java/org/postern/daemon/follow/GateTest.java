package org.postern.daemon.follow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.postern.address.Address;
import org.postern.diagnostic.Report;
import org.postern.policy.Policy;
import org.postern.policy.parse.PolicyParser;
import org.postern.policy.parse.text.Loader;
import org.postern.source.NameLookup;
import org.postern.source.NameProof;
import org.postern.source.NameProofs;

/** Who knocks, is looked up, and is learned or not. */
class GateTest {
  private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");
  private static final Address NODE = address("192.0.2.1");
  private static final Address STRANGER = address("192.0.2.2");
  private static final Address RIDDLE = address("192.0.2.3");
  private static final Address SIX = address("2001:db8::1");

  private final NameProofs proofs = new NameProofs();
  private final BlockingQueue<String> learned = new LinkedBlockingQueue<>();
  private final Map<Address, Integer> asked = new ConcurrentHashMap<>();
  private final Gate gate = new Gate(_ -> this::names, proofs, learned::add, System::nanoTime);

  private static Address address(String text) {
    return Address.ofBytes(InetAddress.ofLiteral(text).getAddress());
  }

  private Map<Address, NameLookup.Told> names(String domain, Collection<Address> addresses) {
    Map<Address, NameLookup.Told> told = new HashMap<>();
    for (Address one : addresses) {
      asked.merge(one, 1, Integer::sum);
      if (one.equals(NODE)) {
        NameProof proof = new NameProof(one, "mx." + domain, NOW, Duration.ofSeconds(5));
        told.put(one, new NameLookup.Proven(proof));
      } else if (one.equals(STRANGER)) {
        told.put(one, new NameLookup.Refuted(Duration.ZERO));
      } else if (one.equals(RIDDLE)) {
        throw new IllegalStateException("a bug");
      }
    }
    return told;
  }

  private static Policy policy(String sources) {
    return new PolicyParser(Set.of("nftables"))
        .parse(
            "policy.yaml",
            """
            sets: {named: {sources: [%s]}}
            rules: [{name: smtp, port: tcp/25, accept: [named], otherwise: drop}]
            """
                .formatted(sources),
            (file, path) -> new Loader.Loaded.Missing("none"),
            new Report())
        .orElseThrow();
  }

  private void settle(int lookups) throws InterruptedException {
    for (int tries = 0; tries < 1_000; tries++) {
      LearningTally tally = gate.tally();
      if (tally.flying() == 0 && tally.learned() + tally.refused() + tally.unsure() == lookups) {
        return;
      }
      Thread.sleep(5);
    }
    throw new AssertionError("look-ups do not end: " + gate.tally());
  }

  @Test
  void aPeerWithTheNameIsProvenForNoLessThanTheFloorAndItsSourceIsAsked()
      throws InterruptedException {
    gate.follow(policy("{ptr: filter.example, family: ip}"));
    gate.met(List.of(NODE));
    assertEquals("ptr filter.example", learned.poll(10, TimeUnit.SECONDS));
    NameProof proof = proofs.of("filter.example", NOW).getFirst();
    assertEquals("mx.filter.example", proof.name());
    assertEquals(Duration.ofSeconds(60), proof.ttl());
    gate.met(List.of(NODE));
    assertEquals(Map.of(NODE, 1), asked, "it is on its way to the packet filter");
  }

  @Test
  void othersAreLookedUpOnceAndNotLearned() throws InterruptedException {
    gate.follow(policy("{ptr: filter.example, family: ip}"));
    gate.met(List.of(STRANGER, RIDDLE, SIX));
    settle(2);
    gate.met(List.of(STRANGER, RIDDLE, SIX));
    assertEquals(Map.of(STRANGER, 1, RIDDLE, 1), asked);
    assertTrue(learned.isEmpty());
    LearningTally tally = gate.tally();
    assertEquals(List.of(6L, 0L, 1L, 1L, 2L), counts(tally));
    assertEquals(2, tally.kept());
  }

  private static List<Long> counts(LearningTally tally) {
    return List.of(
        tally.knocked(), tally.learned(), tally.refused(), tally.unsure(), tally.remembered());
  }

  @Test
  void whereNothingLearnsNoPeerIsLookedUp() {
    assertFalse(gate.isOpen());
    gate.follow(policy("192.0.2.9"));
    assertFalse(gate.isOpen());
    gate.met(List.of(NODE));
    gate.follow(policy("ptr: filter.example"));
    assertTrue(gate.isOpen());
    gate.stop();
    gate.met(List.of(NODE));
    assertEquals(Map.of(), asked);
  }
}
