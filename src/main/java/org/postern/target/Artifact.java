package org.postern.target;

import java.util.List;
import java.util.Locale;
import org.postern.plan.Observation;

/**
 * The steps that change a system, in order. After every step each kept address is accepted and no
 * foreign address is.
 *
 * @param precondition the precondition of the observation it was compiled from
 * @param notes the facts that the user should know before it is applied, in words
 * @param steps empty when nothing is to be done
 * @param companions the files that go with the steps into a folder and are no steps: a
 *     registration, a removal
 * @param expected the contents of the system when all steps are done, as far as they are known
 *     before
 */
public record Artifact(
    String precondition,
    List<String> notes,
    List<? extends Step> steps,
    List<? extends Step> companions,
    Observation expected) {
  public Artifact {
    notes = List.copyOf(notes);
    steps = List.copyOf(steps);
    companions = List.copyOf(companions);
  }

  /** Creates an artifact without companions. */
  public Artifact(
      String precondition, List<String> notes, List<? extends Step> steps, Observation expected) {
    this(precondition, notes, steps, List.of(), expected);
  }

  /** Returns one with nothing to do, from a system without us. */
  public static Artifact none() {
    return new Artifact("", List.of(), List.of(), Observation.nothing());
  }

  /** A change that is as indivisible as the target can make it. */
  public interface Step {
    /** Returns a few words that say what the step does. */
    String title();

    /** Returns the step in the words of the system's own tool, loadable by it. */
    String text();

    /** Returns how the names of files end that hold such text. */
    String ending();

    /**
     * Returns the name of the step's file, such as {@code 01-name.ending}.
     *
     * @param number the place among the steps, from 1
     */
    default String fileName(int number) {
      String name = title().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
      return "%02d-%s.%s".formatted(number, name, ending());
    }
  }
}
