package org.postern.state.blobs;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.postern.source.DatedTable;
import org.postern.source.EntryMerge;
import org.postern.source.EntryTable;

/**
 * Decodes the chunks of a table out of packs that are read and sound.
 *
 * @param manifest the list of its chunks
 * @param packs all that hold some of them
 */
record ChunkDecoder(Manifest manifest, Map<PackName, Pack> packs) {
  /** Decodes all chunks. */
  DatedTable whole() throws IOException {
    ChunkCodec.Collector all =
        new ChunkCodec.Collector(manifest.family(), manifest.size(), manifest.columns());
    for (Optional<Manifest.Chunk> chunk : manifest.chunks()) {
      if (chunk.isPresent()) {
        all.add(reader(chunk.get().entries()), reader(chunk.get().dates()));
      }
    }
    return all.build(manifest.size());
  }

  /** A table without dates, made of another of which it shares most chunks. */
  DatedTable changed(StoredTable other) throws IOException {
    int count = manifest.chunks().size();
    boolean[] same = new boolean[count];
    ChunkCodec.Collector changed = new ChunkCodec.Collector(manifest.family(), 0, 0);
    int size = 0;
    for (int chunk = 0; chunk < count; chunk++) {
      Optional<Manifest.Chunk> own = manifest.chunks().get(chunk);
      same[chunk] = Manifest.isSame(own, other.manifest().chunks().get(chunk));
      if (own.isPresent() && !same[chunk]) {
        size += changed.add(reader(own.get().entries()), reader(own.get().entries()));
      }
    }
    EntryTable all = other.table().table();
    int[] staying = all.positions(at -> same[Chunking.of(all.bounds(), at, count)]);
    EntryTable made = EntryMerge.union(all.at(staying), changed.build(size).table());
    if (made.size() != manifest.size()) {
      throw new IOException("the table should hold " + manifest.size());
    }
    return DatedTable.of(made);
  }

  private ByteReader reader(BlobRef ref) throws IOException {
    Pack pack = packs.get(ref.pack());
    if (pack == null) {
      throw new IOException("the manifest does not name pack " + ref.pack());
    }
    return pack.record(ref.record());
  }
}
