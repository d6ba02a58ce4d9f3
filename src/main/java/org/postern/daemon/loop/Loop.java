package org.postern.daemon.loop;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The one thread on which everything is decided; others hand it what they have for it. */
public final class Loop {
  /**
   * The interval between looks at targets: what a stranger removed is back well within a second.
   */
  private static final Duration BEAT = Duration.ofMillis(250);

  /** A caller waits no longer: what is done on this thread takes less. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
  private volatile boolean stopped;

  /** Whether anything was handed over since that was last asked; for the thread of the loop. */
  private boolean handed = true;

  /** Has a task done on the thread of the loop, soon. */
  public void post(Runnable task) {
    tasks.add(task);
  }

  /**
   * Has something told on the thread of the loop.
   *
   * @throws IllegalStateException when it takes too long, or the loop has ended
   */
  public <T> T ask(Callable<T> question) {
    return await(question(question));
  }

  /** Has something told on the thread of the loop, soon. */
  <T> CompletableFuture<T> question(Callable<T> question) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    post(
        () -> {
          try {
            answer.complete(question.call());
          } catch (Exception e) {
            answer.completeExceptionally(e);
          }
        });
    return answer;
  }

  /** Waits for an answer; false when it takes longer. A failure is an answer, too. */
  static boolean isDone(CompletableFuture<?> answer, Duration within) {
    try {
      answer.get(within.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (ExecutionException e) {
      return true;
    } catch (TimeoutException e) {
      return false;
    }
  }

  /**
   * Waits for an answer.
   *
   * @throws IllegalStateException when it takes too long, or the loop has ended
   */
  static <T> T await(CompletableFuture<T> answer) {
    try {
      return answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("the daemon does not answer", e);
    }
  }

  /** Ends the loop after what it does now. */
  public void stop() {
    stopped = true;
    post(() -> {});
  }

  /** Runs until stopped: a step, then whatever was handed over, again. */
  public void run(Runnable step) {
    while (!stopped) {
      step.run();
      await();
    }
  }

  /**
   * Tells whether anything was done but steps since this was last asked; on the thread of the loop.
   */
  public boolean takeHanded() {
    boolean taken = handed;
    handed = false;
    return taken;
  }

  private void await() {
    try {
      Runnable task = tasks.poll(BEAT.toMillis(), TimeUnit.MILLISECONDS);
      handed |= task != null;
      // Those who ask again and again do not keep the loop from its steps.
      for (int more = tasks.size(); task != null && !stopped; more--) {
        task.run();
        task = more > 0 ? tasks.poll() : null;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stopped = true;
    }
  }
}
