package org.postern.daemon;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.daemon.alarm.Condition;
import org.postern.daemon.journal.EventKind;
import org.postern.diagnostic.Counted;
import org.postern.policy.LogRate;

/**
 * The alarm that more peers are refused or observed than a machine's settings let pass in silence,
 * such as those that try names of a dictionary. It stands until there have been fewer for some
 * minutes.
 */
final class StrangerAlarm {
  private static final Duration CALM = Duration.ofMinutes(5);

  private Optional<LogRate> most = Optional.empty();

  /** The targets of which that is so, with the last time. */
  private final Map<String, Instant> many = new HashMap<>();

  /** Sets how many pass in silence from now on; with empty, any number. */
  void setMost(Optional<LogRate> rate) {
    most = rate;
  }

  /** Returns the targets that refuse or observe too many peers, as conditions. */
  List<Condition> conditions(Collection<DriftWatch> watches, Instant now) {
    if (most.isEmpty()) {
      return List.of();
    }
    List<Condition> found = new ArrayList<>();
    double limit = most.get().count() * 60.0 / most.get().unit().seconds();
    many.keySet().removeIf(name -> watches.stream().noneMatch(one -> one.name().equals(name)));
    for (DriftWatch watch : watches) {
      if (watch.strangers().orElse(0) > limit) {
        many.put(watch.name(), now);
      } else if (many.containsKey(watch.name())
          && !now.isBefore(many.get(watch.name()).plus(CALM))) {
        many.remove(watch.name());
      }
      if (many.containsKey(watch.name())) {
        found.add(
            new Condition(
                EventKind.STRANGERS,
                watch.name(),
                "%s: its rules refuse or observe %s a minute, more than %d/%s: postern refused lists them"
                    .formatted(
                        watch.name(),
                        Counted.grouped(watch.strangers().orElse(0), "peer"),
                        most.get().count(),
                        most.get().unit().text().charAt(0))));
      }
    }
    return found;
  }

  /** The clock was set forward by so much. */
  void shift(Duration by) {
    many.replaceAll((_, at) -> at.plus(by));
  }
}
