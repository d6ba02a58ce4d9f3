package org.postern.state.blobs;

import java.util.Set;
import org.postern.source.DatedTable;

/**
 * A table, and where it is stored: what a later run starts from when it stores another that differs
 * little.
 *
 * @param table the table
 * @param manifest its chunks
 * @param ref where the manifest is
 */
record StoredTable(DatedTable table, Manifest manifest, BlobRef ref) {
  /** The packs without which it cannot be read. */
  Set<PackName> packs() {
    Set<PackName> packs = manifest.packs();
    packs.add(ref.pack());
    return packs;
  }

  /** The name of the intervals and labels, wherever they are stored. */
  BlobId id() {
    return manifest.id();
  }

  /** Returns a copy in which what is of the pack being written is named by it. */
  StoredTable in(PackName written) {
    return ref.isOfThisPack()
        ? new StoredTable(table, manifest.in(written), ref.in(written))
        : this;
  }
}
