package org.postern.plan;

/**
 * The reason why a rule accepts peers from now on, accepts them no longer, or will not for long. In
 * the order of their weight: what no source said stands before what a provider says, and that
 * before what the administrator wrote himself. Of several that hold for one prefix, the first is
 * meant.
 */
public enum Reason {
  /** The peer is covered although no source named it. */
  WIDENED(Effect.ADDS, "widened", "covers addresses that no source named"),
  /** The peer was applied, and has been taken out since. */
  LOST(Effect.ADDS, "missing", "was applied, and is gone from the target since"),
  /** The answer of an outside source names it, and the one before did not. */
  NEW_AT_PROVIDER(Effect.ADDS, "new at the provider", ""),
  /** An outside source names it that has never answered before. */
  FIRST_ANSWER(Effect.ADDS, "first answer", "the source was not asked before"),
  /** A list on this host names it, and did not before. */
  NEW_IN_LIST(Effect.ADDS, "new in the list", ""),
  /** The policy names the peer, and did not before. */
  NEW_IN_POLICY(Effect.ADDS, "new in the policy", ""),
  /** The peer was in force already, in a set that the rule did not accept or in another rule. */
  KNOWN(Effect.ADDS, "known", "in force before, but not in this rule"),
  /** The peer is accepted from now on for a reason that is not known. */
  ADDED(Effect.ADDS, "added", ""),
  /** The target accepts it, and no apply of ours put it there. */
  FOREIGN(Effect.REMOVES, "put there by others", ""),
  /** A set or the rule never accepts the peer. */
  FORBIDDEN(Effect.REMOVES, "never", "taken out by the policy whatever sources say"),
  /** The answers of an outside source have not named it for as long as the set keeps it. */
  GONE_AT_PROVIDER(Effect.REMOVES, "gone at the provider", ""),
  /** A list on this host names the peer no more. */
  GONE_FROM_LIST(Effect.REMOVES, "gone from the list", ""),
  /** The last day on which the entry counts has passed. */
  EXPIRED(Effect.REMOVES, "expired", "the policy names it until a day that has passed"),
  /** The policy, or this rule of it, does not name its source any more. */
  GONE_FROM_POLICY(Effect.REMOVES, "gone from the policy", ""),
  /** The peer was covered without being named, and is not any more. */
  NARROWED(Effect.REMOVES, "no longer widened", ""),
  /** The peer is accepted no longer for a reason that is not known. */
  REMOVED(Effect.REMOVES, "removed", ""),
  /** The last answer does not name it; it stays accepted until its set has kept it long enough. */
  FADING(Effect.KEEPS, "fading", "no longer named, still accepted for a while");

  private final Effect effect;
  private final String text;
  private final String meaning;

  Reason(Effect effect, String text, String meaning) {
    this.effect = effect;
    this.text = text;
    this.meaning = meaning;
  }

  /** The effect on a peer. */
  public enum Effect {
    /** The peer is accepted from now on. */
    ADDS,
    /** The peer is accepted no longer. */
    REMOVES,
    /** The peer's lot stays as it is for now. */
    KEEPS
  }

  /** Returns the effect on the peer. */
  public Effect effect() {
    return effect;
  }

  /** Returns the words that are printed. */
  public String text() {
    return text;
  }

  /** Returns the words, with their meaning where it is not obvious. */
  public String explained() {
    return meaning.isEmpty() ? text : text + ": " + meaning;
  }
}
