package org.postern.pipeline.check;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.pipeline.Occasion;
import org.postern.pipeline.Outcome;
import org.postern.pipeline.Prepared;
import org.postern.pipeline.Recall;
import org.postern.pipeline.Request;
import org.postern.pipeline.ShippedRuleset;
import org.postern.pipeline.run.Ledger;
import org.postern.policy.PolicyText;
import org.postern.state.Contents;
import org.postern.state.Generation;
import org.postern.state.StateStore;

/** Adds to plans what holds for all targets of a run: it is said with the first. */
public final class PlanNotes {
  private final StateStore store;
  private final Prepared prepared;

  /** Creates the notes of one run. */
  public PlanNotes(StateStore store, Prepared prepared) {
    this.store = store;
    this.prepared = prepared;
  }

  /** Notes the rulesets that come with this version as other texts than those accepted. */
  public List<Outcome> ofRulesets(List<Outcome> outcomes) throws IOException {
    if (prepared.policy().texts().stream().noneMatch(PolicyText::isShipped)) {
      return outcomes;
    }
    Optional<Generation> inForce = inForce();
    Optional<Contents> accepted =
        inForce.isPresent()
            ? Recall.contents(store, inForce.get(), new ArrayList<>())
            : Optional.empty();
    return noting(
        outcomes,
        accepted.map(Contents::texts).orElse(List.of()).stream()
            .filter(text -> text.isShipped() && ShippedRuleset.isOther(text))
            .map(text -> text.name() + " is another text than the one that was accepted")
            .toList());
  }

  /** Notes which generation an apply would make; it may do so where no target differs. */
  public List<Outcome> ofGeneration(List<Outcome> outcomes, List<String> names, Request request)
      throws IOException {
    boolean applies = outcomes.stream().allMatch(Outcome.Planned.class::isInstance);
    if (!applies
        || Ledger.isInForce(store, inForce(), prepared, names, Occasion.applied(request))) {
      return outcomes;
    }
    String note = "apply would accept this policy as generation " + Ledger.next(store);
    return noting(outcomes, List.of(note));
  }

  private Optional<Generation> inForce() throws IOException {
    return Recall.inForce(store, prepared.memory(), new ArrayList<>());
  }

  private static List<Outcome> noting(List<Outcome> outcomes, List<String> notes) {
    List<Outcome> noting = new ArrayList<>(outcomes);
    if (!noting.isEmpty() && noting.getFirst() instanceof Outcome.Planned first) {
      noting.set(0, first.noting(notes));
    }
    return noting;
  }
}
