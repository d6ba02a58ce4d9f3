package org.postern.state.blobs;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.postern.source.DatedTable;

/** The packs in a folder. Writing requires the lock of the state; reading needs none. */
final class Blobs {
  private final Path folder;

  Blobs(Path folder) {
    this.folder = folder;
  }

  /**
   * Collects what goes into one new pack. The results refer to it as {@link PackName#BEING_WRITTEN}
   * until it is written and has a name.
   */
  final class Writing {
    private final Pack.Writer pack = new Pack.Writer();

    private Writing() {}

    /**
     * Adds a table.
     *
     * @param before a stored table that may differ little: what both have in common is referred to,
     *     not written again
     */
    StoredTable table(DatedTable table, Optional<StoredTable> before) {
      return new TableCutter(table, before, pack).cut();
    }

    /** Adds a record, and returns its place. */
    BlobRef record(byte[] content) {
      return BlobRef.ofThisPack(pack.add(content));
    }

    /** Adds a record, unless this pack has one with that content, and returns its place. */
    BlobRef recordOnce(BlobId id, byte[] content) {
      return BlobRef.ofThisPack(pack.addOnce(id, content));
    }

    /** Tells whether there is nothing to write, because everything is stored already. */
    boolean isEmpty() {
      return pack.isEmpty();
    }

    /** Writes and syncs the pack and its copy. */
    PackName write() throws IOException {
      NavigableSet<PackName> known = names();
      int last = known.isEmpty() ? 0 : known.last().number();
      return pack.write(folder, last + 1);
    }
  }

  /** Begins a new pack. */
  Writing begin() {
    return new Writing();
  }

  /** Reads from packs, each file once, and keeps them in memory. Not safe for several threads. */
  final class Reading {
    private final Map<PackName, Pack> packs = new HashMap<>();
    private final List<String> damage = new ArrayList<>();

    private Reading() {}

    /**
     * Reads a table.
     *
     * @throws IOException when some of it is missing or damaged
     */
    StoredTable table(BlobRef ref) throws IOException {
      return table(ref, List.of());
    }

    /**
     * Reads a table.
     *
     * @param known tables of which one may share most chunks: those are not decoded again
     * @throws IOException when some of it is missing or damaged
     */
    StoredTable table(BlobRef ref, Collection<StoredTable> known) throws IOException {
      Manifest manifest = Manifest.read(ref, this::reader);
      Optional<StoredTable> like =
          known.stream().filter(one -> manifest.isMostly(one.manifest())).findFirst();
      return like.isPresent() ? changed(ref, manifest, like.get()) : whole(ref, manifest);
    }

    /** Checks the packs now; the table is decoded when an entry is first looked at. */
    private StoredTable whole(BlobRef ref, Manifest manifest) throws IOException {
      return StoredTable.lazy(ref, manifest, new ChunkDecoder(manifest, held(manifest))::whole);
    }

    private StoredTable changed(BlobRef ref, Manifest manifest, StoredTable like)
        throws IOException {
      ChunkDecoder decoder = new ChunkDecoder(manifest, held(manifest));
      return StoredTable.lazy(ref, manifest, () -> decoder.changed(like));
    }

    private Map<PackName, Pack> held(Manifest manifest) throws IOException {
      Map<PackName, Pack> held = new HashMap<>();
      for (PackName name : manifest.packs()) {
        held.put(name, pack(name));
      }
      return held;
    }

    /** Returns the packs without which a table cannot be read. */
    Set<PackName> packs(BlobRef table) throws IOException {
      Set<PackName> needed = Manifest.read(table, this::reader).packs();
      needed.add(table.pack());
      return needed;
    }

    /** Reads a record that is not a table. */
    byte[] record(BlobRef ref) throws IOException {
      ByteReader record = reader(ref);
      return record.take(record.remaining());
    }

    /** Returns, in words, which packs were damaged so that their copies were read. */
    List<String> damage() {
      return List.copyOf(damage);
    }

    private ByteReader reader(BlobRef ref) throws IOException {
      return pack(ref.pack()).record(ref.record());
    }

    private Pack pack(PackName name) throws IOException {
      Pack known = packs.get(name);
      if (known == null) {
        known = read(name);
        packs.put(name, known);
      }
      return known;
    }

    private Pack read(PackName name) throws IOException {
      try {
        return Pack.read(folder, name, false);
      } catch (IOException first) {
        try {
          Pack copy = Pack.read(folder, name, true);
          damage.add(
              Pack.file(folder, name, false)
                  + ": "
                  + first.getMessage()
                  + "; its copy stands in for it");
          return copy;
        } catch (IOException second) {
          first.addSuppressed(second);
          throw new IOException(
              Pack.file(folder, name, false) + " and its copy: " + first.getMessage(), first);
        }
      }
    }
  }

  /** Begins to read. */
  Reading read() {
    return new Reading();
  }

  /** Returns the names of all packs. */
  NavigableSet<PackName> names() throws IOException {
    TreeSet<PackName> names = new TreeSet<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "[0-9]*")) {
      for (Path file : files) {
        PackName.of(String.valueOf(file.getFileName()).replace(".copy", "")).ifPresent(names::add);
      }
    } catch (NoSuchFileException e) {
      return names;
    }
    return names;
  }

  /** Deletes all packs but these. */
  void sweep(Set<PackName> needed) throws IOException {
    for (PackName name : names()) {
      if (!needed.contains(name)) {
        Files.deleteIfExists(Pack.file(folder, name, false));
        Files.deleteIfExists(Pack.file(folder, name, true));
      }
    }
  }

  /**
   * Restores a damaged file of these packs from the other one: the copy from the pack, or the pack
   * from the copy.
   */
  void mend(Set<PackName> needed) throws IOException {
    for (PackName name : needed) {
      mend(name);
    }
  }

  private void mend(PackName name) throws IOException {
    Optional<Pack> first = sound(name, false);
    Optional<Pack> copy = sound(name, true);
    if (first.isPresent() && copy.isEmpty()) {
      first.get().writeAgain(folder, true);
    } else if (first.isEmpty() && copy.isPresent()) {
      copy.get().writeAgain(folder, false);
    }
  }

  private Optional<Pack> sound(PackName name, boolean copy) {
    try {
      return Optional.of(Pack.read(folder, name, copy));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
