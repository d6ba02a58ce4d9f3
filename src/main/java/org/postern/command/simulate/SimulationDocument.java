package org.postern.command.simulate;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.address.Address;

/**
 * The verdicts on connections by a policy and by the live rules.
 *
 * @param count how many there are
 * @param different how many of them the two sides do not treat alike
 * @param kinds how many there are of each kind, by its words
 * @param connections the first of them; a view, because there may be very many
 * @param untold how many more there are
 */
public record SimulationDocument(
    long count, long different, Map<String, Long> kinds, List<One> connections, long untold) {
  /**
   * A connection, or a part of it.
   *
   * @param target the target whose rules judge it
   * @param where the condition that tells this part apart; empty when all of it is judged alike
   * @param meant the judgement that the policy means
   * @param live the judgement by what the target holds; empty when that is not known
   */
  public record One(
      Address peer,
      int port,
      String target,
      Optional<String> where,
      Judged meant,
      Optional<Judged> live,
      boolean differs) {
    static One of(Simulation.Outcome outcome) {
      Simulation.Kind kind = outcome.kind();
      return new One(
          outcome.connection().peer(),
          outcome.connection().port(),
          kind.target(),
          Optional.of(kind.where()).filter(where -> !where.isEmpty()),
          Judged.of(kind.meant()),
          kind.held().map(Judged::of),
          kind.differs());
    }
  }

  /**
   * The verdict of a ruleset on a connection.
   *
   * @param rule the rule that decides; empty when none does
   * @param openUntil when the rule closes again; empty unless it is open
   */
  public record Judged(String verdict, Optional<String> rule, Optional<Instant> openUntil) {
    static Judged of(Verdicts verdicts) {
      return new Judged(verdicts.word(), verdicts.rule(), verdicts.until());
    }
  }
}
