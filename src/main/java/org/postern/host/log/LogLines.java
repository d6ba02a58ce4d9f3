package org.postern.host.log;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Lines of bounded length. What is longer is cut, and what was cut off is passed over; bytes beyond
 * ASCII stay one character each, for nothing that is looked for has any.
 */
final class LogLines {
  /**
   * The longest lines that mail servers write are below 4,096 bytes; journal entries are longer.
   */
  static final int LONGEST = 65_536;

  private static final String MARK = "\u00ef\u00bb\u00bf";

  private final InputStream in;
  private final byte[] buffer = new byte[65_536];
  private final byte[] line = new byte[LONGEST];
  private int at;
  private int end;
  private int length;
  private long count;
  private long cut;
  private long withZeros;

  LogLines(InputStream in) {
    this.in = in;
  }

  /** How many lines there were so far. */
  long count() {
    return count;
  }

  /** How many of them were longer than is read. */
  long cut() {
    return cut;
  }

  /** How many of them had NUL bytes, which are read as spaces. */
  long withZeros() {
    return withZeros;
  }

  /** The next line without its end; empty after the last one. */
  Optional<String> next() throws IOException {
    length = 0;
    boolean begun = false;
    boolean tooLong = false;
    while (fill()) {
      begun = true;
      int stop = at;
      while (stop < end && buffer[stop] != '\n') {
        stop++;
      }
      int taken = Math.min(stop - at, LONGEST - length);
      System.arraycopy(buffer, at, line, length, taken);
      length += taken;
      tooLong |= taken < stop - at;
      at = Math.min(stop + 1, end);
      if (stop < end) {
        break;
      }
    }
    if (!begun) {
      return Optional.empty();
    }
    count++;
    cut += tooLong ? 1 : 0;
    return Optional.of(text());
  }

  private boolean fill() throws IOException {
    while (at == end) {
      int read = in.read(buffer, 0, buffer.length);
      if (read < 0) {
        return false;
      }
      at = 0;
      end = read;
    }
    return true;
  }

  private String text() {
    if (length > 0 && line[length - 1] == '\r') {
      length--;
    }
    boolean zeros = false;
    for (int i = 0; i < length; i++) {
      if (line[i] == 0) {
        line[i] = ' ';
        zeros = true;
      }
    }
    withZeros += zeros ? 1 : 0;
    String text = new String(line, 0, length, StandardCharsets.ISO_8859_1);
    return count == 1 && text.startsWith(MARK) ? text.substring(MARK.length()) : text;
  }
}
