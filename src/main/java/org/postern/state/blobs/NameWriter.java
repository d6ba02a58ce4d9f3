package org.postern.state.blobs;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * Puts sorted names into a pack, cut into chunks by a hash of each name, so that one name more
 * changes one chunk. A chunk that is stored already is named, not written again.
 */
final class NameWriter {
  private final Blobs.Writing pack;
  private final Map<BlobId, BlobRef> known;
  private final Map<BlobId, BlobRef> used = new HashMap<>();

  /**
   * For one pack.
   *
   * @param known chunks that are stored
   */
  NameWriter(Blobs.Writing pack, Map<BlobId, BlobRef> known) {
    this.pack = pack;
    this.known = known;
  }

  /** Stores names; answers how the pack names them. */
  Map<String, Object> write(Collection<String> names) {
    return write(names, UnaryOperator.identity());
  }

  /**
   * Stores a line for each name.
   *
   * @param line begins with the name
   */
  Map<String, Object> write(Collection<String> names, UnaryOperator<String> line) {
    int count = Chunking.count(names.size());
    List<StringBuilder> chunks = new ArrayList<>();
    for (int chunk = 0; chunk < count; chunk++) {
      chunks.add(new StringBuilder());
    }
    for (String name : names) {
      chunks.get(Chunking.of(name, count)).append(line.apply(name)).append('\n');
    }
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("size", names.size());
    tree.put("chunks", chunks.stream().map(StringBuilder::toString).map(this::chunk).toList());
    return tree;
  }

  private String chunk(String text) {
    byte[] content = text.getBytes(StandardCharsets.UTF_8);
    BlobId id = BlobId.of(content);
    BlobRef place = known.get(id);
    place = place == null ? pack.recordOnce(id, content) : place;
    used.put(id, place);
    return place.toString();
  }

  /** The packs, but for the one being written, that hold some of what was stored. */
  Set<PackName> packs() {
    Set<PackName> packs = new TreeSet<>();
    used.values().forEach(place -> packs.add(place.pack()));
    packs.removeIf(PackName::isBeingWritten);
    return packs;
  }

  /** Where every chunk is once the pack has this name. */
  Map<BlobId, BlobRef> in(PackName name) {
    Map<BlobId, BlobRef> named = new HashMap<>();
    used.forEach((id, place) -> named.put(id, place.in(name)));
    return named;
  }
}
