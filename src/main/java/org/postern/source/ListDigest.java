package org.postern.source;

import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;

/**
 * Names the bytes of a list by their number and two checksums, CRC-32 and CRC-32C: 64 bits of two
 * polynomials, which processors compute at the speed of reading. It tells whether a list is as it
 * was; it is no defence against who may write the list, and needs to be none.
 */
final class ListDigest {
  /**
   * The version of the reading, raised when the same bytes may be read as other entries than
   * before.
   */
  private static final int READING = 1;

  private final Checksum one = new CRC32();
  private final Checksum other = new CRC32C();
  private long size;

  /** Takes the next bytes. */
  void update(byte[] bytes, int from, int count) {
    one.update(bytes, from, count);
    other.update(bytes, from, count);
    size += count;
  }

  /** Returns the name of all that was taken. */
  String text() {
    return "%d-%d-%08x%08x".formatted(READING, size, one.getValue(), other.getValue());
  }
}
