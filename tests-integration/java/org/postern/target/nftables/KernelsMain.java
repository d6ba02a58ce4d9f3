package org.postern.target.nftables;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.postern.target.nftables.SwapTrial.Counts;

/**
 * The program that {@link KernelsIT} runs on other kernels. Sets change our way and the usual one,
 * which has to err: else a wrong verdict may be too rare there to be seen.
 */
final class KernelsMain {
  private static final int APPLIES = 60;
  private static final int PREFIXES = 500;

  private KernelsMain() {}

  public static void main(String[] arguments) {
    Counts ours = ours();
    System.out.println(text("our way", ours));
    Counts usual = usual();
    System.out.println(text("usual way (control)", usual));
    assertAll(
        () -> ours.provesRight(APPLIES),
        () -> assertTrue(usual.wrong() > 0, "the usual way did not err: this proves nothing"));
  }

  private static Counts ours() {
    try (SwapTrial trial = new SwapTrial(PREFIXES)) {
      return trial.change(APPLIES, trial::bySteps);
    }
  }

  private static Counts usual() {
    try (SwapTrial trial = new SwapTrial(PREFIXES)) {
      IntervalSets sets = IntervalSets.accepting(trial.server(), trial.nextPeers());
      return trial.flooded(
          () -> {
            for (int i = 0; i < APPLIES; i++) {
              sets.replace(trial.nextPeers());
            }
          });
    }
  }

  private static String text(String way, Counts counts) {
    return "swap, %s: applies=%d prefixes=%d %s".formatted(way, APPLIES, PREFIXES, counts.text());
  }
}
