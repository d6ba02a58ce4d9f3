package org.postern.daemon.loop;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LoopTest {
  /** Those who ask again as soon as they are answered keep the queue full for ever. */
  @Test
  void whoeverAsksAgainAndAgainDoesNotKeepItFromItsSteps() {
    Loop loop = new Loop();
    AtomicInteger asked = new AtomicInteger();
    AtomicInteger steps = new AtomicInteger();
    for (int client = 0; client < 16; client++) {
      again(loop, asked);
    }
    loop.run(
        () -> {
          if (steps.incrementAndGet() == 100) {
            loop.stop();
          }
        });
    assertTrue(steps.get() >= 100, () -> steps + " steps");
    assertTrue(asked.get() >= 16, () -> asked + " questions");
  }

  private static void again(Loop loop, AtomicInteger asked) {
    loop.post(
        () -> {
          // An end to it, so that a loop which never steps fails and does not hang.
          if (asked.incrementAndGet() > 100_000) {
            loop.stop();
          }
          again(loop, asked);
        });
  }
}
