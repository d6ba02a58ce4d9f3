package org.postern.target.nftables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.address.AddressSet;
import org.postern.host.Progress;
import org.postern.pipeline.Assembly;
import org.postern.pipeline.AutoTarget;
import org.postern.pipeline.Outcome;
import org.postern.pipeline.Pipeline;
import org.postern.pipeline.Request;
import org.postern.pipeline.Targets;
import org.postern.plan.Ruleset;
import org.postern.target.FixedKind;
import org.postern.target.Secrets;
import org.postern.target.Target;
import org.postern.target.nftables.SwapTrial.Counts;

/** A host goes from one packet filter to another under a constant stream of openings. */
@ParameterizedClass
@MethodSource("org.postern.target.nftables.Filter#oneNft")
class MoveIT {
  private final SwapTrial trial = new SwapTrial(50);
  private final Host server = trial.server();
  private final Target nftables = Filter.NFTABLES.target();
  private final Target iptables;

  @TempDir private Path folder;

  MoveIT(Filter filter) {
    this.iptables = filter.target();
  }

  @AfterEach
  void endOfTheTrial() {
    trial.close();
  }

  private Pipeline pipeline() {
    Pipeline real = Assembly.pipeline(folder.resolve("state"));
    return new Pipeline(
        real.files(),
        real.asker().sources(),
        real.store(),
        new Targets(
            List.of(new FixedKind(nftables), new FixedKind(iptables)),
            () -> new AutoTarget.Choice(new FixedKind(nftables), "it is under test"),
            Secrets.none()),
        real.surroundings(),
        real.actor(),
        Progress.SILENT);
  }

  private Path policy(String target, AddressSet peers) {
    String sources =
        peers.prefixes().stream()
            .map(prefix -> '"' + prefix.text() + '"')
            .collect(Collectors.joining(", "));
    try {
      return Files.writeString(
          folder.resolve("policy.yaml"),
          """
          sets: {s: {guard: {shrink: 100%%, grow: 100000%%}, sources: [%s]}}
          rules: [{name: smtp, hook: input, port: tcp/25, accept: [s], otherwise: drop}]
          targets: [%s]
          """
              .formatted(sources, target));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<Outcome> apply(Path policy) {
    return server.run(() -> pipeline().apply(Request.of(policy)));
  }

  private static void areProven(List<Outcome> outcomes, int count) {
    outcomes.forEach(one -> assertInstanceOf(Outcome.Proven.class, one, one::toString));
    assertEquals(count, outcomes.size(), outcomes::toString);
  }

  private Ruleset held(Target target) {
    return server.run(() -> target.observe().owned());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void nobodyIsJudgedWrongMeanwhileAndNothingIsLeft(boolean back) {
    String from = back ? "iptables" : "nftables";
    String to = back ? "nftables" : "iptables";
    AddressSet peers = trial.nextPeers();
    areProven(apply(policy(from, peers)), 1);
    Counts counts =
        trial.flooded(
            () -> {
              areProven(apply(policy(to, peers)), 2);
              areProven(apply(policy(to, trial.nextPeers())), 1);
            });
    counts.provesRight(2);
    assertEquals(Ruleset.empty(), held(back ? iptables : nftables));
    assertEquals(1, held(back ? nftables : iptables).rules().size());
    areProven(server.run(() -> pipeline().restoration().restore().outcomes()), 1);
  }

  /** A target that is left and cannot be changed is said, and tried again. */
  @ParameterizedTest
  @ValueSource(strings = "ipset create x list:set\nipset add x postern_smtp_ip_a")
  void whatCannotBeTakenOutIsSaidAndTriedAgain(String what) {
    AddressSet peers = trial.nextPeers();
    areProven(apply(policy("iptables", peers)), 1);
    for (String line : what.lines().toList()) {
      server.exec(line);
    }
    List<Outcome> outcomes = apply(policy("nftables", peers));
    assertInstanceOf(Outcome.Proven.class, outcomes.getFirst());
    assertInstanceOf(Outcome.NotProven.class, outcomes.getLast(), outcomes::toString);
    assertEquals(1, held(nftables).rules().size());
    server.exec("ipset destroy x");
    areProven(apply(policy("nftables", peers)), 2);
    assertTrue(held(iptables).rules().isEmpty());
    assertTrue(server.exec("ipset list -n").isEmpty());
  }
}
