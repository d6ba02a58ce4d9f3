package org.postern.target.nftables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.List;
import java.util.Optional;
import org.postern.plan.Equivalence;
import org.postern.plan.Observation;
import org.postern.plan.Plan;
import org.postern.plan.Ruleset;
import org.postern.target.Applied;
import org.postern.target.Artifact;
import org.postern.target.Target;
import org.postern.target.TargetException;

/**
 * Who stays and brings a host to one ruleset after the other, by the verbs of a target alone. What
 * it does is timed in the namespace, without the way there.
 */
final class Daemon {
  private final Host host;
  private final Target target = new NftablesTarget();
  private Observation last = Observation.nothing();

  Daemon(Host host) {
    this.host = host;
  }

  /** From the ruleset to the proof that it is held: how long it takes. */
  long bring(Ruleset wanted) {
    return timed(
        () -> {
          apply(target.compile(Plan.between(observe(), wanted)));
          proveHeld(wanted);
        });
  }

  /** The steps alone: how long they take. */
  long apply(Ruleset wanted) {
    Artifact artifact = compile(wanted);
    return timed(() -> apply(artifact));
  }

  /** The steps to a ruleset. */
  Artifact compile(Ruleset wanted) {
    return host.run(() -> target.compile(Plan.between(observe(), wanted)));
  }

  /** That the ruleset is held: how long it takes to be sure. */
  long prove(Ruleset wanted) {
    return timed(() -> proveHeld(wanted));
  }

  private Observation observe() throws TargetException {
    last = target.observe(last);
    return last;
  }

  private void apply(Artifact artifact) throws TargetException {
    last = assertInstanceOf(Applied.Done.class, target.apply(artifact)).now();
  }

  private void proveHeld(Ruleset wanted) throws TargetException {
    Observation after = observe();
    assertEquals(List.of(), Plan.between(after, wanted).changes());
    assertEquals(Optional.empty(), Equivalence.compare(after.owned(), wanted));
  }

  private interface Action {
    void run() throws TargetException;
  }

  private long timed(Action action) {
    return host.run(
        () -> {
          long begin = System.nanoTime();
          action.run();
          return System.nanoTime() - begin;
        });
  }
}
