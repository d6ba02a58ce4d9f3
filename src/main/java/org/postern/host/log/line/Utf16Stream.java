package org.postern.host.log.line;

import java.io.IOException;
import java.io.InputStream;

/** UTF-16 as one byte for each unit; what ASCII does not have is a question mark. */
final class Utf16Stream extends InputStream {
  private static final int ASCII = 0x80;

  private final InputStream in;
  private final boolean bigEndian;
  private boolean begun;

  Utf16Stream(InputStream in, boolean bigEndian) {
    this.in = in;
    this.bigEndian = bigEndian;
  }

  @Override
  public int read() throws IOException {
    int first = in.read();
    int second = in.read();
    if (second < 0) {
      return -1;
    }
    int unit = bigEndian ? (first << 8) | second : (second << 8) | first;
    if (!begun) {
      begun = true;
      if (unit == 0xFEFF) {
        return read();
      }
    }
    return unit < ASCII ? unit : '?';
  }

  @Override
  public int read(byte[] bytes, int from, int most) throws IOException {
    int read = 0;
    while (read < most) {
      int one = read();
      if (one < 0) {
        break;
      }
      bytes[from + read] = (byte) one;
      read++;
    }
    return read == 0 && most > 0 ? -1 : read;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
