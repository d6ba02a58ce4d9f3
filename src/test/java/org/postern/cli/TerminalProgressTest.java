package org.postern.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.postern.host.Progress;

/** Work is shown while it lasts, where there is a terminal, and leaves nothing behind. */
class TerminalProgressTest {
  private static final Duration SOON = Duration.ofMillis(20);
  private static final Duration NEVER = Duration.ofHours(1);
  private static final String ERASED = "\r\u001b[2K";

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final AtomicInteger asked = new AtomicInteger();

  private Progress progress(int columns, Duration first) {
    PrintStream err = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    return new TerminalProgress(
        err,
        () -> {
          asked.incrementAndGet();
          return columns;
        },
        first,
        SOON);
  }

  private String printed() {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < end, "it never comes");
      Thread.sleep(5);
    }
  }

  @Test
  void isWrittenOverAndErased() throws Exception {
    Progress progress = progress(80, SOON);
    try (Progress.Work work = progress.begin(Progress.Task.of("things done", 10))) {
      await(() -> printed().contains(ERASED + "things done: 0 of 10"));
      work.reached(7);
      await(() -> printed().contains(ERASED + "things done: 7 of 10"));
    }
    String all = printed();
    assertTrue(all.endsWith(ERASED), all);
    Thread.sleep(5 * SOON.toMillis());
    assertEquals(all, printed());
  }

  @Test
  void theInnermostWorkIsShownAndThenTheOuterAgain() throws Exception {
    Progress progress = progress(80, SOON);
    try (Progress.Work _ = progress.begin(Progress.Task.whole("outer"))) {
      try (Progress.Work _ = progress.begin(Progress.Task.whole("inner"))) {
        await(() -> printed().contains("inner, for 0 s"));
      }
      int before = bytes.size();
      await(() -> printed().substring(before).contains("outer, for 0 s"));
    }
    assertTrue(printed().endsWith(ERASED), printed());
  }

  @Test
  void nothingIsPrintedWhereThereIsNoTerminal() throws Exception {
    Progress progress = progress(0, SOON);
    try (Progress.Work _ = progress.begin(Progress.Task.whole("work"))) {
      await(() -> asked.get() == 1);
    }
    try (Progress.Work _ = progress.begin(Progress.Task.whole("more work"))) {
      Thread.sleep(5 * SOON.toMillis());
    }
    assertEquals("", printed());
    assertEquals(1, asked.get(), "it is no terminal, and will not be one");
  }

  @Test
  void shortWorkIsNotShown() throws Exception {
    Progress progress = progress(80, NEVER);
    try (Progress.Work _ = progress.begin(Progress.Task.whole("work"))) {
      Thread.sleep(5 * SOON.toMillis());
    }
    assertEquals("", printed());
    assertEquals(0, asked.get());
  }
}
