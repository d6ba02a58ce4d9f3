package org.postern.target.nftables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.Sizes;
import org.postern.address.AddressSet;
import org.postern.address.Prefix;
import org.postern.plan.Observation;
import org.postern.target.Applied;
import org.postern.target.Artifact;
import org.postern.target.nftables.wire.NftablesConnection;

/** An apply that ends before its end: no peer is refused that is kept, and the next one repairs. */
class CrashIT {
  private static final int PAIRS = 5;
  private static final int KILLS = Sizes.pick(6, 40);
  private static final int PREFIXES = Sizes.pick(2_000, 100_000);

  private static final String LISTED =
      """
      sets:
        s:
          guard: {shrink: 100%, grow: 1000%, at-most: 1000000}
          keep: {removed: 0s}
          sources: [{file: list}]
      rules: [{name: smtp, hook: input, port: tcp/25, accept: [s], otherwise: drop}]
      """;

  private final World world = new World();
  private final Host host = world.host("server");

  @TempDir private Path folder;

  @AfterEach
  void endOfTheWorld() {
    world.close();
  }

  /** Accepts them at port 25 and no others, and lets all changes through. */
  static String policy(AddressSet peers) {
    String sources =
        peers.prefixes().stream()
            .map(prefix -> "      - \"" + prefix.text() + "\"\n")
            .collect(Collectors.joining());
    return """
    sets:
      s:
        guard: {shrink: 100%, grow: 1000%}
        keep: {removed: 0s}
        sources:
    """
        + sources
        + "rules: [{name: smtp, hook: input, port: tcp/25, accept: [s], otherwise: drop}]\n";
  }

  @Test
  void afterEachStepOldAndNewAreAcceptedAndNobodyElse() {
    MovingPeers moving = new MovingPeers(3, 50);
    for (int pair = 0; pair < PAIRS; pair++) {
      AddressSet old = moving.next();
      AddressSet next = moving.next();
      int steps = 1;
      for (int of = 2; steps < of; steps++) {
        host.bring(Rulesets.accepting(old));
        Artifact whole = host.compile(host.planTo(Rulesets.accepting(next)));
        of = whole.steps().size();
        Artifact part =
            new Artifact(
                whole.precondition(),
                whole.notes(),
                whole.steps().subList(0, steps),
                Observation.nothing());
        assertInstanceOf(Applied.Done.class, host.apply(part));
        host.acceptsBetween(old, next);
        host.bring(Rulesets.accepting(next));
      }
      assertTrue(steps > 1, "adding and deleting are steps of their own");
    }
  }

  @Test
  void anApplyThatIsKilledLeavesNothingWrong() throws Exception {
    MovingPeers moving = new MovingPeers(4, PREFIXES);
    Random random = new Random(5);
    AddressSet old = moving.next();
    long whole = System.nanoTime();
    apply(old).waitFor();
    whole = System.nanoTime() - whole;
    host.holds(Rulesets.accepting(old));
    int between = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      AddressSet next = moving.next();
      long generation = generation();
      Process process = apply(next);
      if (kill % 4 == 0) {
        process.waitFor(random.nextLong(whole), TimeUnit.NANOSECONDS);
      } else {
        int steps = kill % 2;
        Watch.await(() -> generation() > generation + steps || !process.isAlive(), "no change");
      }
      process.destroyForcibly().waitFor();

      host.acceptsBetween(old, next);
      AddressSet held = host.accepted("smtp");
      between += held.equals(old) || held.equals(next) ? 0 : 1;
      old = moving.next();
      host.bring(Rulesets.accepting(old));
    }
    System.out.println("crash: kills=" + KILLS + " between_steps=" + between);
    assertEquals(0, apply(old).waitFor());
  }

  private long generation() {
    return host.connected(NftablesConnection::generation);
  }

  private Process apply(AddressSet peers) throws IOException {
    Path file = Files.writeString(folder.resolve("policy.yaml"), LISTED);
    Files.write(folder.resolve("list"), peers.prefixes().stream().map(Prefix::text).toList());
    String image = System.getProperty("postern.image");
    return host.run(
        () ->
            new ProcessBuilder(
                    image, "apply", file.toString(), "--state", folder.resolve("state").toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output.txt").toFile())
                .start());
  }
}
