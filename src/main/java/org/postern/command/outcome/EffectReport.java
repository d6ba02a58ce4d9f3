package org.postern.command.outcome;

import org.postern.command.Line;
import org.postern.command.Reply;
import org.postern.plan.Effect;
import org.postern.plan.Observation;

/** Tells what rules of others do to the openings that our rules judge. */
final class EffectReport {
  private EffectReport() {}

  /** Adds what rules of others do to the same openings. */
  static void foreign(Observation observation, Reply.Builder reply) {
    for (Observation.Foreign foreign : observation.foreign()) {
      reply.line(Line.Style.CAUTION, "  others: " + foreign.where() + " " + foreign.effect());
    }
  }

  /** Adds what rules of others leave of the openings that ours let through. */
  static void effects(Observation observation, Reply.Builder reply) {
    for (Effect effect : observation.effects()) {
      reply.line(
          effect.isNone() ? Line.Style.BAD : Line.Style.ASIDE,
          "  " + (effect.isNone() ? "" : "note: ") + effect.sentence());
      effect.remedies().forEach(line -> reply.line(Line.Style.ASIDE, "    remedy: " + line));
    }
    if (observation.effects().stream().anyMatch(Effect::isNone)) {
      reply.put("degraded", true);
    }
  }
}
