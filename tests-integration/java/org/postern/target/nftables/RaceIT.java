package org.postern.target.nftables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.Sizes;
import org.postern.address.AddressSet;
import org.postern.pipeline.Assembly;
import org.postern.pipeline.Outcome;
import org.postern.pipeline.Pipeline;
import org.postern.pipeline.Request;
import org.postern.target.nftables.layout.Names;
import org.postern.target.nftables.netlink.NftablesException;
import org.postern.target.nftables.netlink.TableFamily;
import org.postern.target.nftables.wire.RulesetReader;
import org.postern.target.nftables.wire.Sets;

/** Changes of ours and of a user who changes his tables and ours, all at the same time. */
class RaceIT {
  private static final int CHANGES = Sizes.pick(80, 200);
  private static final AddressSet STRANGER = Rulesets.addresses("203.0.113.99");

  private final World world = new World();
  private final Host host = world.host("server");
  private final AtomicBoolean over = new AtomicBoolean();
  private final AtomicInteger written = new AtomicInteger();

  @TempDir private Path folder;

  @AfterEach
  void endOfTheWorld() {
    world.close();
  }

  /** How a change ended. */
  private enum End {
    PROVEN,
    UNCHANGED,
    NOT_PROVEN
  }

  @Test
  void nothingIsMixedAndNothingOfOthersIsLost() throws Exception {
    host.load("add table inet other\nadd chain inet other c");
    MovingPeers moving = new MovingPeers(9, 30);
    Pipeline pipeline = host.run(() -> Assembly.pipeline(folder.resolve("state")));
    AddressSet before = moving.next();
    assertEquals(End.PROVEN, apply(pipeline, before));
    Map<End, Integer> ends = new EnumMap<>(End.class);
    Thread writer = Thread.ofPlatform().start(this::write);
    try {
      for (int change = 0; change < CHANGES; change++) {
        AddressSet next = moving.next();
        End end = apply(pipeline, next);
        ends.merge(end, 1, Integer::sum);
        before = holdsBetween(before, next, end);
      }
    } finally {
      over.set(true);
      writer.join();
    }
    AddressSet last = moving.next();
    assertEquals(End.PROVEN, apply(pipeline, last));
    host.holds(Rulesets.accepting(last));
    String rules = host.nft("list chain inet other c");
    assertEquals(
        written.get(), rules.lines().filter(line -> line.contains("tcp dport")).count(), rules);
    System.out.println("race: changes=" + CHANGES + " " + ends + " of_others=" + written);
    assertTrue(ends.getOrDefault(End.PROVEN, 0) > CHANGES / 4, ends::toString);
    assertTrue(written.get() > 10, "no other process wrote");
  }

  /** What is held is the old or the new or between, but for what the stranger let in. */
  private AddressSet holdsBetween(AddressSet before, AddressSet next, End end) {
    AddressSet held = host.accepted("smtp").subtract(STRANGER);
    switch (end) {
      case PROVEN -> assertEquals(next.subtract(STRANGER), held);
      case UNCHANGED -> assertEquals(before.subtract(STRANGER), held);
      case NOT_PROVEN -> {
        assertTrue(held.containsAll(before.intersect(next)), "a peer that is kept is refused");
        assertTrue(before.union(next).containsAll(held), "a stranger is accepted");
      }
    }
    return held;
  }

  private End apply(Pipeline pipeline, AddressSet peers) throws IOException {
    Path file = Files.writeString(folder.resolve("policy.yaml"), CrashIT.policy(peers));
    Outcome outcome = host.run(() -> pipeline.apply(Request.of(file)).getFirst());
    if (outcome instanceof Outcome.Proven) {
      return End.PROVEN;
    }
    if (outcome instanceof Outcome.Unchanged) {
      return End.UNCHANGED;
    }
    assertInstanceOf(Outcome.NotProven.class, outcome);
    return End.NOT_PROVEN;
  }

  /** Now a rule of his own, now an element of ours. */
  private void write() {
    try (NetnsThread other = new NetnsThread(host.name())) {
      for (int i = 1; !over.get(); i++) {
        other.nft("add rule inet other c tcp dport " + i + " drop", "-f", "-");
        written.incrementAndGet();
        String set = host.connected(connection -> anySet(connection.reader()));
        other.tryNft("add element inet postern " + set + " { 203.0.113.99 }", "-f", "-");
      }
    }
  }

  private static String anySet(RulesetReader reader) throws NftablesException {
    return reader.sets(TableFamily.INET, Names.TABLE).stream()
        .map(Sets.SetInfo::name)
        .filter(name -> name.startsWith("smtp_ip_32_"))
        .findFirst()
        .orElse("none");
  }
}
