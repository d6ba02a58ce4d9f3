package org.postern.daemon.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.postern.host.ffm.ErrnoException;
import org.postern.host.ffm.KernelClock;

class ReaderWorkTest {
  private volatile long nanos;
  private final ReaderWork work = new ReaderWork(0.1, () -> nanos);

  /** Keeps a processor busy. */
  private static boolean spin(long millis) {
    try {
      long end = KernelClock.ofThread() + millis * 1_000;
      while (KernelClock.ofThread() < end) {
        Thread.onSpinWait();
      }
      return true;
    } catch (ErrnoException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void oneThingIsDoneAtATime() throws Exception {
    AtomicInteger atOnce = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    List<FutureTask<Boolean>> tasks = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      long uid = i % 3;
      FutureTask<Boolean> task =
          new FutureTask<>(
              () ->
                  work.run(
                      uid,
                      () -> {
                        most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
                        spin(1);
                        atOnce.decrementAndGet();
                        return true;
                      }));
      tasks.add(task);
      Thread.ofPlatform().start(task);
    }
    for (FutureTask<Boolean> task : tasks) {
      assertTrue(task.get());
    }
    assertEquals(1, most.get());
  }

  /** The clock of the test stands still, so that nothing comes back. */
  @Test
  void aUserWhoHasHadHisShareWaitsAndAnotherOneDoesNot() throws Exception {
    assertTrue(work.run(1, () -> spin(150)));
    Thread waiting =
        Thread.ofPlatform()
            .start(
                () -> assertThrows(InterruptedException.class, () -> work.run(1, () -> spin(1))));
    while (waiting.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    assertTrue(work.run(2, () -> spin(1)));
    assertTrue(waiting.isAlive());
    waiting.interrupt();
    waiting.join();
  }
}
