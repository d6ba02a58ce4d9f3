package org.postern.target;

import org.postern.plan.Observation;

/** What became of an artifact. */
public sealed interface Applied {
  /**
   * Every step was carried out.
   *
   * @param now what the system holds, if nothing moves until it is observed again; {@link
   *     Observation#nothing()} when that has to be read because others had a hand in it
   */
  record Done(Observation now) implements Applied {}

  /**
   * Nothing was changed.
   *
   * @param why in words
   * @param moved whether the system was changed by somebody else meanwhile, so that a new plan may
   *     succeed
   */
  record Unchanged(String why, boolean moved) implements Applied {}

  /**
   * Some steps were carried out: the system holds a superset of old and new.
   *
   * @param done how many steps
   * @param why the next one failed, in words
   */
  record Partial(int done, String why) implements Applied {}
}
