package org.postern.plan;

/** How we know that a target holds what is meant. */
public enum Proof {
  /** Everything was read back and compared over the whole space. */
  EXACT,
  /** Nothing of ours has moved since an exact proof. */
  RECORDED,
  /** A sample of the elements was looked up. */
  SAMPLED,
  /** The system itself said yes and no at both edges of every interval, of just this. */
  CONSUMER,
  /** A person says so, with name and time. */
  ATTESTED;

  /**
   * Returns the proof that is left when nothing has moved since: a sample never becomes more than
   * that.
   */
  public Proof carriedOn() {
    return switch (this) {
      case EXACT, RECORDED -> RECORDED;
      case SAMPLED -> SAMPLED;
      case CONSUMER -> CONSUMER;
      case ATTESTED -> ATTESTED;
    };
  }

  /** Returns the word that is printed. */
  public String text() {
    return switch (this) {
      case EXACT -> "exact";
      case RECORDED -> "recorded";
      case SAMPLED -> "sampled";
      case CONSUMER -> "consumer";
      case ATTESTED -> "attested";
    };
  }
}
