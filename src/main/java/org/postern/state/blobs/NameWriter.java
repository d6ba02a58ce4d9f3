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
import java.util.function.BiFunction;

/**
 * Puts sorted names into a pack, cut into chunks by a hash of each name, so that one name more
 * changes one chunk. A chunk that is stored already is named, not written again.
 */
final class NameWriter {
  private final Blobs.Writing pack;
  private final Map<BlobId, BlobRef> known;
  private final Map<BlobId, BlobRef> used = new HashMap<>();

  /**
   * Creates the writer of one pack.
   *
   * @param known the places of the chunks that are stored
   */
  NameWriter(Blobs.Writing pack, Map<BlobId, BlobRef> known) {
    this.pack = pack;
    this.known = known;
  }

  /** Stores names, and returns how the pack names them. */
  Map<String, Object> write(Collection<String> names) {
    List<StringBuilder> chunks = chunks(names.size());
    for (String name : names) {
      chunks.get(Chunking.of(name, chunks.size())).append(name).append('\n');
    }
    return tree(names.size(), chunks);
  }

  /**
   * Stores a line for each name.
   *
   * @param line makes it, beginning with the name, of the name and what belongs to it
   */
  <V> Map<String, Object> write(Map<String, V> values, BiFunction<String, V, String> line) {
    List<StringBuilder> chunks = chunks(values.size());
    values.forEach(
        (name, value) ->
            chunks
                .get(Chunking.of(name, chunks.size()))
                .append(line.apply(name, value))
                .append('\n'));
    return tree(values.size(), chunks);
  }

  private static List<StringBuilder> chunks(int names) {
    List<StringBuilder> chunks = new ArrayList<>();
    for (int left = Chunking.count(names); left > 0; left--) {
      chunks.add(new StringBuilder());
    }
    return chunks;
  }

  private Map<String, Object> tree(int names, List<StringBuilder> chunks) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("size", names);
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

  /** Returns the packs, but for the one being written, that hold some of what was stored. */
  Set<PackName> packs() {
    Set<PackName> packs = new TreeSet<>();
    used.values().forEach(place -> packs.add(place.pack()));
    packs.removeIf(PackName::isBeingWritten);
    return packs;
  }

  /** Returns the place of every chunk once the pack has this name. */
  Map<BlobId, BlobRef> in(PackName name) {
    Map<BlobId, BlobRef> named = new HashMap<>();
    used.forEach((id, place) -> named.put(id, place.in(name)));
    return named;
  }
}
