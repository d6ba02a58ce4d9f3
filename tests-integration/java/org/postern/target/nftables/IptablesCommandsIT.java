package org.postern.target.nftables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.address.AddressSet;
import org.postern.plan.AccessRule;

/** The command line on a host where the target is iptables, of the variant that is usual there. */
class IptablesCommandsIT {
  private static final AddressSet PEERS = Rulesets.addresses("192.0.2.1", "198.51.100.0/24");

  private final World world = new World();
  private final Host host = world.host("server", Filter.IPTABLES_NFT);

  @TempDir private Path folder;

  @AfterEach
  void endOfTheWorld() {
    world.close();
  }

  private String policy(String targets) throws IOException {
    String text = CrashIT.policy(PEERS) + "targets: [" + targets + "]\n";
    return Files.writeString(folder.resolve("policy.yaml"), text).toString();
  }

  private Installed.Ended run(String... words) throws Exception {
    return Installed.on(host, folder).run(words);
  }

  private void succeeds(String... words) throws Exception {
    Installed.Ended ended = run(words);
    assertEquals(0, ended.exit(), () -> List.of(words) + ": " + ended.error());
  }

  @Test
  void appliesOpensRestoresAndRemoves() throws Exception {
    succeeds("apply", policy("iptables"));
    host.holds(Rulesets.accepting(PEERS));

    succeeds("open", "--for", "1h", "smtp");
    AccessRule open = host.observe().owned().rule("smtp").orElseThrow();
    assertTrue(open.openUntil().isPresent(), "it is not open");
    succeeds("resume");
    host.holds(Rulesets.accepting(PEERS));

    host.exec("iptables -F POSTERN-INPUT");
    succeeds("restore");
    host.holds(Rulesets.accepting(PEERS));

    succeeds("remove", "--reason", "this host is no gateway any more");
    assertFalse(host.exec("iptables-save").contains("POSTERN"), "chains are left");
    assertEquals("", host.exec("ipset list -n"));
    succeeds("restore");
    assertEquals("", host.exec("ipset list -n"));
  }

  @Test
  void whatIsCompiledCanBeLoadedByAShell() throws Exception {
    Path scripts = folder.resolve("scripts");
    Files.createDirectory(scripts);
    succeeds("compile", policy("iptables"), "--target", "iptables", "-o", scripts.toString());
    try (Stream<Path> files = Files.list(scripts)) {
      for (Path file : files.sorted().toList()) {
        assertTrue(file.toString().endsWith(".sh"), file::toString);
        host.exec("sh -e " + file);
      }
    }
    host.holds(Rulesets.accepting(PEERS));
  }

  @Test
  void autoSaysWhatItTakesAndWhy() throws Exception {
    Installed.Ended plan = run("plan", policy("auto"));
    assertEquals(2, plan.exit(), plan::error);
    assertTrue(plan.output().contains("auto takes nftables: "), plan::output);

    host.exec("iptables-legacy -A INPUT -p tcp --dport 80 -j DROP");
    Installed.Ended legacy = run("plan", policy("auto"));
    assertTrue(legacy.output().contains("auto takes iptables: "), legacy::output);
    assertTrue(legacy.output().contains("older iptables"), legacy::output);
  }
}
