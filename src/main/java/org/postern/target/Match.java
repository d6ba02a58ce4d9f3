package org.postern.target;

/** The relation of a condition of others to certain packets: whether it holds of them. */
public enum Match {
  /** The condition holds of all of them. */
  YES,
  /** The condition holds of none. */
  NO,
  /** The condition holds of some, or it cannot be told. */
  MAYBE;

  /** Tells whether both conditions hold. */
  public Match and(Match other) {
    if (this == NO || other == NO) {
      return NO;
    }
    return this == YES && other == YES ? YES : MAYBE;
  }

  /** Tells whether one of both conditions holds. */
  public Match or(Match other) {
    return not().and(other.not()).not();
  }

  /** Tells whether the condition does not hold. */
  public Match not() {
    return switch (this) {
      case YES -> NO;
      case NO -> YES;
      case MAYBE -> MAYBE;
    };
  }

  /** Returns the match, negated where its condition is. */
  public Match inverted(boolean inverted) {
    return inverted ? not() : this;
  }

  /** Returns the match of a condition whose value is known. */
  public static Match of(boolean holds) {
    return holds ? YES : NO;
  }
}
