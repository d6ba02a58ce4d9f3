package org.postern.command.trial;

/**
 * The wrong verdicts while sets changed in ways that are known to err, each direction by one of
 * them; writer and reader side by side. Without such verdicts the judge of the trial is blind.
 *
 * @param changes the number of changes of each way
 * @param refused connections of peers that are accepted before and after, refused by changes that
 *     emptied the lists first
 * @param letIn connections of peers that are never accepted, let in by changes that removed the
 *     rules first
 */
public record TrialControl(long changes, long refused, long letIn) {
  /** The control where nothing was tried. */
  static final TrialControl NONE = new TrialControl(0, 0, 0);

  /** Tells whether the judge saw what was wrong, in both directions. */
  boolean isSeen() {
    return refused > 0 && letIn > 0;
  }
}
