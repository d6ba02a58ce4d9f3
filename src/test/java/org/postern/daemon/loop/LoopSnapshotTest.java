package org.postern.daemon.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LoopSnapshotTest {
  private final Loop loop = new Loop();
  private volatile long nanos;
  private final AtomicInteger told = new AtomicInteger();
  private final LoopSnapshot<Integer> snapshot =
      new LoopSnapshot<>(loop, told::incrementAndGet, () -> nanos);
  private final CountDownLatch release = new CountDownLatch(1);
  private Thread running = new Thread();

  @BeforeEach
  void begin() {
    running = Thread.ofPlatform().start(() -> loop.run(() -> {}));
  }

  @AfterEach
  void end() throws InterruptedException {
    release.countDown();
    loop.stop();
    running.join();
  }

  /** Has the loop at work until it is released. */
  private void work() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    loop.post(
        () -> {
          begun.countDown();
          await(release);
        });
    begun.await();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void theLoopTellsOnceHoweverManyAsk() throws InterruptedException, ExecutionException {
    work();
    List<FutureTask<Integer>> asking = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      FutureTask<Integer> one = new FutureTask<>(snapshot::get);
      asking.add(one);
      Thread.ofPlatform().start(one);
    }
    release.countDown();
    int all = 0;
    for (FutureTask<Integer> one : asking) {
      all += one.get();
    }
    assertTrue(told.get() < 10, () -> told + " times");
    assertTrue(all >= 50, all + "");
  }

  @Test
  void whoAsksWhileTheLoopIsAtWorkGetsWhatItToldLast() throws InterruptedException {
    assertEquals(1, snapshot.get());
    work();
    nanos = Duration.ofMillis(150).toNanos();
    assertEquals(1, snapshot.get());
    assertEquals(1, told.get());
  }
}
