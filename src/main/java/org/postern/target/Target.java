package org.postern.target;

import org.postern.plan.Capabilities;
import org.postern.plan.Observation;
import org.postern.plan.Plan;

/** A system that rules are written to: four verbs, and further abilities as {@link Facets}. */
public interface Target {
  /** Returns what the target can do: data, always the same, needs no access to the system. */
  Capabilities capabilities();

  /** Returns what the system holds now, all of it read. */
  default Observation observe() throws TargetException {
    return observe(Observation.nothing());
  }

  /**
   * Returns what the system holds now. What of an earlier observation is known not to have moved
   * may be told again instead of being read again; the proof says so.
   *
   * @param last an earlier observation of this target; {@link Observation#nothing()} to have
   *     everything read. One without a precondition is what is expected: where it costs less than
   *     to read everything, it may be confirmed or refuted as a whole instead
   */
  Observation observe(Observation last) throws TargetException;

  /** Returns the steps from what was observed to what is meant. Pure: same plan, same artifact. */
  Artifact compile(Plan plan);

  /** Carries out the steps in order, none of them twice. */
  Applied apply(Artifact artifact) throws TargetException;

  /** Returns the abilities beside the four verbs; always the same. */
  default Facets facets() {
    return Facets.NONE;
  }
}
