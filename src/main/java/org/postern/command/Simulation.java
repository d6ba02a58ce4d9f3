package org.postern.command;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.postern.address.Address;
import org.postern.pipeline.Explainer;
import org.postern.plan.Attempt;
import org.postern.plan.Ruleset;

/** Judges connections by two rulesets each. */
final class Simulation {
  private final Sides sides;
  private final Probe probe;
  private final Instant now;
  private final List<Connection> waiting = new ArrayList<>();
  private final Taker taker;

  /**
   * Of these sides.
   *
   * @param taker hears of every connection, in the order in which they came
   */
  Simulation(Sides sides, Probe probe, Instant now, Taker taker) {
    this.sides = sides;
    this.probe = probe;
    this.now = now;
    this.taker = taker;
  }

  /** A connection that somebody may try to open. */
  record Connection(Address peer, int port) {}

  /**
   * What becomes of a connection.
   *
   * @param target whose rules
   * @param where what tells this part of it apart; empty when all of it is judged alike
   * @param meant by what is meant
   * @param held by what the target holds; empty when that is not known
   */
  record Outcome(
      Connection connection, String target, String where, Verdicts meant, Optional<Verdicts> held) {
    boolean differs() {
      return held.filter(one -> !one.isLike(meant)).isPresent();
    }

    /** What becomes of it, apart from where. */
    private List<Object> kind() {
      return List.of(meant, held);
    }
  }

  /** Takes outcomes. */
  interface Taker {
    void take(Outcome outcome);
  }

  /** Judges one; what is heard of it may wait for others. */
  void add(Connection connection) throws IOException {
    waiting.add(connection);
    if (waiting.size() == RulesFor.MOST_PEERS) {
      finish();
    }
  }

  /** Judges all that wait. */
  void finish() throws IOException {
    Set<Address> peers = new LinkedHashSet<>();
    waiting.forEach(one -> peers.add(one.peer()));
    if (!peers.isEmpty()) {
      List<Sides.Pair> pairs = sides.pairs(List.copyOf(peers));
      waiting.forEach(one -> pairs.forEach(pair -> judge(one, pair)));
    }
    waiting.clear();
  }

  private void judge(Connection connection, Sides.Pair pair) {
    Ruleset held = pair.held().orElse(Ruleset.empty());
    Map<List<Object>, Outcome> found = new LinkedHashMap<>();
    if (!Explainer.isLoopback(connection.peer())) {
      for (Attempt.Opening packet :
          probe.packets(connection.peer(), connection.port(), pair.meant(), held)) {
        Outcome outcome =
            new Outcome(
                connection,
                pair.target(),
                Probe.words(packet),
                Verdicts.of(pair.meant(), packet, now),
                pair.held().map(ruleset -> Verdicts.of(ruleset, packet, now)));
        found.putIfAbsent(outcome.kind(), outcome);
      }
    }
    List<Outcome> judged = found.values().stream().filter(Simulation::isJudged).toList();
    if (judged.isEmpty()) {
      taker.take(whole(unjudged(connection, pair)));
    } else if (judged.size() == 1) {
      taker.take(whole(judged.getFirst()));
    } else {
      judged.forEach(taker::take);
    }
  }

  private static Outcome unjudged(Connection connection, Sides.Pair pair) {
    return new Outcome(
        connection,
        pair.target(),
        "",
        Verdicts.unjudged(),
        pair.held().map(_ -> Verdicts.unjudged()));
  }

  private static boolean isJudged(Outcome outcome) {
    return !outcome.meant().isUnjudged()
        || outcome.held().filter(one -> !one.isUnjudged()).isPresent();
  }

  private static Outcome whole(Outcome one) {
    return new Outcome(one.connection(), one.target(), "", one.meant(), one.held());
  }
}
