package org.postern.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.host.Interfaces.Seen;

/**
 * Interfaces by a modelled {@code /sys/class/net}, for the kinds of masters that not every kernel
 * has, and by what the kernel tells of one.
 */
class InterfacesTest {
  @TempDir private Path folder;

  private Path net = Path.of("unset");

  /** The kernel knows eth0 as number 2, and tells of no master. */
  private static final Map<String, Link> KNOWN =
      Map.of("eth0", new Link("eth0", 2, Optional.empty(), ""));

  @BeforeEach
  void plugIn() throws IOException {
    net = folder.resolve("class/net");
    card("lo", 1);
    card("eth0", 2);
  }

  private void card(String name, int number) throws IOException {
    Path card = Files.createDirectories(net.resolve(name));
    Files.writeString(card.resolve("ifindex"), number + "\n");
    Files.writeString(card.resolve("uevent"), "INTERFACE=" + name + "\nIFINDEX=" + number + "\n");
  }

  private void type(String name, String type) throws IOException {
    Files.writeString(net.resolve(name).resolve("uevent"), "DEVTYPE=" + type + "\n");
  }

  private void enslave(String name, String master) throws IOException {
    Files.createSymbolicLink(net.resolve(name).resolve("master"), Path.of("../" + master));
    put(name, master);
  }

  /** As the kernel links a device and the one on it, whatever that is. */
  private void put(String name, String above) throws IOException {
    Files.createSymbolicLink(net.resolve(name).resolve("upper_" + above), Path.of("../" + above));
  }

  private Seen look(String name) {
    return new Interfaces(net, links(KNOWN)).look(name);
  }

  private static Links links(Map<String, Link> known) {
    return new Links() {
      @Override
      public Optional<Link> named(String name) {
        return Optional.ofNullable(known.get(name));
      }

      @Override
      public Optional<Link> numbered(int number) {
        return known.values().stream().filter(one -> one.number() == number).findFirst();
      }
    };
  }

  @Test
  void oneByItselfIsHere() {
    assertEquals(new Seen.Here(Set.of()), look("eth0"));
    assertEquals(new Seen.Missing(), look("eth1"));
  }

  /** A VRF and a team do not say what they are; their master is told all the same. */
  @ParameterizedTest
  @CsvSource({"vrf-blue, ''", "team0, ''", "br0, bridge", "bond0, bond"})
  void aPortComesInByItsMaster(String master, String kind) throws IOException {
    card(master, 7);
    if (!kind.isEmpty()) {
      Files.createDirectory(
          net.resolve(master).resolve(kind.equals("bond") ? "bonding" : "bridge"));
    }
    enslave("eth0", master);
    assertEquals(new Seen.PortOf(master, kind), look("eth0"));
  }

  @Test
  void thePortOfAPortComesInByTheTopmost() throws IOException {
    card("bond0", 3);
    card("br0", 4);
    card("vrf-blue", 5);
    enslave("eth0", "bond0");
    enslave("bond0", "br0");
    enslave("br0", "vrf-blue");
    type("vrf-blue", "vrf");
    assertEquals(new Seen.PortOf("vrf-blue", "vrf"), look("eth0"));
  }

  @Test
  void aCircleHasAnEnd() throws IOException {
    card("br0", 4);
    enslave("eth0", "br0");
    enslave("br0", "eth0");
    assertInstanceOf(Seen.PortOf.class, look("eth0"));
  }

  /**
   * Only what a macvlan or ipvlan has addresses for comes in by it; a VLAN's packets are its own.
   */
  @Test
  void whatLiesOnItTakesSome() throws IOException {
    for (String above : Set.of("macvlan0", "ipvlan0", "eth0.10")) {
      card(above, 20);
      put("eth0", above);
    }
    type("macvlan0", "macvlan");
    type("ipvlan0", "ipvlan");
    type("eth0.10", "vlan");
    assertEquals(new Seen.Here(Set.of("ipvlan0", "macvlan0")), look("eth0"));
  }

  /** {@code unshare -n} and {@code nsenter -n} leave {@code /sys} as it was. */
  @Test
  void whatIsShownOfAnotherNamespaceDoesNotCount() throws IOException {
    Files.writeString(net.resolve("eth0/ifindex"), "17\n");
    card("br0", 4);
    enslave("eth0", "br0");
    assertEquals(new Seen.Here(Set.of()), look("eth0"));
  }

  @Test
  void theKernelItselfTellsMastersWhateverIsShown() {
    Map<String, Link> known =
        Map.of(
            "eth0",
            new Link("eth0", 2, Optional.of(3), "bond"),
            "bond0",
            new Link("bond0", 3, Optional.of(4), "vrf"),
            "vrf-blue",
            new Link("vrf-blue", 4, Optional.empty(), ""));
    Interfaces interfaces = new Interfaces(folder.resolve("nothing"), links(known));
    assertEquals(new Seen.PortOf("vrf-blue", "vrf"), interfaces.look("eth0"));
    assertFalse(interfaces.areTold());
  }

  @Test
  void anotherNameIsToldWithTheOneThatPacketsCarry() {
    Map<String, Link> known = Map.of("wan0", new Link("enp3s0", 2, Optional.empty(), ""));
    assertEquals(new Seen.Renamed("enp3s0"), new Interfaces(net, links(known)).look("wan0"));
  }

  @Test
  void whatCannotBeAskedIsNotMissing() {
    Links broken =
        new Links() {
          @Override
          public Optional<Link> named(String name) throws IOException {
            throw new IOException("no socket");
          }

          @Override
          public Optional<Link> numbered(int number) throws IOException {
            throw new IOException("no socket");
          }
        };
    assertEquals(new Seen.Untold("no socket"), new Interfaces(net, broken).look("eth0"));
  }
}
