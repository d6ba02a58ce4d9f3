package org.postern.command.simulate;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.postern.address.Address;
import org.postern.address.AddressSet;
import org.postern.address.text.SpecialPurpose;
import org.postern.command.view.RulesFor;
import org.postern.pipeline.check.Explainer;
import org.postern.plan.Attempt;
import org.postern.plan.Ruleset;

/** Judges connections by two rulesets each. */
final class Simulation {
  private final Sides sides;
  private final Probe probe;
  private final Instant now;
  private final List<Connection> waiting = new ArrayList<>();
  private final Taker taker;
  private List<PairJudge> lasting = List.of();

  /**
   * Creates the simulation of these sides.
   *
   * @param taker hears of every connection, in the order in which they came
   */
  Simulation(Sides sides, Probe probe, Instant now, Taker taker) {
    this.sides = sides;
    this.probe = probe;
    this.now = now;
    this.taker = taker;
  }

  /** A connection that a peer may open. */
  record Connection(Address peer, int port) {}

  /**
   * The outcome for all connections that are judged alike.
   *
   * @param target the name of the target whose rules judge
   * @param where the words that tell this part of them apart; empty when all of it is judged alike
   * @param meant the verdicts of the rules that are meant
   * @param held the verdicts of the rules that the target holds; empty when that is not known
   */
  record Kind(String target, String where, Verdicts meant, Optional<Verdicts> held) {
    boolean differs() {
      return held.filter(one -> !one.isLike(meant)).isPresent();
    }

    boolean isJudged() {
      return !meant.isUnjudged() || held.filter(one -> !one.isUnjudged()).isPresent();
    }

    private Kind whole() {
      return new Kind(target, "", meant, held);
    }
  }

  /** The outcome for a connection, or for a part of it. */
  record Outcome(Connection connection, Kind kind) {}

  /** Takes outcomes. */
  interface Taker {
    void take(Address peer, int port, Kind kind);
  }

  /** Judges one; what is heard of it may wait for others. */
  void add(Address peer, int port) throws IOException {
    if (!sides.isTold()) {
      judge(peer, port, judges());
      return;
    }
    waiting.add(new Connection(peer, port));
    if (waiting.size() == RulesFor.MOST_PEERS) {
      finish();
    }
  }

  /** Judges all connections that wait. */
  void finish() throws IOException {
    Set<Address> peers = new LinkedHashSet<>();
    waiting.forEach(one -> peers.add(one.peer()));
    if (!peers.isEmpty()) {
      List<PairJudge> judges = judges(sides.pairs(List.copyOf(peers)));
      waiting.forEach(one -> judge(one.peer(), one.port(), judges));
    }
    waiting.clear();
  }

  /** Returns the judges of sides that are the same for all peers. */
  private List<PairJudge> judges() throws IOException {
    if (lasting.isEmpty()) {
      lasting = judges(sides.pairs(List.of()));
    }
    return lasting;
  }

  private List<PairJudge> judges(List<Sides.Pair> pairs) {
    return pairs.stream().map(pair -> new PairJudge(pair, probe, now)).toList();
  }

  private void judge(Address peer, int port, List<PairJudge> judges) {
    for (PairJudge judge : judges) {
      for (Kind kind : judge.kinds(peer, port)) {
        taker.take(peer, port, kind);
      }
    }
  }

  /** Judges connections by the two rulesets of one target: those of a class of peers once. */
  private static final class PairJudge {
    private final Sides.Pair pair;
    private final Probe probe;
    private final Instant now;
    private final PeerClasses.Indexes indexes = new PeerClasses.Indexes();
    private final Map<Integer, PortKinds> ports = new HashMap<>();

    private PairJudge(Sides.Pair pair, Probe probe, Instant now) {
      this.pair = pair;
      this.probe = probe;
      this.now = now;
    }

    private List<Kind> kinds(Address peer, int port) {
      PortKinds at = ports.computeIfAbsent(port, this::kinds);
      int number = at.classes.of(peer);
      while (at.kinds.size() <= number) {
        at.kinds.add(List.of());
      }
      List<Kind> known = at.kinds.get(number);
      if (known.isEmpty()) {
        known = judged(peer, port);
        at.kinds.set(number, known);
      }
      return known;
    }

    private PortKinds kinds(int port) {
      List<AddressSet> sets = new ArrayList<>(List.of(SpecialPurpose.LOOPBACK));
      Stream.concat(
              pair.meant().rules().stream(),
              pair.held().stream().flatMap(held -> held.rules().stream()))
          .filter(rule -> rule.judgesPackets() && rule.packets().ports().contains(port))
          .forEach(rule -> PeerClasses.addSets(rule, sets));
      return new PortKinds(new PeerClasses(indexes.of(sets)));
    }

    /**
     * Returns the kinds of a peer's connections; never empty: also what no rule judges is of a
     * kind.
     */
    private List<Kind> judged(Address peer, int port) {
      Ruleset held = pair.held().orElse(Ruleset.empty());
      Map<List<Object>, Kind> found = new LinkedHashMap<>();
      if (!Explainer.isLoopback(peer)) {
        for (Attempt.Opening packet : probe.packets(peer, port, pair.meant(), held)) {
          Kind kind =
              new Kind(
                  pair.target(),
                  Probe.words(packet),
                  Verdicts.of(pair.meant(), packet, now),
                  pair.held().map(ruleset -> Verdicts.of(ruleset, packet, now)));
          found.putIfAbsent(List.of(kind.meant(), kind.held()), kind);
        }
      }
      List<Kind> judged = found.values().stream().filter(Kind::isJudged).toList();
      if (judged.isEmpty()) {
        return List.of(unjudged());
      }
      return judged.size() == 1 ? List.of(judged.getFirst().whole()) : judged;
    }

    private Kind unjudged() {
      return new Kind(
          pair.target(), "", Verdicts.unjudged(), pair.held().map(_ -> Verdicts.unjudged()));
    }
  }

  /** The outcomes for the peers of each class at one port. */
  private static final class PortKinds {
    private final PeerClasses classes;
    private final List<List<Kind>> kinds = new ArrayList<>();

    private PortKinds(PeerClasses classes) {
      this.classes = classes;
    }
  }
}
