package org.postern.state.blobs;

import java.nio.ByteBuffer;
import org.postern.address.Sha256;

/**
 * The name of a blob: the first 128 bits of the SHA-256 of its content.
 *
 * @param high the first 64 of them
 * @param low the last 64 of them
 */
record BlobId(long high, long low) {
  static final int BYTES = 16;

  /** Returns the name of this content. */
  static BlobId of(byte[] content) {
    ByteBuffer digest = ByteBuffer.wrap(Sha256.of(content));
    return new BlobId(digest.getLong(), digest.getLong());
  }

  void writeTo(ByteWriter out) {
    out.put(ByteBuffer.allocate(BYTES).putLong(high).putLong(low).array());
  }

  static BlobId read(ByteReader in) throws java.io.IOException {
    ByteBuffer bytes = ByteBuffer.wrap(in.take(BYTES));
    return new BlobId(bytes.getLong(), bytes.getLong());
  }

  /** Returns 32 hexadecimal digits. */
  @Override
  public String toString() {
    return "%016x%016x".formatted(high, low);
  }
}
