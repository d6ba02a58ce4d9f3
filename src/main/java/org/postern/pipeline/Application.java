package org.postern.pipeline;

import java.io.IOException;
import java.util.Optional;
import org.postern.plan.Equivalence;
import org.postern.plan.Observation;
import org.postern.plan.Plan;
import org.postern.plan.Proof;
import org.postern.plan.Ruleset;
import org.postern.state.Generation;
import org.postern.target.Applied;
import org.postern.target.Target;

/** Applies one prepared policy to one target: observe, plan, write down, change, observe, prove. */
final class Application {
  /** Somebody who changes our rules faster than that is not met by trying harder. */
  private static final int ATTEMPTS = 3;

  private final Target target;
  private final String name;
  private final Prepared prepared;
  private final Ledger ledger;
  private final Ruleset wanted;

  Application(Target target, String name, Prepared prepared, Ledger ledger) {
    this.target = target;
    this.name = name;
    this.prepared = prepared;
    this.ledger = ledger;
    this.wanted = prepared.meaning().ruleset();
  }

  Outcome run(String why) throws IOException {
    Plan plan = Plan.between(target.observe(), wanted);
    Generation generation = ledger.open(prepared, name, why);
    if (plan.isEmpty()) {
      ledger.close(prepared, generation, Generation.Outcome.PROVEN);
      return new Outcome.Proven(prepared, name, plan, generation.number(), Proof.EXACT);
    }
    for (int attempt = 1; ; attempt++) {
      Applied applied = target.apply(target.compile(plan));
      switch (applied) {
        case Applied.Done done -> {
          return prove(plan, generation);
        }
        case Applied.Partial partial -> {
          ledger.close(prepared, generation, Generation.Outcome.PARTIAL);
          return notProven(plan, generation, "some steps were carried out: " + partial.why());
        }
        case Applied.Unchanged unchanged -> {
          if (!unchanged.moved() || attempt == ATTEMPTS) {
            ledger.close(prepared, generation, Generation.Outcome.UNCHANGED);
            return new Outcome.Unchanged(prepared, name, plan, unchanged.why());
          }
          plan = Plan.between(target.observe(), wanted);
        }
      }
    }
  }

  private Outcome prove(Plan plan, Generation generation) throws IOException {
    Observation after = target.observe();
    Plan rest = Plan.between(after, wanted);
    if (rest.isEmpty() && Equivalence.compare(after.owned(), wanted).isEmpty()) {
      ledger.close(prepared, generation, Generation.Outcome.PROVEN);
      return new Outcome.Proven(prepared, name, plan, generation.number(), Proof.EXACT);
    }
    ledger.close(prepared, generation, Generation.Outcome.NOT_PROVEN);
    return notProven(rest, generation, "what is held afterwards is not what is meant");
  }

  private Outcome notProven(Plan plan, Generation generation, String why) throws IOException {
    Optional<Equivalence.Counterexample> difference =
        Equivalence.compare(target.observe().owned(), wanted);
    return new Outcome.NotProven(prepared, name, plan, generation.number(), why, difference);
  }
}
