package org.postern.pipeline;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.postern.target.TargetException;

/**
 * The calls into one target. A call that is not answered in time is given up, and goes on in the
 * background; until it has ended no other is begun, and until the target has answered again it is
 * waited for only briefly.
 */
final class TargetCalls {
  /** The longest time to wait for a target that did not answer. */
  private static final Duration BRIEF = Duration.ofSeconds(1);

  private CompletableFuture<?> last = CompletableFuture.completedFuture("");
  private Duration slowest = Duration.ZERO;
  private boolean hung;
  private boolean lasting;

  /** A call into a target. */
  interface Call<T> {
    T call() throws TargetException;
  }

  /**
   * Tells that this process goes on: a change that takes long is not waited for, and still made.
   */
  synchronized void lasts() {
    lasting = true;
  }

  /** Tells whether what was given up goes on. */
  synchronized boolean isLasting() {
    return lasting;
  }

  /**
   * Returns how long a call may take that others wait for: longer for a target that is known as
   * slow.
   */
  synchronized Duration beside(Duration usual, Duration deadline) {
    Duration known = slowest.multipliedBy(2);
    Duration longer = known.compareTo(usual) > 0 ? known : usual;
    return longer.compareTo(deadline) < 0 ? longer : deadline;
  }

  /**
   * Makes a call.
   *
   * @return empty when it was given up
   * @throws TargetException what the call throws; or that an earlier one, which was given up, has
   *     not ended, so that this one was not begun
   */
  <T> Optional<T> within(Duration deadline, Call<T> call) throws TargetException {
    CompletableFuture<T> answer = new CompletableFuture<>();
    Duration patience = begin(answer, deadline);
    // A thread of its own for each: it is in the network namespace of the thread that calls.
    Thread worker = Thread.ofPlatform().daemon().name("target").start(() -> carryOut(call, answer));
    try {
      return Optional.of(answer.get(patience.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      gaveUp(answer);
      return Optional.empty();
    } catch (InterruptedException e) {
      worker.interrupt();
      gaveUp(answer);
      Thread.currentThread().interrupt();
      throw new TargetException(TargetException.Kind.TEMPORARY, "interrupted", e);
    } catch (ExecutionException e) {
      throw failure(Optional.ofNullable(e.getCause()).orElse(e));
    }
  }

  private <T> void carryOut(Call<T> call, CompletableFuture<T> answer) {
    long began = System.nanoTime();
    try {
      T told = call.call();
      answered(Duration.ofNanos(System.nanoTime() - began));
      answer.complete(told);
    } catch (TargetException | RuntimeException | Error e) {
      answer.completeExceptionally(e);
    }
  }

  private synchronized Duration begin(CompletableFuture<?> answer, Duration deadline)
      throws TargetException {
    if (hung && !last.isDone()) {
      throw new TargetException(
          TargetException.Kind.TEMPORARY, "it does not answer: an earlier call has not ended yet");
    }
    last = answer;
    return hung && BRIEF.compareTo(deadline) < 0 ? BRIEF : deadline;
  }

  private synchronized void answered(Duration took) {
    hung = false;
    slowest = took.compareTo(slowest) > 0 ? took : slowest;
  }

  private synchronized void gaveUp(CompletableFuture<?> call) {
    if (!call.isDone()) {
      hung = true;
      last = call;
    }
  }

  /** Returns an error that is about a target alone as one of its exceptions for all others. */
  static IllegalStateException bug(Error e) {
    return new IllegalStateException(e.toString(), e);
  }

  /** Returns what a call threw, to be thrown to its caller as if there were no thread between. */
  private static TargetException failure(Throwable cause) {
    return switch (cause) {
      case TargetException e -> e;
      case RuntimeException e -> throw e;
      case StackOverflowError e -> throw bug(e);
      case LinkageError e -> throw bug(e);
      case AssertionError e -> throw bug(e);
      case Error e -> throw e;
      default -> throw new IllegalStateException("a call throws nothing else", cause);
    };
  }
}
