package org.postern.state.blobs;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.postern.address.Bounds;
import org.postern.source.DateColumn;
import org.postern.source.DatedTable;
import org.postern.source.EntryMerge;

/**
 * Cuts a table into chunks, and adds those to a pack that no earlier run has stored. What has not
 * changed is neither encoded nor named by its content again.
 */
final class TableCutter {
  private final DatedTable table;
  private final Optional<StoredTable> before;
  private final int count;
  private final Pack.Writer pack;

  /**
   * Creates the cutter of one table.
   *
   * @param before a stored table that may differ little; it shares a chunk where it is equal
   */
  TableCutter(DatedTable table, Optional<StoredTable> before, Pack.Writer pack) {
    this.table = table;
    this.before = before.filter(one -> isLike(one.manifest(), table));
    this.count = Chunking.count(table.size());
    this.pack = pack;
  }

  private static boolean isLike(Manifest manifest, DatedTable table) {
    return manifest.family() == table.table().family()
        && manifest.columns() == table.dates().size()
        && manifest.chunks().size() == Chunking.count(table.size());
  }

  /** Returns the table as it is stored; what is of the pack being written is named without it. */
  StoredTable cut() {
    if (before.isPresent() && before.get().table().equals(table)) {
      return before.get();
    }
    Manifest now = manifest();
    if (before.isPresent() && before.get().manifest().isSame(now)) {
      return new StoredTable(table, before.get().manifest(), before.get().ref());
    }
    byte[] record =
        now.earlier().isEmpty() ? now.toBytes() : now.toBytes(before.orElseThrow().manifest());
    return new StoredTable(table, now, BlobRef.ofThisPack(pack.add(record)));
  }

  /** Returns the manifest; chunks of the pack that is being written are named without it. */
  private Manifest manifest() {
    boolean[] changed = new boolean[count];
    List<BlobRef> earlier = earlier();
    if (earlier.isEmpty()) {
      Arrays.fill(changed, true);
    } else if (!markChanged(before.orElseThrow().table(), changed)) {
      return before.get().manifest();
    }
    int[][] positions = positions(changed);
    List<Optional<Manifest.Chunk>> chunks = new ArrayList<>();
    for (int chunk = 0; chunk < count; chunk++) {
      chunks.add(
          changed[chunk]
              ? chunk(positions[chunk], earlier.isEmpty() ? Optional.empty() : earlier(chunk))
              : earlier(chunk));
    }
    return new Manifest(
        table.table().family(), table.size(), table.dates().size(), chunks, earlier);
  }

  /**
   * Returns the records that the new one builds upon; none where too many build upon each other by
   * now.
   */
  private List<BlobRef> earlier() {
    List<BlobRef> chain = new ArrayList<>();
    before.ifPresent(
        one -> {
          chain.add(one.ref());
          chain.addAll(one.manifest().earlier());
        });
    return chain.size() > Manifest.MOST_EARLIER ? List.of() : chain;
  }

  private Optional<Manifest.Chunk> earlier(int chunk) {
    return before.flatMap(one -> one.manifest().chunks().get(chunk));
  }

  private Optional<Manifest.Chunk> chunk(int[] positions, Optional<Manifest.Chunk> earlier) {
    if (positions.length == 0) {
      return Optional.empty();
    }
    byte[] entries = ChunkCodec.entries(table.table(), positions, positions.length);
    BlobId id = BlobId.of(entries);
    BlobRef place =
        earlier
            .filter(one -> one.id().equals(id))
            .map(Manifest.Chunk::entries)
            .orElseGet(() -> BlobRef.ofThisPack(pack.addOnce(id, entries)));
    BlobRef dates =
        table.dates().isEmpty()
            ? place
            : BlobRef.ofThisPack(pack.add(ChunkCodec.dates(table, positions, positions.length)));
    return Optional.of(new Manifest.Chunk(id, place, dates));
  }

  /** Marks the chunks that differ; answers whether there are some. */
  private boolean markChanged(DatedTable old, boolean[] changed) {
    Bounds left = old.table().bounds();
    Bounds right = table.table().bounds();
    boolean labelled = old.table().isLabelled() || table.table().isLabelled();
    boolean[] some = new boolean[1];
    EntryMerge.walk(
        old.table(),
        table.table(),
        new EntryMerge.Visitor() {
          @Override
          public void both(int one, int other, int alike) {
            for (int i = datesAlike(old, one, other, alike); i < alike; i++) {
              if (!hasSameDates(old, one + i, other + i)) {
                mark(right, other + i);
              }
            }
            for (int i = 0; labelled && i < alike; i++) {
              if (!old.table().label(one + i).equals(table.table().label(other + i))) {
                mark(right, other + i);
              }
            }
          }

          @Override
          public void removed(int index) {
            mark(left, index);
          }

          @Override
          public void added(int index) {
            mark(right, index);
          }

          private void mark(Bounds bounds, int index) {
            changed[Chunking.of(bounds, index, count)] = true;
            some[0] = true;
          }
        });
    return some[0];
  }

  /** Returns how many entries from these positions on have the same dates: most often all. */
  private int datesAlike(DatedTable old, int one, int other, int most) {
    int alike = most;
    for (int column = 0; column < table.dates().size(); column++) {
      alike = old.dates().get(column).alike(one, table.dates().get(column), other, alike);
    }
    return alike;
  }

  private boolean hasSameDates(DatedTable old, int one, int other) {
    for (int column = 0; column < table.dates().size(); column++) {
      DateColumn dates = table.dates().get(column);
      if (old.dates().get(column).seconds(one) != dates.seconds(other)) {
        return false;
      }
    }
    return true;
  }

  /** Returns the positions of the entries of each changed chunk, ascending. */
  private int[][] positions(boolean[] changed) {
    Bounds bounds = table.table().bounds();
    int[] sizes = new int[count];
    int[] chunks = new int[bounds.size()];
    for (int index = 0; index < chunks.length; index++) {
      chunks[index] = Chunking.of(bounds, index, count);
      sizes[chunks[index]]++;
    }
    int[][] positions = new int[count][];
    for (int chunk = 0; chunk < count; chunk++) {
      positions[chunk] = new int[changed[chunk] ? sizes[chunk] : 0];
    }
    int[] used = new int[count];
    for (int index = 0; index < chunks.length; index++) {
      int chunk = chunks[index];
      if (changed[chunk]) {
        positions[chunk][used[chunk]++] = index;
      }
    }
    return positions;
  }
}
