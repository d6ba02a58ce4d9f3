package org.postern.state.blobs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** The inverse of {@link ByteWriter}; whatever does not fit is an exception, never a guess. */
final class ByteReader {
  private final byte[] bytes;
  private final int end;
  private int at;

  ByteReader(byte[] bytes) {
    this(bytes, 0, bytes.length);
  }

  ByteReader(byte[] bytes, int from, int length) {
    this.bytes = bytes;
    this.at = from;
    this.end = from + length;
  }

  int remaining() {
    return end - at;
  }

  int take() throws IOException {
    if (at >= end) {
      throw new IOException("it is cut");
    }
    return bytes[at++] & 0xFF;
  }

  byte[] take(int count) throws IOException {
    if (count < 0 || count > remaining()) {
      throw new IOException("it is cut");
    }
    byte[] some = new byte[count];
    System.arraycopy(bytes, at, some, 0, count);
    at += count;
    return some;
  }

  void skip(int count) throws IOException {
    if (count < 0 || count > remaining()) {
      throw new IOException("it is cut");
    }
    at += count;
  }

  long number() throws IOException {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      int next = take();
      value |= (long) (next & 0x7F) << shift;
      if (next < 0x80) {
        boolean fits = shift < 63 || next <= 1;
        boolean shortest = shift == 0 || next != 0;
        if (!fits || !shortest) {
          break;
        }
        return value;
      }
    }
    throw new IOException("a number is not as it is written");
  }

  long signed() throws IOException {
    long value = number();
    return value >>> 1 ^ -(value & 1);
  }

  /** A number of things, each of which takes a byte at least. */
  int count() throws IOException {
    return count(remaining());
  }

  /** A number that is no larger than that. */
  int count(int most) throws IOException {
    long value = number();
    if (value < 0 || value > most) {
      throw new IOException("there cannot be " + Long.toUnsignedString(value));
    }
    return (int) value;
  }

  String text() throws IOException {
    byte[] utf8 = take(count());
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
    } catch (CharacterCodingException e) {
      throw new IOException("a text is not UTF-8", e);
    }
  }

  void requireEnd() throws IOException {
    if (remaining() != 0) {
      throw new IOException(remaining() + " bytes are left");
    }
  }
}
