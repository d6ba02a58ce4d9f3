package org.postern.state.blobs;

import org.postern.address.Family;
import org.postern.source.LastGood;

/**
 * The owner of a table. Tables that are stored one after the other in the same slot are likely to
 * differ little, so that the later one shares chunks with the earlier one.
 */
sealed interface Slot {
  /** Entries that the last good answer of a source names. */
  record Named(LastGood.Key key) implements Slot {}

  /** Entries that the source no longer names, and that are still in force. */
  record Left(LastGood.Key key) implements Slot {}

  /** Entries of a change that waits for approval. */
  record Pending(String digest) implements Slot {}

  /** Peers that a rule accepts. */
  record Accepted(String rule, Family family) implements Slot {}
}
