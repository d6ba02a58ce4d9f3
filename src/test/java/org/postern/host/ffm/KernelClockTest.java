package org.postern.host.ffm;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class KernelClockTest {
  @Test
  void theClockOfAThreadGoesWhileItWorks() throws ErrnoException {
    long wall = System.nanoTime();
    long before = KernelClock.ofThread();
    while (KernelClock.ofThread() < before + 10_000) {
      Thread.onSpinWait();
    }
    long worked = KernelClock.ofThread() - before;
    assertTrue(worked <= (System.nanoTime() - wall) / 1_000 + 1, worked + "");
  }
}
