package org.postern.plan.guard;

/**
 * How a family of a set grows over the last days. The grown size is the number of published
 * entries, in which an increase counts only for entries that were not in force, fading ones
 * included. So a name that answers with another part of a pool each time does not grow. A series of
 * small steps adds up.
 *
 * @param narrowest the smallest grown size of the last days; 0 when there were no members
 * @param before the grown size until now
 * @param now the grown size with the entries that are new
 * @param inForce entries in force until now, fading ones included
 */
public record Growth(int narrowest, int before, int now, int inForce) {

  /**
   * Computes the growth with a new answer.
   *
   * @param last the grown size until now
   * @param published the number of entries of the answer
   * @param fresh how many of them were not in force
   */
  static Growth of(int narrowest, int last, int published, int fresh, int inForce) {
    int now = published <= last ? published : Math.min(published, last + fresh);
    return new Growth(narrowest, last, now, inForce);
  }

  /**
   * Returns the entries that came by growth within the last days, those of this answer included.
   */
  public int added() {
    return now - narrowest;
  }

  /** Returns the entries in force that did not come by growth within the last days. */
  public int base() {
    return Math.max(0, inForce - Math.max(0, before - narrowest));
  }
}
