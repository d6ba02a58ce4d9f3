package org.postern.pipeline.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.postern.pipeline.Outcome;
import org.postern.pipeline.Prepared;
import org.postern.target.TargetException;

/**
 * Does something on each target of a run, on all of them at the same time: one that fails or takes
 * long keeps no other from its turn. A run that has a single target fails with it.
 *
 * @param names the names of all targets of the run, in their order
 * @param done the results, by the names of targets
 * @param failed the exceptions, by the names of the other targets
 */
public record EachTarget<T>(
    List<String> names, Map<String, T> done, Map<String, TargetException> failed) {
  /** An action on one target. */
  public interface Action<T> {
    T on(String target) throws IOException;
  }

  /** An action on one target, which takes the result of the step before. */
  public interface Next<T, R> {
    R on(String target, T before) throws IOException;
  }

  /**
   * The end of an action on one target.
   *
   * @param value the result; empty when it failed
   * @param failure the exception; empty when it did not fail
   */
  private record End<T>(Optional<T> value, Optional<Exception> failure) {}

  /**
   * Does an action on each target.
   *
   * @throws IOException what a single target throws, and what is not about a target at all
   */
  public static <T> EachTarget<T> of(List<String> targets, Action<T> action) throws IOException {
    Map<String, String> all = new LinkedHashMap<>();
    targets.forEach(target -> all.put(target, target));
    return new EachTarget<>(targets, all, Map.of()).then((target, _) -> action.on(target));
  }

  /**
   * Does the next action on the targets that have not failed.
   *
   * @throws IOException what a single target throws, and what is not about a target at all
   */
  public <R> EachTarget<R> then(Next<T, R> next) throws IOException {
    return then(next, task -> Thread.ofPlatform().daemon().name("target run").start(task));
  }

  /** Does the next action on one target after the other. */
  public <R> EachTarget<R> inTurn(Next<T, R> next) throws IOException {
    return then(next, Runnable::run);
  }

  private <R> EachTarget<R> then(Next<T, R> next, Executor executor) throws IOException {
    if (names.size() == 1 && done.size() == 1) {
      String only = names.getFirst();
      T before = Optional.ofNullable(done.get(only)).orElseThrow();
      return new EachTarget<>(names, Map.of(only, next.on(only, before)), failed);
    }
    Map<String, CompletableFuture<End<R>>> begun = new LinkedHashMap<>();
    done.forEach(
        (name, before) ->
            begun.put(
                name, CompletableFuture.supplyAsync(() -> end(name, before, next), executor)));
    Map<String, R> results = new LinkedHashMap<>();
    Map<String, TargetException> failures = new LinkedHashMap<>(failed);
    for (Map.Entry<String, CompletableFuture<End<R>>> one : begun.entrySet()) {
      End<R> end = one.getValue().join();
      if (end.failure().orElse(null) instanceof IOException e && !(e instanceof TargetException)) {
        throw e;
      }
      end.value().ifPresent(value -> results.put(one.getKey(), value));
      end.failure().ifPresent(why -> failures.put(one.getKey(), failure(why)));
    }
    return new EachTarget<>(names, results, failures);
  }

  private static <T, R> End<R> end(String target, T before, Next<T, R> next) {
    try {
      return new End<>(Optional.of(next.on(target, before)), Optional.empty());
    } catch (IOException | RuntimeException e) {
      return new End<>(Optional.empty(), Optional.of(e));
    }
  }

  private static TargetException failure(Exception e) {
    return e instanceof TargetException failure
        ? failure
        : new TargetException(
            TargetException.Kind.UNAVAILABLE, "this is a bug of the target: " + e, e);
  }

  /** Tells whether no target could be used. */
  boolean isAllFailed() {
    return done.isEmpty() && !failed.isEmpty();
  }

  /**
   * Returns the same where any target could be used.
   *
   * @throws TargetException the first failure by kind, where none could
   */
  public EachTarget<T> required() throws TargetException {
    if (isAllFailed()) {
      throw failed.values().stream().min(Comparator.comparing(TargetException::kind)).orElseThrow();
    }
    return this;
  }

  /** Returns the outcomes of a run, in the order of its targets; one that failed is unavailable. */
  public static List<Outcome> outcomes(EachTarget<? extends Outcome> each, Prepared prepared) {
    List<Outcome> outcomes = new ArrayList<>();
    for (String name : each.names()) {
      Optional.<Outcome>ofNullable(each.done().get(name))
          .or(() -> each.unavailable(name, prepared))
          .ifPresent(outcomes::add);
    }
    return outcomes;
  }

  /** Returns the targets that failed, as outcomes of a run. */
  List<Outcome> unavailable(Prepared prepared) {
    return names.stream().flatMap(name -> unavailable(name, prepared).stream()).toList();
  }

  /** Returns why a target failed and what to do about it, in words; empty when it did not. */
  String sentence(String name) {
    TargetException why = failed.get(name);
    return why == null ? "" : why.sentence();
  }

  private Optional<Outcome> unavailable(String name, Prepared prepared) {
    return Optional.ofNullable(failed.get(name))
        .map(why -> Outcome.Unavailable.of(prepared, name, why));
  }
}
