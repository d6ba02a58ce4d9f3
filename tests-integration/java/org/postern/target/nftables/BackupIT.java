package org.postern.target.nftables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.address.AddressSet;

/** A gateway that is made anew from a backup of its policy and its state, on another machine. */
class BackupIT {
  private static final AddressSet FIRST = Rulesets.addresses("192.0.2.1", "192.0.2.2");
  private static final AddressSet NEXT = Rulesets.addresses("192.0.2.2", "203.0.113.0/25");

  private final World world = new World();

  @TempDir private Path folder;

  @AfterEach
  void endOfTheWorld() {
    world.close();
  }

  @Test
  void whatIsBroughtBackHoldsRemembersAndGoesOn() throws Exception {
    Installed lost = Installed.on(world.host("lost"), Files.createDirectory(folder.resolve("a")));
    assertEquals(0, lost.runFor(FIRST, "apply").exit());
    assertEquals(0, lost.runFor(NEXT, "apply", "--reason", "CHG-812").exit());
    Path backup = folder.resolve("backup.tar");
    World.command("tar", "-C", lost.folder().toString(), "-cf", backup.toString(), ".");

    Host host = world.host("anew");
    Installed anew = Installed.on(host, Files.createDirectory(folder.resolve("b")));
    World.command("tar", "-C", anew.folder().toString(), "-xpf", backup.toString());
    Installed.Ended restored = anew.run("restore");
    assertEquals(0, restored.exit(), restored::error);
    host.holds(Rulesets.accepting(NEXT));
    assertEquals(lost.run("history").output(), anew.run("history").output());

    Installed.Ended status = anew.run("status");
    assertEquals(0, status.exit(), status::output);
    assertTrue(anew.run("history", "--format", "json").output().contains("CHG-812"));
    assertEquals(0, anew.run("rollback", "1").exit());
    host.holds(Rulesets.accepting(FIRST));
  }
}
