package org.postern.state.blobs;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Names a content: the first 128 bits of its SHA-256.
 *
 * @param high the first 64 of them
 * @param low the others
 */
record BlobId(long high, long low) {
  static final int BYTES = 16;

  /** The name of a content. */
  static BlobId of(byte[] content) {
    try {
      ByteBuffer digest = ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(content));
      return new BlobId(digest.getLong(), digest.getLong());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  void writeTo(ByteWriter out) {
    out.put(ByteBuffer.allocate(BYTES).putLong(high).putLong(low).array());
  }

  static BlobId read(ByteReader in) throws java.io.IOException {
    ByteBuffer bytes = ByteBuffer.wrap(in.take(BYTES));
    return new BlobId(bytes.getLong(), bytes.getLong());
  }

  /** 32 hexadecimal digits. */
  @Override
  public String toString() {
    return "%016x%016x".formatted(high, low);
  }
}
