package org.postern.pipeline.ask;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.pipeline.Prepared;
import org.postern.plan.Obstacle;
import org.postern.policy.KeepSpec;
import org.postern.policy.SetDefinition;
import org.postern.source.Answer;
import org.postern.source.LastGood;
import org.postern.source.Resolution;
import org.postern.state.Findings;
import org.postern.state.Silence;

/** Finds what is wrong with the sources, from their settled answers. */
public final class SourceFindings {
  private SourceFindings() {}

  /**
   * Returns the findings. A source that still gives no information keeps the date at which it first
   * gave none. An absence that awaits its confirmation is no finding. What was prepared from the
   * state alone has no answers, and returns the stored findings.
   */
  public static Findings of(Prepared prepared) {
    if (prepared.answers().isEmpty()) {
      return prepared.memory().findings();
    }
    List<Silence> silences = new ArrayList<>();
    for (Resolution resolution : prepared.resolved().resolutions()) {
      switch (resolution) {
        case Resolution.Stale stale -> {
          if (stale.why().cause() != Answer.Cause.UNCONFIRMED) {
            silences.add(silence(stale.key(), stale.why(), Optional.of(stale.last()), prepared));
          }
        }
        case Resolution.Failed failed ->
            silences.add(silence(failed.key(), failed.why(), Optional.empty(), prepared));
        case Resolution.Fresh fresh -> {
          // The source gave information.
        }
      }
    }
    return new Findings(
        silences,
        prepared.meaning().settled().refused(),
        prepared.meaning().obstacles().stream().map(SourceFindings::unanswered).toList(),
        prepared.memory().findings().replaced());
  }

  private static Silence silence(
      LastGood.Key key, Answer.NoInformation why, Optional<LastGood> last, Prepared prepared) {
    Instant since =
        prepared
            .memory()
            .findings()
            .silence(key)
            .map(Silence::since)
            .orElse(prepared.resolved().at());
    Instant answered = last.map(LastGood::at).orElse(since);
    return new Silence(key, since, answered.plus(patience(key, prepared)), why.detail());
  }

  private static Duration patience(LastGood.Key key, Prepared prepared) {
    return prepared
        .policy()
        .set(key.set())
        .map(SetDefinition::keep)
        .map(KeepSpec::alarmAfter)
        .orElse(Duration.ZERO);
  }

  private static Findings.Unanswered unanswered(Obstacle obstacle) {
    return new Findings.Unanswered(obstacle.rule(), obstacle.why());
  }
}
