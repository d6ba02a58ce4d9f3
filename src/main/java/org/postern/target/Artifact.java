package org.postern.target;

import java.util.List;
import org.postern.plan.Observation;

/**
 * What is to be done to a system, in order. After every step each kept address is accepted and no
 * foreign address is.
 *
 * @param precondition of the observation it was compiled from
 * @param notes what the user should know before it is applied, in words
 * @param steps empty when nothing is to be done
 * @param expected what the system holds when all steps are done, as far as that is known before
 */
public record Artifact(
    String precondition, List<String> notes, List<? extends Step> steps, Observation expected) {
  public Artifact {
    notes = List.copyOf(notes);
    steps = List.copyOf(steps);
  }

  /** One indivisible change, as indivisible as the target can make it. */
  public interface Step {
    /** What it does, a few words. */
    String title();

    /** The step in the words of the system's own tool, loadable by it. */
    String text();
  }
}
