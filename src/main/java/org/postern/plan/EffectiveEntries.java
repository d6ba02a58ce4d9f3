package org.postern.plan;

import java.time.Duration;
import java.time.Instant;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.address.AddressSet;
import org.postern.source.LastGood;

/**
 * The entries of one family of a source that are in force in a set, after guards were asked.
 *
 * @param entries the entries with their dates
 * @param named the reason why those are in force that the last answer names
 * @param left the reason why those are in force that it no longer names
 * @param stay how long those fade, from the first answer without them
 */
public record EffectiveEntries(LastGood entries, EntryState named, EntryState left, Duration stay) {

  /** Returns the source, set and family that the entries are of. */
  public LastGood.Key key() {
    return entries.key();
  }

  /** Returns the number of entries. */
  public int size() {
    return entries.size();
  }

  /** Returns how many there are for this reason. */
  public int of(EntryState state) {
    return (state == named ? entries.named().size() : 0)
        + (state == left ? entries.left().size() : 0);
  }

  /** Returns when the next of the fading entries leaves; empty when none fades. */
  public Optional<Instant> nextEnd() {
    return left == EntryState.FADING && entries.left().size() > 0
        ? Optional.of(entries.left().dates().get(2).earliest().plus(stay))
        : Optional.empty();
  }

  /**
   * Returns when an entry that the last answer no longer names leaves; empty when its removal is
   * held.
   */
  public Optional<Instant> until(int index) {
    return left == EntryState.FADING
        ? Optional.of(entries.leftSince(index).plus(stay))
        : Optional.empty();
  }

  /** Returns all entries as objects, each made when it is read. */
  public List<EffectiveEntry> rows() {
    return new AbstractList<>() {
      @Override
      public EffectiveEntry get(int index) {
        return row(index);
      }

      @Override
      public int size() {
        return entries.size();
      }
    };
  }

  /** Returns the entries that share an address with a set, as objects. */
  public List<EffectiveEntry> rows(AddressSet set) {
    List<EffectiveEntry> rows = new ArrayList<>();
    if (set.isEmpty(key().family())) {
      return rows;
    }
    for (int index : entries.named().table().bounds().meeting(set)) {
      rows.add(row(index));
    }
    for (int index : entries.left().table().bounds().meeting(set)) {
      rows.add(row(entries.named().size() + index));
    }
    return rows;
  }

  private EffectiveEntry row(int index) {
    int fresh = entries.named().size();
    return index < fresh
        ? new EffectiveEntry(key(), entries.entries().get(index), named, Optional.empty())
        : new EffectiveEntry(key(), entries.entries().get(index), left, until(index - fresh));
  }
}
