package org.postern.state.blobs;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.postern.address.Family;

/**
 * The places of the chunks of one table.
 *
 * <p>Its record names every chunk, or an earlier record and the chunks that differ from it, so that
 * a small change of a large table has a small record.
 *
 * @param family the family of its addresses
 * @param size how many entries there are
 * @param columns how many dates each entry has
 * @param chunks one for each value of the hash; empty where no entry falls
 * @param earlier the records that its own builds upon, the nearest first
 */
record Manifest(
    Family family, int size, int columns, List<Optional<Chunk>> chunks, List<BlobRef> earlier) {
  private static final int MOST_CHUNKS = 1 << 20;
  private static final int WHOLE = 0;
  private static final int CHANGED = 1;

  /**
   * The most records that one builds upon: each may be in another file, and each file is read as a
   * whole.
   */
  static final int MOST_EARLIER = 64;

  Manifest {
    chunks = List.copyOf(chunks);
    earlier = List.copyOf(earlier);
  }

  /**
   * A chunk.
   *
   * @param id names the intervals and labels
   * @param entries the place of the entries
   * @param dates the place of the dates of the entries; {@code entries} where there are none
   */
  record Chunk(BlobId id, BlobRef entries, BlobRef dates) {}

  /** Reads records. */
  interface Records {
    /** Reads one record. */
    ByteReader record(BlobRef ref) throws IOException;
  }

  /** Returns the packs that hold some of it. */
  Set<PackName> packs() {
    Set<PackName> packs = new TreeSet<>();
    earlier.forEach(one -> packs.add(one.pack()));
    for (Optional<Chunk> chunk : chunks) {
      chunk.ifPresent(
          one -> {
            packs.add(one.entries().pack());
            packs.add(one.dates().pack());
          });
    }
    return packs;
  }

  /** Returns the name of the intervals and labels, wherever they are stored. */
  BlobId id() {
    ByteWriter ids = new ByteWriter().number(size);
    chunks.forEach(chunk -> chunk.ifPresent(one -> one.id().writeTo(ids)));
    return BlobId.of(ids.toBytes());
  }

  /** Tells whether most entries, and no date, are to be had from another table. */
  boolean isMostly(Manifest other) {
    if (columns != 0 || family != other.family || chunks.size() != other.chunks.size()) {
      return false;
    }
    int same = 0;
    for (int chunk = 0; chunk < chunks.size(); chunk++) {
      same += isSame(chunks.get(chunk), other.chunks.get(chunk)) ? 1 : 0;
    }
    return 2 * same > chunks.size();
  }

  /** Tells whether both are the same entries, wherever they are stored. */
  static boolean isSame(Optional<Chunk> one, Optional<Chunk> other) {
    return one.map(Chunk::id).equals(other.map(Chunk::id));
  }

  /** Tells whether both name the same chunks. */
  boolean isSame(Manifest other) {
    return family == other.family
        && size == other.size
        && columns == other.columns
        && chunks.equals(other.chunks);
  }

  /** Returns a record that names every chunk. */
  byte[] toBytes() {
    ByteWriter head = new ByteWriter().put(WHOLE);
    writeShape(head);
    ByteWriter body = new ByteWriter();
    Packs packs = new Packs();
    chunks.forEach(chunk -> write(chunk, packs, body));
    packs.writeTo(head);
    return head.put(body.toBytes()).toBytes();
  }

  /**
   * Returns a record that names only what differs from the first of {@code earlier}, which is
   * {@code before}.
   */
  byte[] toBytes(Manifest before) {
    ByteWriter head = new ByteWriter().put(CHANGED);
    writeShape(head);
    ByteWriter body = new ByteWriter();
    Packs packs = new Packs();
    packs.write(earlier.getFirst(), body);
    int last = -1;
    for (int i = 0; i < chunks.size(); i++) {
      if (!chunks.get(i).equals(before.chunks.get(i))) {
        body.number(i - last);
        write(chunks.get(i), packs, body);
        last = i;
      }
    }
    body.number(0);
    packs.writeTo(head);
    return head.put(body.toBytes()).toBytes();
  }

  private void writeShape(ByteWriter out) {
    out.put(family == Family.IP ? 4 : 6).number(size).number(columns);
    out.number(Integer.numberOfTrailingZeros(chunks.size()));
  }

  private static void write(Optional<Chunk> chunk, Packs packs, ByteWriter body) {
    if (chunk.isEmpty()) {
      body.put(0);
    } else {
      body.put(1);
      chunk.get().id().writeTo(body);
      packs.write(chunk.get().entries(), body);
      packs.write(chunk.get().dates(), body);
    }
  }

  /** The packs that a record names: itself as 0, the others in the order of their first mention. */
  private static final class Packs {
    private final Map<PackName, Integer> numbers = new LinkedHashMap<>();

    private void write(BlobRef ref, ByteWriter body) {
      int pack =
          ref.isOfThisPack() ? 0 : numbers.computeIfAbsent(ref.pack(), one -> numbers.size() + 1);
      body.number(pack).number(ref.record());
    }

    private void writeTo(ByteWriter head) {
      head.number(numbers.size());
      numbers
          .keySet()
          .forEach(pack -> head.number(pack.number()).number(pack.checksum() & 0xFFFF_FFFFL));
    }
  }

  /** Reads a manifest. */
  static Manifest read(BlobRef ref, Records records) throws IOException {
    return read(ref, records, MOST_EARLIER);
  }

  private static Manifest read(BlobRef ref, Records records, int depth) throws IOException {
    ByteReader in = records.record(ref);
    int kind = in.count(CHANGED);
    Family family =
        switch (in.take()) {
          case 4 -> Family.IP;
          case 6 -> Family.IP6;
          default -> throw new IOException("there is no such family");
        };
    int size = in.count(Integer.MAX_VALUE);
    int columns = in.count(8);
    int count = 1 << in.count(Integer.numberOfTrailingZeros(MOST_CHUNKS));
    List<PackName> packs = new ArrayList<>(List.of(ref.pack()));
    for (int left = in.count(); left > 0; left--) {
      packs.add(new PackName(in.count(Integer.MAX_VALUE), (int) in.number()));
    }
    Manifest shape = new Manifest(family, size, columns, List.of(), List.of());
    return kind == WHOLE
        ? shape.readWhole(in, packs, count)
        : shape.readChanged(in, packs, count, records, depth);
  }

  private Manifest readWhole(ByteReader in, List<PackName> packs, int count) throws IOException {
    List<Optional<Chunk>> all = new ArrayList<>();
    for (int chunk = 0; chunk < count; chunk++) {
      all.add(chunk(in, packs));
    }
    in.requireEnd();
    return new Manifest(family, size, columns, all, List.of());
  }

  private Manifest readChanged(
      ByteReader in, List<PackName> packs, int count, Records records, int depth)
      throws IOException {
    BlobRef nearest = ref(in, packs);
    if (depth == 0) {
      throw new IOException("too many records build upon each other");
    }
    Manifest before = read(nearest, records, depth - 1);
    if (before.chunks.size() != count || before.family != family || before.columns != columns) {
      throw new IOException("a record builds upon another kind of table");
    }
    List<Optional<Chunk>> all = new ArrayList<>(before.chunks);
    int at = -1;
    for (int gap = in.count(count); gap != 0; gap = in.count(count)) {
      at += gap;
      if (at >= count) {
        throw new IOException("there is no chunk " + at);
      }
      all.set(at, chunk(in, packs));
    }
    in.requireEnd();
    List<BlobRef> chain = new ArrayList<>(List.of(nearest));
    chain.addAll(before.earlier);
    return new Manifest(family, size, columns, all, chain);
  }

  private static Optional<Chunk> chunk(ByteReader in, List<PackName> packs) throws IOException {
    return in.count(1) == 0
        ? Optional.empty()
        : Optional.of(new Chunk(BlobId.read(in), ref(in, packs), ref(in, packs)));
  }

  private static BlobRef ref(ByteReader in, List<PackName> packs) throws IOException {
    return new BlobRef(packs.get(in.count(packs.size() - 1)), in.count(Integer.MAX_VALUE));
  }

  /** Returns a copy with the chunks of the pack being written named by it. */
  Manifest in(PackName written) {
    List<Optional<Chunk>> named = new ArrayList<>();
    for (Optional<Chunk> chunk : chunks) {
      named.add(
          chunk.map(
              one ->
                  one.entries().isOfThisPack() || one.dates().isOfThisPack()
                      ? new Chunk(one.id(), one.entries().in(written), one.dates().in(written))
                      : one));
    }
    return new Manifest(
        family, size, columns, named, earlier.stream().map(one -> one.in(written)).toList());
  }
}
