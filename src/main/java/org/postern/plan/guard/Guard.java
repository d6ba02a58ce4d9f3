package org.postern.plan.guard;

import java.util.Optional;
import org.postern.state.Half;

/** Looks at what a set is about to become and may hold one half of the change. */
public interface Guard {
  /** The key of the policy language that sets it. */
  String name();

  /** Which half it holds. */
  Half half();

  /** Why it holds, in words; empty when it lets pass. */
  Optional<String> objection(Candidate candidate);
}
