package org.postern.target.nftables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.Sizes;
import org.postern.address.AddressSet;

/**
 * The program meets a state that an earlier version wrote: the same rules boot, what was ordered
 * stands, and what it writes is a state that all goes on from.
 */
class StateTakeoverIT {
  private static final List<String> VERSIONS = List.of("earlier", "later");
  private static final Path RECORDED = Path.of("src/test/resources/org/postern/state/first");

  private static final AddressSet OWN = Rulesets.addresses("198.51.100.7", "2001:db8:25::/64");
  private static final AddressSet KEPT =
      OWN.union(
          Rulesets.addresses(
              "192.0.2.1-192.0.2.2", "192.0.2.8/29", "203.0.113.5-203.0.113.9", "2001:db8:1::/48"));
  private static final AddressSet FIRST = KEPT.union(Rulesets.addresses("192.0.2.3"));
  private static final AddressSet SECOND = KEPT.union(Rulesets.addresses("192.0.2.77"));

  private final World world = new World();
  private final Host host = world.host("server");

  @TempDir private Path folder;

  @AfterEach
  void endOfTheWorld() {
    world.close();
  }

  @BeforeEach
  void makeFolder() throws IOException {
    Files.createDirectory(
        installed().state(),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }

  private Installed installed() {
    return Installed.on(host, folder);
  }

  private void recorded(String version, String name) throws IOException {
    Path from = RECORDED.resolve(version).resolve(name);
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path to = installed().state().resolve(from.relativize(file));
        Files.createDirectories(to.getParent());
        Files.copy(file, to);
      }
    }
  }

  /** By day each of the two versions is met once. */
  static List<String> ofThePinned() {
    return Sizes.pick(List.of("earlier"), VERSIONS);
  }

  static List<String> ofTheTrial() {
    return Sizes.pick(List.of("later"), VERSIONS);
  }

  @ParameterizedTest
  @MethodSource("ofThePinned")
  void thePinnedBootsAndStays(String version) throws Exception {
    recorded(version, "pinned");
    restores();
    assertEquals(FIRST, host.accepted("smtp"));
    assertEquals(OWN, host.accepted("submission"));
    Installed.Ended history = installed().run("history");
    assertEquals(0, history.exit(), history::error);
    assertTrue(history.output().contains("* 4  2026-11-29"), history::output);
    goesOn();
    rollsBack("2", SECOND);
    rollsBack("1", FIRST);
  }

  /** The machine was started anew before it was confirmed. */
  @ParameterizedTest
  @MethodSource("ofTheTrial")
  void whatWasConfirmedBoots(String version) throws Exception {
    recorded(version, "trial");
    restores();
    assertEquals(SECOND, host.accepted("smtp"));
    assertEquals(OWN, host.accepted("submission"));
    restores();
    assertEquals(SECOND, host.accepted("smtp"));
    Installed.Ended history = installed().run("history");
    assertTrue(history.output().contains("3  2026-11-29"), history::output);
    assertTrue(history.output().contains("expired"), history::output);
    goesOn();
  }

  private void restores() throws Exception {
    Installed.Ended restored = installed().run("restore");
    assertEquals(0, restored.exit(), restored::error);
  }

  private void goesOn() throws Exception {
    AddressSet peers = Rulesets.addresses("192.0.2.1", "203.0.113.0/25");
    Installed.Ended applied = installed().runFor(peers, "apply");
    assertEquals(0, applied.exit(), applied::error);
    host.holds(Rulesets.accepting(peers));
    for (String file : new String[] {"memory", "generations/000002"}) {
      String head = Files.readAllLines(installed().state().resolve(file)).getFirst();
      assertTrue(head.startsWith("postern-state 2 "), head);
    }
    host.nft("delete table inet postern");
    restores();
    host.holds(Rulesets.accepting(peers));
  }

  private void rollsBack(String generation, AddressSet peers) throws Exception {
    Installed.Ended back = installed().run("rollback", generation);
    assertEquals(0, back.exit(), back::error);
    assertEquals(peers, host.accepted("smtp"));
  }

  @Test
  void aFileOfALaterVersionIsNamed() throws Exception {
    recorded("later", "pinned");
    Path memory = installed().state().resolve("memory");
    Files.writeString(
        memory, Files.readString(memory).replaceFirst("postern-state 1", "postern-state 9"));
    Installed.Ended refused = installed().runFor(FIRST, "apply");
    assertTrue(refused.exit() != 0, refused::output);
    assertTrue(
        refused.error().contains(memory + " was written by a later version (format 9"),
        refused::error);
  }
}
