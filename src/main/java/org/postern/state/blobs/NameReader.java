package org.postern.state.blobs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.postern.host.JsonTree;

/** Reads the lists of names that a record refers to. */
final class NameReader {
  private final Blobs.Reading reading;
  private final PackName self;
  private final Map<BlobId, BlobRef> found = new HashMap<>();

  /**
   * Creates a reader for one record.
   *
   * @param self the pack that the record is in
   */
  NameReader(Blobs.Reading reading, PackName self) {
    this.reading = reading;
    this.self = self;
  }

  /**
   * Returns the lines that {@link NameWriter} stored, sorted.
   *
   * @throws IOException when a chunk is missing or damaged, or the number of lines is not as stored
   */
  List<String> read(JsonTree tree) throws IOException {
    List<String> lines = new ArrayList<>();
    for (String place : tree.strings("chunks")) {
      BlobRef ref = BlobRef.parse(place, self);
      byte[] content = reading.record(ref);
      found.put(BlobId.of(content), ref);
      new String(content, StandardCharsets.UTF_8).lines().forEach(lines::add);
    }
    if (lines.size() != tree.number("size")) {
      throw new IOException(
          "not %d, but %d were stored".formatted(lines.size(), tree.number("size")));
    }
    Collections.sort(lines);
    return lines;
  }

  /** Returns where each chunk that was read is stored. */
  Map<BlobId, BlobRef> chunks() {
    return Map.copyOf(found);
  }
}
