package org.postern.plan;

import java.util.List;
import org.postern.address.AddressSet;

/** One difference between what a target holds and what it is meant to hold. */
public sealed interface Change {
  /** A rule that is not there yet. */
  record RuleAdded(FilterRule rule) implements Change {}

  /** A rule that is there and no longer wanted. */
  record RuleRemoved(FilterRule rule) implements Change {}

  /**
   * A rule that covers or answers differently.
   *
   * @param what each difference in words, "otherwise: observe -> drop"
   */
  record RuleChanged(FilterRule before, FilterRule after, List<String> what) implements Change {
    public RuleChanged {
      what = List.copyOf(what);
    }
  }

  /**
   * A rule that accepts other peers.
   *
   * @param added accepted from now on
   * @param removed accepted until now
   */
  record PeersChanged(String rule, AddressSet added, AddressSet removed) implements Change {}

  /** Something in our area that means nothing we want: redundant, damaged or unknown. */
  record Repair(String what) implements Change {}
}
