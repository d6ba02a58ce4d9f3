package org.postern.target.mail.opensmtpd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.host.CommandRunner;
import org.postern.plan.Observation;
import org.postern.plan.Plan;
import org.postern.plan.Recipients;
import org.postern.plan.Ruleset;
import org.postern.target.Applied;
import org.postern.target.Target;

/** What was written, and the mail server was not told of, is not forgotten by the next run. */
class OwedHandoverTest {
  private static final Ruleset BEFORE =
      new Ruleset(List.of(OpensmtpdSystemTest.rule(new Recipients.All(), "192.0.2.1")));

  private static final Ruleset AFTER =
      new Ruleset(List.of(OpensmtpdSystemTest.rule(new Recipients.All(), "192.0.2.2")));

  @TempDir private Path folder;
  private final Runner runner = new Runner();

  /** Ends this process, or refuses, where it is told to. */
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1;
  }

  private static final class Runner implements CommandRunner {
    private final List<String> told = new ArrayList<>();
    private boolean kills;
    private boolean refuses;

    @Override
    public Result run(List<String> command, String input, Duration deadline) {
      if (command.contains("-n")) {
        return new Result(0, "configuration OK\n", "");
      }
      if (kills) {
        throw new Killed();
      }
      told.add(command.getLast());
      return refuses ? new Result(1, "command failed\n", "") : new Result(0, "", "");
    }
  }

  @BeforeEach
  void start() throws IOException {
    new OpensmtpdFolder(folder).configure(BEFORE);
    apply(BEFORE);
    runner.told.clear();
  }

  private Target target() {
    return new OpensmtpdFolder(folder).open(runner, true);
  }

  private Plan plan(Ruleset wanted) throws IOException {
    return Plan.between(target().observe(Observation.nothing()), wanted);
  }

  private void apply(Ruleset wanted) throws IOException {
    Plan plan = plan(wanted);
    assertInstanceOf(Applied.Done.class, target().apply(target().compile(plan)));
  }

  @Test
  void oneThatIsKilledBeforeItTellsIsBroughtToItsEnd() throws IOException {
    runner.kills = true;
    assertThrows(Killed.class, () -> apply(AFTER));
    runner.kills = false;
    assertEquals(AFTER, plan(AFTER).before().owned(), "the files are right");
    assertTrue(
        plan(AFTER).before().anomalies().getFirst().contains("was not told of all of them"),
        () -> runner.told.toString());
    apply(AFTER);
    assertEquals(List.of("postern-mta-peers"), runner.told.stream().limit(1).toList());
    assertTrue(plan(AFTER).isEmpty());
  }

  /** Only where no apply was cut short it is sure that others have written. */
  @Test
  void whatAKilledOneLeftIsNoChangeByOthers() throws IOException {
    Path peers = folder.resolve("tables").resolve("mta.peers");
    Files.writeString(peers, "# between\n" + Files.readString(peers));
    assertEquals(List.of("mta.peers is not as it was written"), plan(AFTER).before().anomalies());
    apply(AFTER);
    runner.kills = true;
    assertThrows(Killed.class, () -> apply(BEFORE));
    runner.kills = false;
    Files.writeString(peers, "# between\n" + Files.readString(peers));
    assertEquals(
        "mta.peers is written in part, or others have changed it",
        plan(AFTER).before().anomalies().getFirst());
    apply(AFTER);
    assertTrue(plan(AFTER).isEmpty());
  }

  @Test
  void whatTheMailServerRefusedIsTriedAgain() throws IOException {
    runner.refuses = true;
    apply(AFTER);
    assertEquals(1, plan(AFTER).before().anomalies().size());
    runner.refuses = false;
    apply(AFTER);
    assertTrue(plan(AFTER).isEmpty());
    assertEquals(List.of(), plan(AFTER).before().anomalies());
  }

  @Test
  void proofSettlesIt() throws IOException {
    runner.kills = true;
    assertThrows(Killed.class, () -> apply(AFTER));
    runner.kills = false;
    assertEquals(List.of(), target().facets().selfProof().orElseThrow().run());
    assertTrue(plan(AFTER).isEmpty());
  }
}
