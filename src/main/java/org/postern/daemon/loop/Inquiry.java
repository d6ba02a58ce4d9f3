package org.postern.daemon.loop;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A question to a target that is asked on a thread of its own, one at a time: an answer that is
 * long in coming does not hold back the loop. Used by one thread.
 */
public final class Inquiry<T> {
  /** The time within which an answer comes at once as far as the loop is concerned. */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private Optional<CompletableFuture<T>> underWay = Optional.empty();

  /** A question that is asked outside the loop. */
  @FunctionalInterface
  public interface Question<T> {
    T ask() throws IOException;
  }

  /** Tells whether a question was asked whose answer was not taken yet. */
  public boolean isUnderWay() {
    return underWay.isPresent();
  }

  /** Tells whether an answer waits to be taken. */
  public boolean isAnswered() {
    return underWay.filter(CompletableFuture::isDone).isPresent();
  }

  /**
   * Takes the answer to the question that is under way; where there is none, asks, and waits for a
   * moment.
   *
   * @return empty while there is no answer
   * @throws IOException what the question throws, as does every unchecked exception of it
   */
  public Optional<T> answer(Question<T> question) throws IOException {
    boolean asked = underWay.isPresent();
    CompletableFuture<T> answer = underWay.orElseGet(() -> begin(question));
    if (!asked) {
      await(answer);
    }
    underWay = answer.isDone() ? Optional.empty() : Optional.of(answer);
    return answer.isDone() ? Optional.of(taken(answer)) : Optional.empty();
  }

  /**
   * Asks a question in a thread of its own, which is in the network namespace of the one that asks.
   */
  private static <T> CompletableFuture<T> begin(Question<T> question) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    Thread.ofPlatform()
        .daemon()
        .name("target look")
        .start(
            () -> {
              try {
                answer.complete(question.ask());
              } catch (IOException | RuntimeException | Error e) {
                answer.completeExceptionally(e);
              }
            });
    return answer;
  }

  private static void await(CompletableFuture<?> answer) {
    try {
      answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (TimeoutException | ExecutionException e) {
      // The answer is taken later, and a failure is thrown then.
    }
  }

  private static <T> T taken(CompletableFuture<T> answer) throws IOException {
    try {
      return answer.join();
    } catch (CompletionException e) {
      switch (Optional.ofNullable(e.getCause()).orElse(e)) {
        case IOException cause -> throw cause;
        case RuntimeException cause -> throw cause;
        case Error cause -> throw cause;
        case Throwable cause ->
            throw new IllegalStateException("a question throws nothing else", cause);
      }
    }
  }
}
