package org.postern.target.nftables;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.postern.address.Address;
import org.postern.address.AddressSet;
import org.postern.address.Interval;
import org.postern.address.text.AddressText;
import org.postern.diagnostic.Report;
import org.postern.pipeline.Assembly;
import org.postern.pipeline.Prepared;
import org.postern.pipeline.Request;
import org.postern.plan.AccessRule;
import org.postern.plan.Peers;
import org.postern.plan.Ruleset;
import org.postern.plan.Scope;
import org.postern.policy.Hook;
import org.postern.policy.Ports;
import org.postern.policy.Refusal;
import org.postern.policy.Rule;

/** Rulesets from what a user would write. */
public final class Rulesets {
  private Rulesets() {}

  /** What a policy with nothing but literals means. */
  public static Ruleset of(String policy) {
    try {
      Path folder = Files.createTempDirectory("postern-it");
      try {
        Path file = Files.writeString(folder.resolve("policy.yaml"), policy);
        Report report = new Report();
        Prepared prepared =
            Assembly.pipeline(folder.resolve("state"))
                .prepare(Request.of(file), report)
                .orElseThrow(() -> new AssertionError(report.diagnostics()));
        if (!prepared.meaning().obstacles().isEmpty()) {
          throw new AssertionError(prepared.meaning().obstacles());
        }
        return prepared.meaning().ruleset();
      } finally {
        delete(folder);
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Port 25 for these peers alone. */
  public static Ruleset accepting(AddressSet peers) {
    return new Ruleset(
        List.of(
            new AccessRule(
                "smtp",
                new Scope.Packets(
                    EnumSet.of(Hook.INPUT),
                    new TreeSet<>(),
                    Optional.empty(),
                    Ports.of(25),
                    Rule.Running.KEEP),
                new Peers.Only(peers),
                Optional.of(Refusal.DROP),
                Optional.empty(),
                Optional.empty())));
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /** The addresses that words name: addresses, prefixes and ranges. */
  public static AddressSet addresses(String... words) {
    return AddressSet.of(Stream.of(words).map(Rulesets::interval).toArray(Interval[]::new));
  }

  static Interval interval(String word) {
    return switch (AddressText.parse(word)) {
      case AddressText.Ok ok -> ok.interval();
      case AddressText.Wrong wrong -> throw new AssertionError(word + ": " + wrong.reason());
    };
  }

  public static Address address(String word) {
    return interval(word).first();
  }

  /** The addresses at the edges of an interval: just outside, first, within, last, just outside. */
  static List<Address> edges(Interval interval) {
    return Stream.of(
            interval.first().previous().stream(),
            Stream.of(interval.first()),
            interval.first().next().filter(interval::contains).stream(),
            Stream.of(interval.last()),
            interval.last().next().stream())
        .flatMap(one -> one)
        .distinct()
        .toList();
  }
}
