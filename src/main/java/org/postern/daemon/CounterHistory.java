package org.postern.daemon;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.postern.plan.AccessRule;
import org.postern.plan.Observation;
import org.postern.plan.Ruleset;
import org.postern.plan.Scope;
import org.postern.policy.Hook;

/**
 * The counters of the rules of a target in the last days, as far back as this daemon looked on. The
 * counters themselves tell neither since when they count nor that they began anew.
 */
final class CounterHistory {
  private static final Duration KEPT = Duration.ofDays(7);
  private static final Duration EVERY = Duration.ofHours(1);

  private final Deque<Sample> samples = new ArrayDeque<>();
  private final Map<String, Observation.Counters> sums = new HashMap<>();
  private Map<String, Observation.Counters> last = Map.of();

  /** The sums up to a moment, since the first one. */
  private record Sample(Instant at, Map<String, Observation.Counters> sums) {}

  /**
   * The counters in a time.
   *
   * @param since the begin of the time; its end is now
   */
  record Window(Instant since, Map<String, Observation.Counters> counters) {
    Window {
      counters = Map.copyOf(counters);
    }
  }

  /** Takes what a target counts now; nothing where it was not read. */
  void note(Map<String, Observation.Counters> counters, Instant now) {
    if (counters.isEmpty()) {
      return;
    }
    if (!samples.isEmpty()) {
      counters.forEach(this::grow);
    }
    last = Map.copyOf(counters);
    if (samples.isEmpty() || !now.isBefore(samples.getLast().at().plus(EVERY))) {
      samples.addLast(new Sample(now, Map.copyOf(sums)));
      while (samples.size() > 1 && samples.getFirst().at().isBefore(now.minus(KEPT))) {
        samples.removeFirst();
      }
    }
  }

  /** A counter that is below its last value, or is new, began at zero. */
  private void grow(String rule, Observation.Counters now) {
    Observation.Counters none = new Observation.Counters(0, 0);
    Observation.Counters before = last.getOrDefault(rule, none);
    boolean anew = now.accepted() < before.accepted() || now.refused() < before.refused();
    Observation.Counters base = anew ? none : before;
    Observation.Counters sum = sums.getOrDefault(rule, none);
    sums.put(
        rule,
        new Observation.Counters(
            sum.accepted() + now.accepted() - base.accepted(),
            sum.refused() + now.refused() - base.refused()));
  }

  /**
   * Returns how many peers that came in some rules have refused or observed since the first look.
   */
  long strangers(Ruleset rules) {
    return rules.rules().stream()
        .filter(CounterHistory::judgesIncoming)
        .map(rule -> Optional.ofNullable(sums.get(rule.name())))
        .flatMap(Optional::stream)
        .mapToLong(Observation.Counters::refused)
        .sum();
  }

  private static boolean judgesIncoming(AccessRule rule) {
    return switch (rule.scope()) {
      case Scope.Packets packets -> !packets.hooks().equals(Set.of(Hook.OUTPUT));
      case Scope.Mail _ -> true;
    };
  }

  /** Returns the last seven days, or since the first look; empty before that. */
  Optional<Window> window() {
    if (samples.isEmpty()) {
      return Optional.empty();
    }
    Sample first = samples.getFirst();
    Map<String, Observation.Counters> counted = new HashMap<>();
    sums.forEach(
        (rule, sum) -> {
          Observation.Counters before =
              first.sums().getOrDefault(rule, new Observation.Counters(0, 0));
          counted.put(
              rule,
              new Observation.Counters(
                  sum.accepted() - before.accepted(), sum.refused() - before.refused()));
        });
    return Optional.of(new Window(first.at(), counted));
  }

  /** The clock was set forward by so much. */
  void shift(Duration by) {
    Deque<Sample> moved = new ArrayDeque<>();
    samples.forEach(one -> moved.addLast(new Sample(one.at().plus(by), one.sums())));
    samples.clear();
    samples.addAll(moved);
  }
}
