package org.postern.host;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Tells by which name packets come in that arrive at a network interface. To chains of input and
 * forward what arrives at a port of a bridge, bond, team or VRF comes in by the bridge and so on:
 * the kernel puts the master in its place before ({@code br_pass_frame_up}, {@code
 * bond_handle_frame}, {@code vrf_ip_rcv}). What arrives at an interface with a macvlan or ipvlan on
 * it comes in by that one, where it is meant for its addresses.
 *
 * <p>The kernel itself tells it for the network namespace of the calling thread. {@code /sys} shows
 * that of the process that mounted it, so it counts only where it shows the same interface; it
 * tells besides what lies on one.
 */
public final class Interfaces {
  private static final int DEEPEST = 8;
  private static final String ABOVE = "upper_";

  /** The kinds by which a macvlan and an ipvlan call themselves; a VLAN has packets of its own. */
  private static final Set<String> TAKING = Set.of("macvlan", "ipvlan", "ipvl");

  private final Path folder;
  private final Links links;

  /**
   * Creates the interfaces below a folder.
   *
   * @param folder {@code /sys/class/net}, or a model of it
   */
  public Interfaces(Path folder, Links links) {
    this.folder = folder;
    this.links = links;
  }

  /** The fate of packets that arrive at an interface of some name. */
  public sealed interface Seen {
    /**
     * The packets come in by that name.
     *
     * @param except the interfaces on it that take some of them, sorted
     */
    record Here(Set<String> except) implements Seen {}

    /** The host has no such interface. */
    record Missing() implements Seen {}

    /** The interface has another name besides, which is the one that packets come in by. */
    record Renamed(String name) implements Seen {}

    /**
     * The interface is a port of another, by which packets come in.
     *
     * @param by the name of that interface, the topmost where there are several
     * @param kind the kind of that interface, such as {@code bridge}; empty where it is not known
     */
    record PortOf(String by, String kind) implements Seen {}

    /** The fate cannot be told. */
    record Untold(String why) implements Seen {}
  }

  /** Tells whether this system tells of interfaces at all. */
  public boolean areTold() {
    return Files.isDirectory(folder);
  }

  /** Looks at one interface. */
  public Seen look(String name) {
    try {
      Optional<Link> link = links.named(name);
      if (link.isEmpty()) {
        return new Seen.Missing();
      }
      if (!link.get().name().equals(name)) {
        return new Seen.Renamed(link.get().name());
      }
      Optional<Seen.PortOf> port = port(link.get());
      boolean shown = isShown(link.get());
      if (port.isEmpty() && shown) {
        port = shownPort(name);
      }
      return port.isPresent() ? port.get() : new Seen.Here(shown ? taking(name) : Set.of());
    } catch (IOException e) {
      return new Seen.Untold(String.valueOf(e.getMessage()));
    }
  }

  /** Follows masters to the topmost. */
  private Optional<Seen.PortOf> port(Link link) throws IOException {
    Optional<Seen.PortOf> port = Optional.empty();
    Link below = link;
    for (int i = 0; i < DEEPEST && below.master().isPresent(); i++) {
      Optional<Link> master = links.numbered(below.master().get());
      if (master.isEmpty()) {
        break;
      }
      port = Optional.of(new Seen.PortOf(master.get().name(), below.kind()));
      below = master.get();
    }
    return port;
  }

  /** Names alone do not tell: each network namespace may have an eth0. */
  private boolean isShown(Link link) throws IOException {
    Path number = folder.resolve(link.name()).resolve("ifindex");
    return Files.exists(folder.resolve(link.name()))
        && (!Files.exists(number)
            || Files.readString(number).strip().equals(String.valueOf(link.number())));
  }

  private Optional<Seen.PortOf> shownPort(String name) throws IOException {
    Optional<Seen.PortOf> port = Optional.empty();
    Set<String> met = new HashSet<>(Set.of(name));
    Path master = folder.resolve(name).resolve("master");
    while (Files.isSymbolicLink(master)) {
      String by = Files.readSymbolicLink(master).getFileName().toString();
      if (!met.add(by)) {
        break;
      }
      port = Optional.of(new Seen.PortOf(by, type(by)));
      master = folder.resolve(by).resolve("master");
    }
    return port;
  }

  /**
   * Returns the type of an interface: bridges and bonds have folders of their own; others may say
   * what they are.
   */
  private String type(String name) throws IOException {
    if (Files.isDirectory(folder.resolve(name).resolve("bridge"))) {
      return "bridge";
    }
    if (Files.isDirectory(folder.resolve(name).resolve("bonding"))) {
      return "bond";
    }
    Path event = folder.resolve(name).resolve("uevent");
    return Files.isReadable(event)
        ? Files.readAllLines(event).stream()
            .filter(line -> line.startsWith("DEVTYPE="))
            .map(line -> line.substring("DEVTYPE=".length()))
            .findFirst()
            .orElse("")
        : "";
  }

  private Set<String> taking(String name) throws IOException {
    Set<String> found = new TreeSet<>();
    try (DirectoryStream<Path> above =
        Files.newDirectoryStream(folder.resolve(name), ABOVE + "*")) {
      for (Path one : above) {
        String other = one.getFileName().toString().substring(ABOVE.length());
        if (TAKING.contains(type(other))) {
          found.add(other);
        }
      }
    }
    return found;
  }
}
