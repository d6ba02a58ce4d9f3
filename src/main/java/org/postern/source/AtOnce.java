package org.postern.source;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/** Does one piece of work for several inputs concurrently. */
public final class AtOnce {
  private AtOnce() {}

  /**
   * Works on each input in a thread of its own and waits for all. When the calling thread is
   * interrupted, so are those; their results still count, and the calling thread stays interrupted.
   *
   * @param inputs different ones
   * @param work answers an interruption with a result, and throws nothing
   * @return a result for each input, in their order
   */
  public static <T, R> Map<T, R> map(Collection<T> inputs, Function<T, R> work) {
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      Map<T, Future<R>> futures = new LinkedHashMap<>();
      for (T input : inputs) {
        futures.put(input, executor.submit(() -> work.apply(input)));
      }
      return collect(futures, executor);
    }
  }

  private static <T, R> Map<T, R> collect(Map<T, Future<R>> futures, ExecutorService executor) {
    Map<T, R> results = new LinkedHashMap<>();
    boolean interrupted = false;
    for (Map.Entry<T, Future<R>> each : futures.entrySet()) {
      while (!results.containsKey(each.getKey())) {
        try {
          results.put(each.getKey(), each.getValue().get());
        } catch (InterruptedException _) {
          interrupted = true;
          executor.shutdownNow();
        } catch (ExecutionException e) {
          throw new IllegalStateException("work failed", e.getCause());
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return results;
  }
}
