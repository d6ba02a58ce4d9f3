package org.postern.pipeline.run;

import java.util.List;
import java.util.Optional;
import org.postern.pipeline.Outcome;
import org.postern.pipeline.Prepared;

/**
 * The result of newer answers.
 *
 * @param prepared the prepared policy; empty when something else is in force by now
 * @param outcomes the outcomes, one for each target; none when the answers mean what is in force
 *     already
 */
public record Refreshed(Optional<Prepared> prepared, List<Outcome> outcomes) {
  public Refreshed {
    outcomes = List.copyOf(outcomes);
  }

  static Refreshed overtaken() {
    return new Refreshed(Optional.empty(), List.of());
  }

  static Refreshed unchanged(Prepared prepared) {
    return new Refreshed(Optional.of(prepared), List.of());
  }
}
