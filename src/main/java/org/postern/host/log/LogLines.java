package org.postern.host.log;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Lines of bounded length. What is longer is cut, and what was cut off is passed over; bytes beyond
 * ASCII stay one character each, for nothing that is looked for has any.
 */
final class LogLines {
  /**
   * The longest lines that mail servers write are below 4,096 bytes; journal entries are longer.
   */
  static final int LONGEST = 65_536;

  /** Characters with one of these bits: all but a few control characters, NUL and ESC included. */
  private static final int PLAIN = 0xE4;

  private static final Pattern COLOUR = Pattern.compile("\u001b\\[[0-9;]{0,16}m");
  private static final String MARK = "\u00ef\u00bb\u00bf";

  private final InputStream in;
  private final byte[] buffer = new byte[65_536];
  private final byte[] line = new byte[LONGEST];
  private int at;
  private int end;
  private int length;
  private long whole;
  private long count;
  private long cut;
  private long withZeros;
  private boolean plain;

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

  /** The length of the last line before it was cut, its end aside. */
  long length() {
    return whole;
  }

  /** The next line without its end, its bytes as they are; empty after the last one. */
  Optional<String> next() throws IOException {
    length = 0;
    whole = 0;
    boolean begun = false;
    plain = true;
    while (fill()) {
      begun = true;
      int stop = lineEnd();
      int taken = Math.min(stop - at, LONGEST - length);
      System.arraycopy(buffer, at, line, length, taken);
      length += taken;
      whole += stop - at;
      at = Math.min(stop + 1, end);
      if (stop < end) {
        break;
      }
    }
    if (!begun) {
      return Optional.empty();
    }
    count++;
    cut += whole > LONGEST ? 1 : 0;
    String text = new String(line, 0, length, StandardCharsets.ISO_8859_1);
    return Optional.of(count == 1 && text.startsWith(MARK) ? text.substring(MARK.length()) : text);
  }

  /**
   * The last line as text: without the carriage return of Windows and the colours of a terminal,
   * and with spaces for NUL bytes.
   */
  String text(String raw) {
    String text = raw.endsWith("\r") ? raw.substring(0, raw.length() - 1) : raw;
    if (plain) {
      return text;
    }
    if (text.indexOf('\u001b') >= 0) {
      text = COLOUR.matcher(text).replaceAll("");
    }
    if (text.indexOf(0) < 0) {
      return text;
    }
    withZeros++;
    return text.replace('\0', ' ');
  }

  /** Where the line ends, or what is buffered. */
  private int lineEnd() {
    byte[] bytes = buffer;
    int stop = end;
    boolean marked = false;
    for (int i = at; i < stop; i++) {
      byte one = bytes[i];
      if ((one & PLAIN) == 0) {
        if (one == '\n') {
          stop = i;
        } else {
          marked = true;
        }
      }
    }
    plain &= !marked;
    return stop;
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
}
