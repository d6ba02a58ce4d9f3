package org.postern.target.nftables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.address.AddressSet;

/**
 * Break-glass by the command line, without a daemon: everything that is asked meanwhile says so.
 */
class OpenCommandIT {
  private static final AddressSet PEERS = Rulesets.addresses("192.0.2.1", "192.0.2.2");
  private static final String STRANGER = "203.0.113.9";

  private final World world = new World();
  private final Host host = world.host("server");

  @TempDir private Path folder;

  @AfterEach
  void endOfTheWorld() {
    world.close();
  }

  @Test
  void whyKnowsOfARuleThatIsOpen() throws Exception {
    Installed installed = Installed.on(host, folder);
    assertEquals(0, installed.runFor(PEERS, "apply").exit());
    String policy = folder.resolve("policy.yaml").toString();
    assertEquals(1, installed.run("why", STRANGER, "25", "--policy", policy).exit());

    Installed.Ended opened = installed.run("open", "--for", "1h", "--reason", "CHG-812", "smtp");
    assertEquals(0, opened.exit(), opened::error);
    assertFalse(opened.output().contains("generation"), opened::output);
    Installed.Ended why = installed.run("why", STRANGER, "25", "--policy", policy);
    assertEquals(0, why.exit(), why::output);
    assertTrue(why.output().contains("open until"), why::output);

    assertEquals(0, installed.run("resume").exit());
    assertEquals(1, installed.run("why", STRANGER, "25", "--policy", policy).exit());
    host.holds(Rulesets.accepting(PEERS));
  }

  /** The unit that rebuilds the firewall reloads other services too. */
  @Test
  void whatOthersStartDoesNotEndAPause() throws Exception {
    Installed installed = Installed.on(host, folder);
    assertEquals(0, installed.runFor(PEERS, "apply").exit());
    assertEquals(0, installed.run("pause", "--reason", "CHG-812").exit());
    host.nft("delete table inet postern");
    assertEquals(0, installed.run("restore", "--unless-paused").exit());
    assertEquals("", host.nft("list ruleset"));

    assertEquals(0, installed.run("restore").exit());
    host.holds(Rulesets.accepting(PEERS));
  }
}
