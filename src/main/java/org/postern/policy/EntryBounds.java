package org.postern.policy;

import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The limits that a set puts on single entries, and the sources for which they hold. Outside
 * sources are always meant; list files are meant where a key is written, since a list may be what a
 * job fetched. What the policy itself spells out is held against the guard when the policy is read.
 *
 * @param set the set whose guard has the limits
 * @param lists the ids of its sources that are list files
 */
public record EntryBounds(SetDefinition set, Set<String> lists) {
  public EntryBounds {
    lists = Set.copyOf(lists);
  }

  /**
   * Creates the bounds of a set; made once for all its sources, of which there may be thousands.
   */
  public EntryBounds(SetDefinition set) {
    this(
        set,
        set.sources().stream()
            .filter(one -> one.origin() == SourceSpec.Origin.HOST)
            .map(SourceSpec::id)
            .collect(Collectors.toSet()));
  }

  /**
   * Tells whether no entry may be wider than the guard says.
   *
   * @param source the id of the source
   * @param outside whether it is published outside of this host's administration
   */
  public boolean limitWidth(String source, boolean outside) {
    return outside || (set.guard().widestOnLists() && isList(source));
  }

  /** Tells whether that source may name no special-purpose address. */
  public boolean refuseSpecial(String source, boolean outside) {
    return !set.guard().allowSpecial()
        && (outside || (set.guard().specialOnLists() && isList(source)));
  }

  /** Returns how long an entry stays that the source no longer names. */
  public Duration stay(String source, boolean outside) {
    if (outside) {
      return set.keep().removed();
    }
    return isList(source) ? set.keep().removedFromLists() : Duration.ZERO;
  }

  private boolean isList(String source) {
    return lists.contains(source);
  }
}
