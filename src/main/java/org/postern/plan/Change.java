package org.postern.plan;

import java.util.List;
import org.postern.address.AddressSet;

/** A difference between what a target holds and what it is meant to hold. */
public sealed interface Change {
  /** A rule that is not there yet. */
  record RuleAdded(AccessRule rule) implements Change {}

  /** A rule that is there and no longer wanted. */
  record RuleRemoved(AccessRule rule) implements Change {}

  /**
   * A rule that covers or answers differently.
   *
   * @param what each difference
   */
  record RuleChanged(AccessRule before, AccessRule after, List<Difference> what) implements Change {
    public RuleChanged {
      what = List.copyOf(what);
    }
  }

  /**
   * A property of a rule that differs.
   *
   * @param key the key as the policy names it, "otherwise"
   * @param before the value before, in words
   * @param after the value after, in words
   */
  record Difference(String key, String before, String after) {
    /** Returns a text such as {@code otherwise: observe -> drop}. */
    public String text() {
      return key + ": " + before + " -> " + after;
    }

    /** Adds a difference to a list, if the two values differ. */
    static void note(List<Difference> what, String key, String before, String after) {
      if (!before.equals(after)) {
        what.add(new Difference(key, before, after));
      }
    }
  }

  /**
   * A rule that accepts other peers.
   *
   * @param added accepted from now on
   * @param removed accepted until now
   */
  record PeersChanged(String rule, AddressSet added, AddressSet removed) implements Change {}

  /** A part of our area that means nothing we want: redundant, damaged or unknown. */
  record Repair(String what) implements Change {}
}
