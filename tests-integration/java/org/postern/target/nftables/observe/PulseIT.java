package org.postern.target.nftables.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.host.Progress;
import org.postern.plan.Ruleset;
import org.postern.target.nftables.Host;
import org.postern.target.nftables.NftablesTarget;
import org.postern.target.nftables.Rulesets;
import org.postern.target.nftables.World;

/** Whether anything has moved is told at no cost, for years. */
class PulseIT {
  private static final int CALLS = 10_000;

  /** Of processor time: four times a second, that is a thousandth of a core. */
  private static final long MOST_NANOS = 250_000;

  /** Four times a second, that is a megabyte in a quarter of a minute. */
  private static final long MOST_BYTES = 16_384;

  private static final Ruleset RULESET =
      Rulesets.of(
          """
          sets: {s: {sources: [192.0.2.0/24]}}
          rules: [{name: smtp, hook: input, port: tcp/25, accept: [s], otherwise: drop}]
          """);

  private final World world = new World();
  private final Host host = world.host("server");
  private final NftablesTarget target = new NftablesTarget();

  @AfterEach
  void endOfTheWorld() {
    world.close();
  }

  private String pulse(Host where) {
    return where.run(target::changeToken);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void tenThousandCallsLeaveNothingOpenAndCostLittle(boolean owned) {
    host.bring(RULESET);
    NftablesTarget asked = owned ? NftablesTarget.owning(Progress.SILENT) : target;
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    host.run(
        () -> {
          String first = asked.changeToken();
          for (int i = 0; i < CALLS; i++) {
            assertEquals(first, asked.changeToken());
          }
          Set<String> before = descriptors();
          long bytes = threads.getCurrentThreadAllocatedBytes();
          long begin = System.nanoTime();
          long busy = threads.getCurrentThreadCpuTime();
          for (int i = 0; i < CALLS; i++) {
            asked.changeToken();
          }
          long nanos = (threads.getCurrentThreadCpuTime() - busy) / CALLS;
          long passed = (System.nanoTime() - begin) / CALLS;
          long each = (threads.getCurrentThreadAllocatedBytes() - bytes) / CALLS;
          assertEquals(before, descriptors());
          System.out.printf(
              "pulse, owned %s: %d ns, of the processor %d ns, %d bytes a call%n",
              owned, passed, nanos, each);
          assertTrue(nanos < MOST_NANOS, nanos + " ns a call");
          assertTrue(each < MOST_BYTES, each + " bytes a call");
          return true;
        });
  }

  /** All that is open, each with what it is, but for the folder that is being listed. */
  private static Set<String> descriptors() throws IOException {
    Set<String> found = new HashSet<>();
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      for (Path one : open.toList()) {
        if (Files.isSymbolicLink(one)) {
          found.add(one.getFileName() + " " + Files.readSymbolicLink(one));
        }
      }
    }
    found.removeIf(one -> one.contains("/proc/"));
    return found;
  }

  @Test
  void itDiffersWheneverAnythingHasMovedAndOnlyThen() {
    Set<String> all = new HashSet<>();
    assertTrue(all.add(pulse(host)));
    host.bring(RULESET);
    assertTrue(all.add(pulse(host)));
    for (String change :
        List.of(
            "add element inet postern smtp_ip_24_1536 { 192.0.3.0 }",
            "insert rule inet postern input accept",
            "add table ip other",
            "flush ruleset")) {
      host.load(change);
      String after = pulse(host);
      assertTrue(all.add(after), change);
      host.nft("list ruleset");
      assertEquals(after, pulse(host));
    }
  }

  @Test
  void anotherNamespaceHasAnother() {
    Host twin = world.host("twin");
    assertNotEquals(pulse(host), pulse(twin));
    String before = pulse(twin);
    host.bring(RULESET);
    assertEquals(before, pulse(twin));
  }

  @Test
  void looksDoNotMoveItAndChangesOfOursDo() {
    host.bring(RULESET);
    String before = pulse(host);
    host.observe();
    assertEquals(before, pulse(host));
    host.bring(Ruleset.empty());
    assertNotEquals(before, pulse(host));
  }
}
