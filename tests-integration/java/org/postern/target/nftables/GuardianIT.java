package org.postern.target.nftables;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.address.AddressSet;
import org.postern.state.StateLock;
import org.postern.state.StateStore;

/**
 * A change that is not confirmed is taken back, also where no daemon runs and the terminal died.
 */
class GuardianIT {
  private static final AddressSet OLD = Rulesets.addresses("192.0.2.1", "192.0.2.2");
  private static final AddressSet NEXT = Rulesets.addresses("192.0.2.2", "203.0.113.0/25");

  private static final long HELD_MILLIS = 24_000;

  private final World world = new World();
  private final Host host = world.host("server");

  @TempDir private Path folder;

  @AfterEach
  void endOfTheWorld() {
    world.close();
  }

  @Test
  void whatIsNotConfirmedGoesBackAlthoughTheTerminalDied() throws Exception {
    Installed installed = Installed.on(host, folder);
    assertEquals(0, installed.runFor(OLD, "apply").exit());

    Path policy = Files.writeString(folder.resolve("policy.yaml"), CrashIT.policy(NEXT));
    Path script = Files.writeString(folder.resolve("terminal.sh"), "\"$@\"\nkill -HUP 0\n");
    // A session with a terminal of its own, whose whole process group is hung up at the end.
    Process terminal =
        host.run(
            () ->
                new ProcessBuilder(
                        List.of(
                            "setsid",
                            "--wait",
                            "sh",
                            script.toString(),
                            System.getProperty("postern.image"),
                            "apply",
                            policy.toString(),
                            "--confirm",
                            "12s",
                            "--state",
                            installed.state().toString()))
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("output.txt").toFile())
                    .start());
    assertEquals(true, terminal.waitFor(1, TimeUnit.MINUTES), "the terminal lives on");
    String said = Files.readString(folder.resolve("output.txt"));
    assertEquals(NEXT, host.accepted("smtp"), said);

    // Longer than anybody waits for it: the guardian does not give up.
    try (StateLock _ = new StateStore(installed.state()).lock()) {
      Thread.sleep(HELD_MILLIS);
      assertEquals(NEXT, host.accepted("smtp"), said);
    }
    Watch.await(() -> host.accepted("smtp").equals(OLD), "nothing is taken back: " + said);
    host.holds(Rulesets.accepting(OLD));
    assertEquals(0, installed.run("history").exit());
  }
}
