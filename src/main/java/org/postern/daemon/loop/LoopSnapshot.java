package org.postern.daemon.loop;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The knowledge of the loop, for other threads. However many ask, the loop tells it a few times a
 * second; and a caller that asks while the loop is at work for longer gets what it told last.
 */
public final class LoopSnapshot<T> {
  /** The time for which an answer is fresh, so that it is not asked for again. */
  private static final Duration FRESH = Duration.ofMillis(100);

  /** The time for which a caller waits for a new answer: longer than most steps of the loop. */
  private static final Duration SOON = Duration.ofMillis(500);

  private final Loop loop;
  private final Supplier<T> question;
  private final LongSupplier nanoTime;
  private Optional<Told<T>> last = Optional.empty();
  private Optional<CompletableFuture<T>> asked = Optional.empty();

  /**
   * Creates the snapshot of a question.
   *
   * @param question the question, called on the thread of the loop
   * @param nanoTime a clock such as {@link System#nanoTime}
   */
  public LoopSnapshot(Loop loop, Supplier<T> question, LongSupplier nanoTime) {
    this.loop = loop;
    this.question = question;
    this.nanoTime = nanoTime;
  }

  private record Told<T>(T what, long at) {}

  /**
   * Returns the answer, to any other thread.
   *
   * @throws IllegalStateException when the loop never told it, and does not
   */
  public T get() {
    Optional<Told<T>> known = last();
    if (known.filter(told -> nanoTime.getAsLong() - told.at() < FRESH.toNanos()).isPresent()) {
      return known.get().what();
    }
    CompletableFuture<T> answer = ask();
    return known.isPresent() && !Loop.isDone(answer, SOON)
        ? last().orElseThrow().what()
        : Loop.await(answer);
  }

  private synchronized Optional<Told<T>> last() {
    return last;
  }

  /** Joins those who wait for an answer that the loop has not begun with. */
  private synchronized CompletableFuture<T> ask() {
    CompletableFuture<T> answer = asked.orElseGet(() -> loop.question(this::update));
    asked = Optional.of(answer);
    return answer;
  }

  /** Asks the question anew, on the thread of the loop, and returns the answer. */
  public T update() {
    begin();
    T told = question.get();
    keep(new Told<>(told, nanoTime.getAsLong()));
    return told;
  }

  private synchronized void begin() {
    asked = Optional.empty();
  }

  private synchronized void keep(Told<T> told) {
    last = Optional.of(told);
  }
}
