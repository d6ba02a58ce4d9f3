package org.postern.target.iptables;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.postern.address.Family;
import org.postern.host.CommandRunner;
import org.postern.target.TargetException;

/**
 * The programs that we work by.
 *
 * @param restore4 loads rules of IPv4
 * @param save4 tells them
 * @param restore6 loads rules of IPv6
 * @param save6 tells them
 * @param ipset works on sets
 * @param variant the variant of iptables
 * @param families the families that this host has
 */
public record Tools(
    String restore4,
    String save4,
    String restore6,
    String save6,
    String ipset,
    Variant variant,
    Set<Family> families) {
  static final String INSTALL = "install it: apt install iptables ipset";

  private static final Path IPV6 = Path.of("/proc/thread-self/net/if_inet6");
  private static final Duration DEADLINE = Duration.ofSeconds(10);

  public Tools {
    families = Set.copyOf(families);
  }

  /** The place where iptables keeps its rules. */
  public enum Variant {
    /** The ip_tables and ip6_tables of the kernel, reached by raw sockets. */
    LEGACY,
    /** The nf_tables of the kernel, beside the rules of nftables. */
    NFT;

    /** Returns the word of the tools. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }

    Variant other() {
      return this == LEGACY ? NFT : LEGACY;
    }
  }

  /** Returns the tools of one variant, by the names that Debian gives them. */
  public static Tools of(Variant variant) {
    return new Tools(
        "iptables-" + variant.text() + "-restore",
        "iptables-" + variant.text() + "-save",
        "ip6tables-" + variant.text() + "-restore",
        "ip6tables-" + variant.text() + "-save",
        "ipset",
        variant,
        EnumSet.allOf(Family.class));
  }

  /**
   * Returns the tools that the host's {@code iptables} command belongs to. A kernel without IPv6
   * has no second family.
   *
   * @throws TargetException UNAVAILABLE when they are not installed
   */
  static Tools find(CommandRunner runner) throws TargetException {
    Variant variant = variant(runner).orElseThrow(() -> missing("iptables"));
    Set<Family> families = EnumSet.allOf(Family.class);
    if (!Files.exists(IPV6)) {
      families.remove(Family.IP6);
    }
    return new Tools(
        program("iptables-restore").orElseThrow(() -> missing("iptables-restore")),
        program("iptables-save").orElseThrow(() -> missing("iptables-save")),
        program("ip6tables-restore").orElseThrow(() -> missing("ip6tables-restore")),
        program("ip6tables-save").orElseThrow(() -> missing("ip6tables-save")),
        program("ipset").orElseThrow(() -> missing("ipset")),
        variant,
        families);
  }

  /** Returns the variant of the host's {@code iptables}; empty without one. */
  static Optional<Variant> variant(CommandRunner runner) {
    Optional<String> iptables = program("iptables");
    if (iptables.isEmpty()) {
      return Optional.empty();
    }
    try {
      String version = runner.run(List.of(iptables.get(), "--version"), "", DEADLINE).output();
      return Optional.of(version.contains("(nf_tables)") ? Variant.NFT : Variant.LEGACY);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Tells whether both packages are installed. */
  static boolean installed() {
    return program("iptables-restore").isPresent() && program("ipset").isPresent();
  }

  private static TargetException missing(String program) {
    return new TargetException(
        TargetException.Kind.UNAVAILABLE, program + " is missing; " + INSTALL);
  }

  /**
   * Finds a program also in folders that are often not in the path of users who are no
   * administrators.
   */
  static Optional<String> program(String name) {
    List<String> folders = new ArrayList<>();
    Optional.ofNullable(System.getenv("PATH"))
        .ifPresent(path -> folders.addAll(List.of(path.split(":", -1))));
    folders.addAll(List.of("/usr/sbin", "/sbin"));
    return folders.stream()
        .filter(folder -> folder.startsWith("/"))
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .map(Path::toString)
        .findFirst();
  }

  String save(Family family) {
    return switch (family) {
      case IP -> save4;
      case IP6 -> save6;
    };
  }

  List<String> command(Tool tool) {
    return switch (tool) {
      case IPTABLES -> List.of(restore4, "--noflush", "-w", "10");
      case IP6TABLES -> List.of(restore6, "--noflush", "-w", "10");
      case IPSET -> List.of(ipset, "restore");
    };
  }
}
