package org.postern.target;

import java.util.List;
import org.postern.plan.Observation;

/** The outcome of applying an artifact. */
public sealed interface Applied {
  /**
   * Every step was carried out.
   *
   * @param now the contents of the system, if nothing moves until it is observed again; {@link
   *     Observation#nothing()} when that has to be read because others had a hand in it
   */
  record Done(Observation now) implements Applied {}

  /**
   * Nothing was changed.
   *
   * @param why the reason in words
   * @param moved whether the system was changed by another program meanwhile, so that a new plan
   *     may succeed
   */
  record Unchanged(String why, boolean moved) implements Applied {}

  /**
   * Some steps were carried out, then one failed: the system holds a superset of old and new.
   *
   * @param done the number of steps that were carried out
   * @param why the reason why the next one failed, in words
   */
  record Partial(int done, String why) implements Applied {}

  /**
   * A sheet is written for a person, who carries it out and attests that: until then the system
   * holds what it held.
   *
   * @param digest the digest of the sheet, by which it is attested
   * @param files the files that hold it, the same in each; never empty
   * @param anew whether anything was written; false for one that waits already
   */
  record Handed(String digest, List<String> files, boolean anew) implements Applied {
    public Handed {
      files = List.copyOf(files);
    }
  }
}
