package org.postern.state.blobs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.postern.address.ContentName;
import org.postern.address.Once;
import org.postern.source.DateColumn;
import org.postern.source.DatedTable;
import org.postern.source.EntryTable;

/**
 * A table, and where it is stored: what a later run starts from when it stores another that differs
 * little.
 *
 * @param table the table
 * @param manifest the list of its chunks
 * @param ref the place of the manifest
 */
record StoredTable(DatedTable table, Manifest manifest, BlobRef ref) {
  StoredTable {
    table.table().name().learn(name(manifest));
  }

  /** Decodes a table out of what is sound by its checksums. */
  interface Decoder {
    DatedTable decode() throws IOException;
  }

  /** A table that is decoded when an entry or a date of it is first looked at. */
  static StoredTable lazy(BlobRef ref, Manifest manifest, Decoder decoder) {
    // One for the entries and for each column of dates.
    Once<DatedTable> decoded = new Once<>(() -> decoded(decoder));
    EntryTable entries =
        EntryTable.lazy(
            manifest.family(),
            manifest.size(),
            ContentName.of(name(manifest)),
            () -> decoded.get().table());
    List<DateColumn> dates = new ArrayList<>();
    for (int column = 0; column < manifest.columns(); column++) {
      int number = column;
      dates.add(DateColumn.lazy(manifest.size(), () -> decoded.get().dates().get(number)));
    }
    return new StoredTable(new DatedTable(entries, dates), manifest, ref);
  }

  private static String name(Manifest manifest) {
    return manifest.family().text() + " " + manifest.id();
  }

  private static DatedTable decoded(Decoder decoder) {
    try {
      return decoder.decode();
    } catch (IOException e) {
      throw new UncheckedIOException("a table with sound checksums makes no sense", e);
    }
  }

  /** Returns the packs without which it cannot be read. */
  Set<PackName> packs() {
    Set<PackName> packs = manifest.packs();
    packs.add(ref.pack());
    return packs;
  }

  /** Returns the name of the intervals and labels, wherever they are stored. */
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
