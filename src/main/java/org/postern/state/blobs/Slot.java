package org.postern.state.blobs;

import org.postern.address.Family;
import org.postern.source.LastGood;

/** Whose table it is: the one that was stored last in the same slot is likely to differ little. */
sealed interface Slot {
  /** Entries that the last good answer of a source names. */
  record Named(LastGood.Key key) implements Slot {}

  /** Entries that it no longer names. */
  record Left(LastGood.Key key) implements Slot {}

  /** Entries of a change that waits. */
  record Pending(String digest) implements Slot {}

  /** Peers that a rule accepts. */
  record Accepted(String rule, Family family) implements Slot {}
}
