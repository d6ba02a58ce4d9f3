package org.postern.plan.guard;

import java.util.Optional;
import org.postern.plan.memory.ChangeSide;

/** Looks at what a set is about to become and may hold one side of the change. */
public interface Guard {
  /** Returns the key of the policy language that sets the guard. */
  String name();

  /** Returns the side of the change that the guard holds. */
  ChangeSide side();

  /** Returns why it holds the candidate, in words; empty when it lets it pass. */
  Optional<String> objection(Candidate candidate);
}
