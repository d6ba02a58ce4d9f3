package org.postern.daemon.follow;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.postern.daemon.alarm.Condition;
import org.postern.daemon.journal.EventKind;
import org.postern.host.Interfaces;
import org.postern.pipeline.UnseenInterface;
import org.postern.plan.AccessRule;
import org.postern.plan.Ruleset;

/**
 * Watches whether packets come in by the interfaces that rules in force name. One by which some did
 * come in is missed at once; one that was never seen may come late, as after boot.
 */
public final class InterfaceWatch {
  /** The time in which an interface may come after it is first looked for, such as ppp0 or wg0. */
  public static final Duration GRACE = Duration.ofMinutes(1);

  /**
   * The time between looks: each interface is asked for by itself, which takes a tenth of a
   * millisecond.
   */
  private static final Duration EVERY = Duration.ofSeconds(1);

  private final Interfaces interfaces;
  private final Duration grace;
  private final Map<Place, Instant> lookedFor = new HashMap<>();
  private final Set<Place> seen = new HashSet<>();
  private Optional<Instant> lookedAt = Optional.empty();
  private List<UnseenInterface> unseen = List.of();

  /** An interface as one rule means it. */
  private record Place(String rule, String name) {}

  /**
   * Creates a watch that has not looked.
   *
   * @param grace how long an interface that was never seen is waited for
   */
  public InterfaceWatch(Interfaces interfaces, Duration grace) {
    this.interfaces = interfaces;
    this.grace = grace;
  }

  /** Returns the part of the grace after boot that is left for a look that is not repeated. */
  public static Duration graceLeft(Instant boot, Instant now) {
    Duration up = Duration.between(boot, now);
    return up.compareTo(GRACE) < 0 && !up.isNegative() ? GRACE.minus(up) : Duration.ZERO;
  }

  /**
   * Returns the interfaces that are missing as conditions, looked at anew when it is time.
   *
   * @param inForce the ruleset in force, asked for only then
   */
  public List<Condition> conditions(Supplier<Ruleset> inForce, Instant now) {
    if (isDue(now)) {
      look(inForce.get(), now);
    }
    List<Condition> found = new ArrayList<>();
    for (UnseenInterface one : unseen) {
      Place place = new Place(one.rule(), one.name());
      Instant since = lookedFor.getOrDefault(place, now);
      if (seen.contains(place) || !now.isBefore(since.plus(grace))) {
        found.add(condition(one));
      }
    }
    return found;
  }

  private static Condition condition(UnseenInterface one) {
    String subject = one.rule() + ", " + one.name();
    return one.refuses()
        ? new Condition(
            EventKind.INTERFACE_MISSING,
            subject,
            "the gate is open: %s; %s".formatted(one.sentence(), one.fix()))
        : new Condition(
            EventKind.NO_EFFECT,
            subject,
            "rule %s has no effect: %s; %s".formatted(one.rule(), one.sentence(), one.fix()));
  }

  /** A clock that was set back does not stop the looking. */
  private boolean isDue(Instant now) {
    return lookedAt.filter(at -> !at.isAfter(now) && now.isBefore(at.plus(EVERY))).isEmpty();
  }

  private void look(Ruleset inForce, Instant now) {
    lookedAt = Optional.of(now);
    unseen = UnseenInterface.of(inForce, interfaces);
    Set<Place> places = new HashSet<>();
    for (AccessRule rule : inForce.ofPackets().rules()) {
      rule.packets().interfaces().forEach(name -> places.add(new Place(rule.name(), name)));
    }
    lookedFor.keySet().retainAll(places);
    seen.retainAll(places);
    places.forEach(place -> lookedFor.putIfAbsent(place, now));
    unseen.forEach(one -> places.remove(new Place(one.rule(), one.name())));
    seen.addAll(places);
  }

  /** The clock was set forward by so much. */
  public void shift(Duration by) {
    lookedFor.replaceAll((place, since) -> since.plus(by));
    lookedAt = Optional.empty();
  }
}
