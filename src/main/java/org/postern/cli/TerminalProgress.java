package org.postern.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;
import org.postern.host.Progress;

/**
 * Shows progress in one line of a terminal, which is erased (ECMA-48 EL) and written again five
 * times a second: that of the work that began last, once it has lasted a second. The line is erased
 * before the work ends, so that no other output is printed behind it.
 */
public final class TerminalProgress implements Progress {
  private static final String ERASED_LINE = "\r\u001b[2K";
  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration EVERY = Duration.ofMillis(200);

  private final PrintStream err;
  private final IntSupplier columns;
  private final Duration first;
  private final Duration every;
  private final List<Shown> open = new ArrayList<>();
  private boolean drawing;
  private Optional<Shown> drawn = Optional.empty();

  /**
   * Shows progress on a stream.
   *
   * @param columns gives the present width of its terminal, 0 if it is none
   */
  public TerminalProgress(PrintStream err, IntSupplier columns) {
    this(err, columns, FIRST, EVERY);
  }

  TerminalProgress(PrintStream err, IntSupplier columns, Duration first, Duration every) {
    this.err = err;
    this.columns = columns;
    this.first = first;
    this.every = every;
  }

  @Override
  public synchronized Work begin(Task task) {
    Shown work = new Shown(task);
    open.add(work);
    if (!drawing) {
      drawing = true;
      Thread.ofPlatform().daemon().name("progress").start(this::draw);
    }
    return work;
  }

  /** Draws until no work is left, or the stream is no terminal. */
  private void draw() {
    try {
      do {
        Thread.sleep(every);
      } while (drawOnce());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized boolean drawOnce() {
    if (open.isEmpty()) {
      drawing = false;
      return false;
    }
    open.forEach(Shown::look);
    Optional<Shown> work = longest();
    if (work.isEmpty()) {
      return true;
    }
    int width = columns.getAsInt();
    if (width == 0) {
      return false;
    }
    err.print(ERASED_LINE + work.get().text(width));
    err.flush();
    drawn = work;
    return true;
  }

  /** Returns the innermost work that has lasted long enough to be shown. */
  private Optional<Shown> longest() {
    return open.reversed().stream()
        .filter(work -> System.nanoTime() - work.begin >= first.toNanos())
        .findFirst();
  }

  private synchronized void end(Shown work) {
    open.remove(work);
    if (drawn.filter(work::equals).isPresent()) {
      drawn = Optional.empty();
      err.print(ERASED_LINE);
      err.flush();
    }
  }

  private final class Shown implements Work {
    private final ProgressLine line;
    private final long begin = System.nanoTime();
    private final AtomicLong done = new AtomicLong();

    Shown(Task task) {
      this.line = new ProgressLine(task);
    }

    void look() {
      line.at(System.nanoTime() - begin, done.get());
    }

    String text(int width) {
      return line.text(System.nanoTime() - begin, done.get(), width);
    }

    @Override
    public void reached(long count) {
      done.set(count);
    }

    @Override
    public void close() {
      end(this);
    }
  }
}
