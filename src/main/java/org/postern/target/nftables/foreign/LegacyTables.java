package org.postern.target.nftables.foreign;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.postern.plan.AccessRule;
import org.postern.plan.Effect;
import org.postern.plan.Ruleset;
import org.postern.target.ForeignEffects;

/**
 * The tables of the older iptables of this network namespace, which it keeps beside nf_tables:
 * packets pass both, and netlink does not show them.
 */
public final class LegacyTables {
  /** The files that name the tables; they are empty without any. */
  private static final List<Path> NAMES =
      List.of(
          Path.of("/proc/thread-self/net/ip_tables_names"),
          Path.of("/proc/thread-self/net/ip6_tables_names"));

  private LegacyTables() {}

  /** Tells whether addresses may be translated there. */
  public static boolean translate() {
    return hold("nat");
  }

  /** Returns that the effect of rules behind these tables is unknown. */
  public static List<Effect> untold(Ruleset ruleset) {
    return hold("filter")
        ? ruleset.rules().stream()
            .filter(ForeignEffects::promises)
            .map(LegacyTables::untold)
            .toList()
        : List.of();
  }

  private static Effect untold(AccessRule rule) {
    return new Effect(
        rule.name(),
        Effect.Kind.UNTOLD,
        "iptables-legacy filter",
        "is in use beside nf_tables, and its rules are not looked at here",
        List.of());
  }

  private static boolean hold(String table) {
    return NAMES.stream().anyMatch(file -> lines(file).contains(table));
  }

  private static List<String> lines(Path file) {
    try {
      return Files.isReadable(file) ? Files.readAllLines(file) : List.of();
    } catch (IOException e) {
      return List.of();
    }
  }
}
