package org.postern.state.blobs;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Collects bytes: numbers of variable length, as in LEB128, and texts. */
final class ByteWriter {
  private static final int CONTINUES = 0x80;
  private static final int VALUE = 0x7F;

  private byte[] bytes = new byte[256];
  private int size;

  int size() {
    return size;
  }

  /** Appends a byte. */
  ByteWriter put(int value) {
    if (size == bytes.length) {
      bytes = Arrays.copyOf(bytes, 2 * size);
    }
    bytes[size++] = (byte) value;
    return this;
  }

  /** Appends bytes. */
  ByteWriter put(byte[] some) {
    if (size + some.length > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + some.length));
    }
    System.arraycopy(some, 0, bytes, size, some.length);
    size += some.length;
    return this;
  }

  /** Takes an unsigned number; small ones are short. */
  ByteWriter number(long value) {
    long rest = value;
    while ((rest & ~VALUE) != 0) {
      put((int) (rest & VALUE) | CONTINUES);
      rest >>>= 7;
    }
    return put((int) rest);
  }

  /** Takes a number that may be negative; those near zero are short. */
  ByteWriter signed(long value) {
    return number(value << 1 ^ value >> 63);
  }

  /** Appends a text. */
  ByteWriter text(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    return number(utf8.length).put(utf8);
  }

  /** Returns all bytes that were taken. */
  byte[] toBytes() {
    return Arrays.copyOf(bytes, size);
  }
}
