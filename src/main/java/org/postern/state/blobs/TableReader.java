package org.postern.state.blobs;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.postern.source.DatedTable;

/** Reads the tables that a record names. */
final class TableReader {
  private final Blobs.Reading reading;
  private final PackName self;
  private final Map<Slot, StoredTable> known;

  /**
   * For one record.
   *
   * @param self the pack that the record is in
   * @param known what was read or written last; what is read goes there
   */
  TableReader(Blobs.Reading reading, PackName self, Map<Slot, StoredTable> known) {
    this.reading = reading;
    this.self = self;
    this.known = known;
  }

  /** Reads a table with so many dates for each entry. A table that is known is not read again. */
  DatedTable read(Slot slot, String name, int dates) throws IOException {
    BlobRef ref = BlobRef.parse(name, self);
    StoredTable before = known.get(slot);
    StoredTable table =
        before != null && before.ref().equals(ref)
            ? before
            : reading.table(ref, dates == 0 ? known.values() : List.of());
    if (table.table().dates().size() != dates) {
      throw new IOException("a table has not the dates that it should have");
    }
    known.put(slot, table);
    return table.table();
  }
}
