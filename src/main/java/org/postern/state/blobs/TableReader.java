package org.postern.state.blobs;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.postern.source.DatedTable;

/** Reads the tables that a record refers to. */
final class TableReader {
  private final Blobs.Reading reading;
  private final PackName self;
  private final Map<Slot, StoredTable> known;

  /**
   * Creates a reader for one record.
   *
   * @param self the pack that the record is in
   * @param known the table that was last read or written in each slot; each read updates it
   */
  TableReader(Blobs.Reading reading, PackName self, Map<Slot, StoredTable> known) {
    this.reading = reading;
    this.self = self;
    this.known = known;
  }

  /**
   * Reads a table; one that is known already is not read again.
   *
   * @param dates how many dates each entry has
   * @throws IOException when it is missing or damaged, or has another number of dates
   */
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
