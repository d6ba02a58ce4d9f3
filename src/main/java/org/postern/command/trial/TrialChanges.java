package org.postern.command.trial;

import java.io.IOException;
import java.util.List;
import java.util.function.UnaryOperator;
import org.postern.address.AddressSet;
import org.postern.plan.Peers;
import org.postern.plan.Plan;
import org.postern.plan.Ruleset;
import org.postern.target.Applied;
import org.postern.target.Target;

/**
 * Changes the sets again and again while connections are made, as an apply does it; then, as a
 * control, in two ways that err, so that a judge who sees nothing is found out.
 */
final class TrialChanges {
  private static final int EXAMPLES = 8;

  /**
   * The number of changes that err: connections come so close together that one such change is
   * seen; ten are seen on any host.
   */
  private static final int CONTROLS = 10;

  private static final Ruleset WITHOUT_RULES = new Ruleset(List.of());

  private final Target target;
  private final TrialConnections connections;
  private final TrialStates states;

  TrialChanges(Target target, TrialConnections connections, TrialStates states) {
    this.target = target;
    this.connections = connections;
    this.states = states;
  }

  /** Changes the sets so often, and returns what was found. */
  TrialChanging run(int changes) throws IOException {
    long start = System.nanoTime();
    TrialTraffic.Tally tally =
        traffic()
            .during(
                () -> {
                  for (int i = 0; i < changes; i++) {
                    become(state(i));
                  }
                });
    long micros = (System.nanoTime() - start) / 1_000;
    return new TrialChanging(
        changes,
        states.prefixes(),
        tally.kept(),
        tally.others(),
        tally.unanswered(),
        tally.refused() + tally.letIn(),
        tally.wrong().stream().limit(EXAMPLES).toList(),
        micros,
        control());
  }

  /**
   * Removes the rules first, and after that empties the lists first: the memory of refused peers
   * goes with the rules, so what it tells then is of the second way.
   */
  private TrialControl control() throws IOException {
    TrialTraffic.Tally opened = by(next -> WITHOUT_RULES);
    TrialTraffic.Tally closed = by(TrialChanges::emptied);
    return new TrialControl(CONTROLS, closed.refused(), opened.letIn());
  }

  /** Returns what is seen while each change goes by way of a third state. */
  private TrialTraffic.Tally by(UnaryOperator<Ruleset> way) throws IOException {
    return traffic()
        .during(
            () -> {
              for (int i = 0; i < CONTROLS; i++) {
                become(way.apply(state(i)));
                become(state(i));
              }
            });
  }

  private TrialTraffic traffic() {
    return new TrialTraffic(target, connections, states);
  }

  private Ruleset state(int change) {
    return change % 2 == 0 ? states.other() : states.one();
  }

  private static Ruleset emptied(Ruleset ruleset) {
    return new Ruleset(
        ruleset.rules().stream()
            .map(
                rule ->
                    switch (rule.peers()) {
                      case Peers.Any _ -> rule;
                      case Peers.Only _ ->
                          rule.withPeers(new Peers.Only(AddressSet.builder().build()));
                    })
            .toList());
  }

  private void become(Ruleset next) throws IOException {
    Plan plan = Plan.between(target.observe(), next);
    switch (target.apply(target.compile(plan))) {
      case Applied.Done _ -> {}
      case Applied.Handed handed -> throw new IOException("only handed: " + handed.files());
      case Applied.Partial partial -> throw new IOException("not changed: " + partial.why());
      case Applied.Unchanged unchanged -> throw new IOException("not changed: " + unchanged.why());
    }
  }
}
