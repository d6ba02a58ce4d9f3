package org.postern.state.blobs;

import java.io.IOException;
import java.util.Optional;

/**
 * The place of a record: a pack, and a number in it.
 *
 * @param pack the pack
 * @param record the number of the record in the pack, from 0
 */
record BlobRef(PackName pack, int record) {
  static BlobRef ofThisPack(int record) {
    return new BlobRef(PackName.BEING_WRITTEN, record);
  }

  boolean isOfThisPack() {
    return pack.isBeingWritten();
  }

  /** Returns a copy that names the pack, once the pack that was being written has this name. */
  BlobRef in(PackName written) {
    return isOfThisPack() ? new BlobRef(written, record) : this;
  }

  /**
   * Reads what {@link #toString} returned; without the name of a pack it refers to the pack that is
   * being written.
   *
   * @throws IOException when the text names no record
   */
  static BlobRef parse(String text) throws IOException {
    return parse(text, PackName.BEING_WRITTEN);
  }

  /**
   * Reads what {@link #toString} returned, from a record.
   *
   * @param self the pack that the record is in; a text without the name of a pack refers to it
   * @throws IOException when the text names no record
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

  /**
   * Returns the name of the pack and the number, such as {@code 00000042-1a2b3c4d/17}; without the
   * name for the pack that is being written.
   */
  @Override
  public String toString() {
    return (isOfThisPack() ? "" : pack) + "/" + record;
  }
}
