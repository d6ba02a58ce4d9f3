package org.postern.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.plan.ToyWorld;

/** Whatever was applied before: what is held is what the last policy alone would have made. */
class ShuffledPoliciesTest {
  @TempDir private Path folder;

  static LongStream seeds() {
    return ToyWorld.seeds().limit(ToyWorld.seeds().count() / 10);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void theWayDoesNotMatter(long seed) throws IOException {
    Random random = new Random(seed);
    Lab lab = new Lab(Files.createDirectory(folder.resolve("long" + seed)));
    for (int step = 0; step < 12; step++) {
      String policy = policy(random);
      List<Outcome> outcomes = lab.policy(policy).pipeline().apply(Request.of(lab.file()));
      assertInstanceOf(Outcome.Proven.class, outcomes.getFirst(), policy);
      Path alone = Files.createDirectory(folder.resolve("alone" + seed + "-" + step));
      Lab fresh = new Lab(alone).policy(policy);
      fresh.pipeline().apply(Request.of(fresh.file()));
      assertEquals(fresh.system().lines(), lab.system().lines(), policy);
    }
  }

  /** Sets of literals, so that nothing fades; guards that allow every change. */
  private static String policy(Random random) {
    StringBuilder text = new StringBuilder("sets:\n");
    for (String set : List.of("a", "b")) {
      text.append("  ").append(set).append(": {guard: {shrink: 100%, grow: 1000%}, sources: [");
      text.append("192.0.2.").append(random.nextInt(4)).append(", ");
      text.append("\"2001:db8:").append(random.nextInt(4)).append("::/48\"]}\n");
    }
    text.append("rules:\n");
    List<String> rules = new ArrayList<>();
    rules.add("port: tcp/25, accept: [a], otherwise: drop");
    rules.add("port: tcp/587, accept: [a, b], otherwise: observe");
    rules.add("port: tcp/465, accept: none, otherwise: reject, in: [eth" + random.nextInt(2) + "]");
    rules.add("port: tcp/53, accept: any, hook: output");
    rules.add("port: tcp/26, accept: [b], otherwise: drop, never: [192.0.2.0]");
    for (int i = 0; i < rules.size(); i++) {
      if (i == 0 || random.nextBoolean()) {
        text.append("  - {name: r").append(i).append(", ").append(rules.get(i)).append("}\n");
      }
    }
    return text.toString();
  }
}
