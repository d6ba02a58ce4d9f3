package org.postern.state.blobs;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.postern.source.DatedTable;

/** Puts tables into a new pack, each beside the one that was stored last in its slot. */
final class TableWriter {
  private final Blobs.Writing writing;
  private final Map<Slot, StoredTable> before;
  private final Map<Slot, StoredTable> written = new HashMap<>();

  /**
   * Creates the writer of one pack.
   *
   * @param before the tables that were stored last
   */
  TableWriter(Blobs.Writing writing, Map<Slot, StoredTable> before) {
    this.writing = writing;
    this.before = before;
  }

  /** Stores a table, and returns how the pack names it. */
  String write(Slot slot, DatedTable table) {
    StoredTable known = written.get(slot);
    if (known == null || !known.table().equals(table)) {
      known = writing.table(table, Optional.ofNullable(before.get(slot)));
      written.put(slot, known);
    }
    known.table().table().name().text().ifPresent(table.table().name()::learn);
    return known.ref().toString();
  }

  /** Returns the name of the content of a table that was stored. */
  Optional<BlobId> id(Slot slot) {
    return Optional.ofNullable(written.get(slot)).map(StoredTable::id);
  }

  /** Returns the packs, but for the one being written, that hold some of what was stored. */
  Set<PackName> packs() {
    Set<PackName> packs = new TreeSet<>();
    written.values().forEach(table -> packs.addAll(table.packs()));
    packs.removeIf(PackName::isBeingWritten);
    return packs;
  }

  /** Returns what is stored in each slot once the pack has this name. */
  Map<Slot, StoredTable> in(PackName pack) {
    Map<Slot, StoredTable> named = new HashMap<>();
    written.forEach((slot, table) -> named.put(slot, table.in(pack)));
    return named;
  }
}
