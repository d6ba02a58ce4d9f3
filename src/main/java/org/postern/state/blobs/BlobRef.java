package org.postern.state.blobs;

import java.io.IOException;
import java.util.Optional;

/**
 * Where a record is.
 *
 * @param pack the file
 * @param record its place in it, the first being 0
 */
record BlobRef(PackName pack, int record) {
  static BlobRef ofThisPack(int record) {
    return new BlobRef(PackName.BEING_WRITTEN, record);
  }

  boolean isOfThisPack() {
    return pack.isBeingWritten();
  }

  /** Returns a copy that names the pack being written. */
  BlobRef in(PackName written) {
    return isOfThisPack() ? new BlobRef(written, record) : this;
  }

  /** Reads the text of one. */
  static BlobRef parse(String text) throws IOException {
    return parse(text, PackName.BEING_WRITTEN);
  }

  /**
   * Reads the text of one that stands in a pack.
   *
   * @param self the pack that it stands in
   */
  static BlobRef parse(String text, PackName self) throws IOException {
    int slash = text.indexOf('/');
    Optional<PackName> pack =
        slash == 0 ? Optional.of(self) : PackName.of(text.substring(0, Math.max(slash, 0)));
    if (pack.isEmpty() || !text.substring(slash + 1).matches("0|[1-9][0-9]{0,8}")) {
      throw new IOException("\"" + text + "\" names no record");
    }
    return new BlobRef(pack.get(), Integer.parseInt(text.substring(slash + 1)));
  }

  /** {@code 00000042-1a2b3c4d/17}; without the name within the pack that is being written. */
  @Override
  public String toString() {
    return (isOfThisPack() ? "" : pack) + "/" + record;
  }
}
