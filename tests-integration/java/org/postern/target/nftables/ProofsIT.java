package org.postern.target.nftables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.address.AddressSet;
import org.postern.address.Family;
import org.postern.pipeline.Outcome;
import org.postern.pipeline.Pipeline;
import org.postern.pipeline.Request;
import org.postern.pipeline.UnreliableTarget;
import org.postern.plan.Proof;

/** The record of a proof spares the reading of a large set, and never says more than was seen. */
class ProofsIT {
  private static final int MANY = 25_000;
  private static final String POLICY =
      """
      sets:
        s:
          keep: {removed: 0s}
          sources: [{file: list}]
      rules: [{name: smtp, hook: input, port: tcp/25, accept: [s], otherwise: drop}]
      """;

  private final World world = new World();
  private final Host host = world.host("server");
  private final UnreliableTarget target = new UnreliableTarget(new NftablesTarget());

  @TempDir private Path folder;

  @AfterEach
  void endOfTheWorld() {
    world.close();
  }

  /** Every other address of 10.0.0.0/8, from one number to before another. */
  private void list(int from, int to) throws IOException {
    List<String> lines =
        IntStream.range(from, to)
            .mapToObj(i -> "10.%d.%d.%d".formatted(i >> 15, (i >> 7) & 255, (i & 127) << 1))
            .toList();
    Files.write(folder.resolve("list"), lines);
  }

  private static AddressSet listed(int from, int to) {
    AddressSet.Builder peers = AddressSet.builder();
    for (int i = from; i < to; i++) {
      peers.add(Family.IP, 0, 0x0a000000L + 2L * i, 32);
    }
    return peers.build();
  }

  private Outcome apply() {
    return host.run(() -> pipeline().apply(Request.of(folder.resolve("policy.yaml"))).getFirst());
  }

  private Pipeline pipeline() {
    return Host.pipeline(folder.resolve("state"), target);
  }

  private Path record() {
    return folder.resolve("state/proof-nftables");
  }

  @BeforeEach
  void load() throws IOException {
    Files.writeString(folder.resolve("policy.yaml"), POLICY);
    host.load("add table inet other\nadd chain inet other c");
    list(0, MANY);
    assertEquals(Proof.EXACT, proven(apply()));
    assertTrue(Files.exists(record()));
  }

  private static Proof proven(Outcome outcome) {
    return assertInstanceOf(Outcome.Proven.class, outcome, outcome::toString).proof();
  }

  @Test
  void whatHasNotMovedIsNotReadAndSmallChangesAreNeither() throws IOException {
    assertEquals(Proof.RECORDED, proven(apply()));
    list(3, MANY + 3);
    assertEquals(Proof.RECORDED, proven(apply()));
    host.holds(Rulesets.accepting(listed(3, MANY + 3)));
    assertEquals(Proof.RECORDED, proven(apply()));
  }

  /** One element for another: no handle and no count tells, so a command looks at all of them. */
  @Test
  void oneForAnotherIsSeenAndPutBack() throws IOException {
    host.load(
        """
        delete element inet postern smtp_ip_32_49152 { 10.0.0.2 }
        add element inet postern smtp_ip_32_49152 { 203.0.113.77 }
        """);
    assertFalse(assertInstanceOf(Outcome.Proven.class, apply()).plan().isEmpty());
    assertEquals(Proof.RECORDED, proven(apply()), "since all was looked at in this run");
    host.holds(Rulesets.accepting(listed(0, MANY)));
  }

  @Test
  void whoDiesWhileHeChangesLeavesNoRecord() throws IOException {
    target.thenApply(
        artifact -> {
          target.sound().apply(artifact);
          throw new IllegalStateException("the power is gone");
        });
    list(3, MANY + 3);
    assertThrows(AssertionError.class, this::apply);
    assertFalse(Files.exists(record()));
    list(0, MANY);
    assertEquals(Proof.RECORDED, proven(apply()), "since all was read in this run");
    host.holds(Rulesets.accepting(listed(0, MANY)));
  }
}
