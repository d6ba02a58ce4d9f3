package org.postern.source;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The worth of one half of a source, after its answer was held beside the last good one. */
public sealed interface Resolution {
  /** Returns the half that it is about. */
  LastGood.Key key();

  /** Tells whether another party decides what the source says. */
  boolean outside();

  /**
   * The source answered.
   *
   * @param entries the entries as published
   * @param at when
   * @param ttl how long the answer is good for
   * @param via the names it was led through
   * @param server the server that answered
   * @param absence the confirmed absence; empty when there are entries, or never were
   */
  record Fresh(
      LastGood.Key key,
      boolean outside,
      EntryTable entries,
      Instant at,
      Duration ttl,
      List<String> via,
      String server,
      Optional<Absence> absence)
      implements Resolution {
    public Fresh {
      via = List.copyOf(via);
    }
  }

  /**
   * The source gave no information; its last good answer stands.
   *
   * @param last the last good answer
   * @param why there is nothing newer
   */
  record Stale(LastGood.Key key, boolean outside, LastGood last, Answer.NoInformation why)
      implements Resolution {}

  /** The source never answered; {@code why} tells what happened instead. */
  record Failed(LastGood.Key key, boolean outside, Answer.NoInformation why)
      implements Resolution {}

  /**
   * Holds an answer beside the last good one. A failure never removes, and an absence only when it
   * was confirmed again and again.
   *
   * @param at the time when the answer came
   */
  static Resolution of(
      LastGood.Key key, boolean outside, Answer answer, Optional<LastGood> last, Instant at) {
    return switch (answer) {
      case Answer.Data data ->
          new Fresh(
              key,
              outside,
              data.entries(),
              at,
              data.ttl(),
              data.via(),
              data.server(),
              Optional.empty());
      case Answer.Gone gone -> absent(key, outside, gone, last, at);
      case Answer.NoInformation why ->
          last.<Resolution>map(good -> new Stale(key, outside, good, why))
              .orElseGet(() -> new Failed(key, outside, why));
    };
  }

  private static Resolution absent(
      LastGood.Key key, boolean outside, Answer.Gone gone, Optional<LastGood> last, Instant at) {
    if (last.map(good -> good.size() == 0).orElse(true)) {
      return new Fresh(
          key,
          outside,
          EntryTable.none(key.family()),
          at,
          gone.ttl(),
          gone.via(),
          gone.server(),
          Optional.empty());
    }
    Absence absence =
        last.get()
            .absence()
            .map(before -> before.again(at, gone.ttl()))
            .orElseGet(() -> Absence.first(at, gone.ttl()));
    return absence.isConfirmed()
        ? new Fresh(
            key,
            outside,
            EntryTable.none(key.family()),
            at,
            gone.ttl(),
            gone.via(),
            gone.server(),
            Optional.of(absence))
        : new Stale(key, outside, last.get().absent(absence), unconfirmed(key, gone, absence));
  }

  private static Answer.NoInformation unconfirmed(
      LastGood.Key key, Answer.Gone gone, Absence absence) {
    return new Answer.NoInformation(
        Answer.Cause.UNCONFIRMED,
        "%s (%s): %s, said %d of the %d times over %d min after which it counts"
            .formatted(
                key.source(),
                key.family().label(),
                gone.absence().name(),
                absence.times(),
                Absence.TIMES,
                Absence.SPAN.toMinutes()));
  }
}
