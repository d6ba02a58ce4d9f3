package org.postern.target.nftables;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postern.Sizes;
import org.postern.plan.Ruleset;
import org.postern.target.Artifact;
import org.postern.target.nftables.SwapTrial.Counts;
import org.postern.target.nftables.layout.BatchStep;
import org.postern.target.nftables.wire.Elements;
import org.postern.target.nftables.wire.Request;

/**
 * Sets change under a constant stream of openings: a peer in the old and the new set is never
 * refused, a peer in neither never gets in.
 */
class SwapIT {
  private static final int APPLIES = Sizes.pick(30, 1_500);

  /** Each of these starts a dozen processes. */
  private static final int TOOL_APPLIES = Sizes.pick(6, 400);

  private static final int CONTROLS = Sizes.pick(60, 200);
  private static final int PREFIXES = Sizes.pick(500, 10_000);

  private final SwapTrial trial = new SwapTrial(PREFIXES);
  private final Host server = trial.server();

  @AfterEach
  void endOfTheTrial() {
    trial.close();
  }

  @ParameterizedTest
  @EnumSource(Filter.class)
  void nobodyIsJudgedWrongWhileSetsChange(Filter filter) {
    int applies = filter == Filter.NFTABLES ? APPLIES : TOOL_APPLIES;
    try (SwapTrial one = new SwapTrial(PREFIXES, filter)) {
      Counts counts = one.change(applies, one::bySteps);
      System.out.println(
          "swap: %s applies=%d prefixes=%d %s".formatted(filter, applies, PREFIXES, counts.text()));
      counts.provesRight(applies);
    }
  }

  /** The control: what it would be like if all steps were one. The figures are only reported. */
  @Test
  void oneTransactionForAllIsTheControl() {
    Counts counts = trial.change(CONTROLS, this::atOnce);
    System.out.println(
        "swap in one transaction (control): applies=%d prefixes=%d %s"
            .formatted(CONTROLS, PREFIXES, counts.text()));
    assertTrue(counts.keptCame() > CONTROLS, counts::text);
  }

  /** Were it not for the order of the steps: this shows that a wrong verdict would be seen. */
  @Test
  void deletingFirstRefusesWhoIsKept() {
    Counts counts = trial.change(CONTROLS, this::deletingFirst);
    assertTrue(counts.refused() > 0, counts::text);
  }

  /** Likewise for those who are never let in. */
  @Test
  void removingAllFirstLetsStrangersIn() {
    server.bring(trial.next());
    Counts counts =
        trial.flooded(
            () -> {
              server.bring(Ruleset.empty());
              Watch.await(() -> trial.counts().foreignPassed() > 0, "no peer came");
              server.bring(trial.next());
            });
    assertTrue(counts.foreignPassed() > 0, counts::text);
  }

  private void deletingFirst(Artifact artifact) {
    List<Request> first = new ArrayList<>();
    List<Request> rest = new ArrayList<>();
    for (Artifact.Step step : artifact.steps()) {
      for (Request request : ((BatchStep) step).requests()) {
        (request instanceof Elements.DelSetElem ? first : rest).add(request);
      }
    }
    server.connected(connection -> connection.commit(first));
    server.connected(connection -> connection.commit(rest));
  }

  private void atOnce(Artifact artifact) {
    List<Request> all = new ArrayList<>();
    artifact.steps().forEach(step -> all.addAll(((BatchStep) step).requests()));
    server.connected(connection -> connection.commit(all));
  }
}
