package org.postern.source;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.postern.state.LastGood;

/** What one half of a source is worth after its answer was held beside the last good one. */
public sealed interface Resolution {
  /** Whose half. */
  LastGood.Key key();

  /** Whether somebody else decides what the source says. */
  boolean outside();

  /**
   * The source answered.
   *
   * @param entries as published, each once
   * @param at when
   * @param ttl how long the answer is good for
   * @param via the names it was led through
   * @param server who answered
   */
  record Fresh(
      LastGood.Key key,
      boolean outside,
      List<Entry> entries,
      Instant at,
      Duration ttl,
      List<String> via,
      String server)
      implements Resolution {
    public Fresh {
      entries = List.copyOf(entries);
      via = List.copyOf(via);
    }
  }

  /**
   * The source gave no information; its last good answer stands.
   *
   * @param last what it was
   * @param why there is nothing newer
   */
  record Stale(LastGood.Key key, boolean outside, LastGood last, Answer.NoInformation why)
      implements Resolution {}

  /** The source never answered; {@code why} tells what happened instead. */
  record Failed(LastGood.Key key, boolean outside, Answer.NoInformation why)
      implements Resolution {}

  /** Holds an answer beside the last good one. A failure never removes. */
  static Resolution of(
      LastGood.Key key, boolean outside, Answer answer, Optional<LastGood> last, Instant now) {
    return switch (answer) {
      case Answer.Data data ->
          new Fresh(key, outside, data.entries(), now, data.ttl(), data.via(), data.server());
      case Answer.Gone gone ->
          new Fresh(key, outside, List.of(), now, gone.ttl(), gone.via(), gone.server());
      case Answer.NoInformation why ->
          last.<Resolution>map(good -> new Stale(key, outside, good, why))
              .orElseGet(() -> new Failed(key, outside, why));
    };
  }
}
