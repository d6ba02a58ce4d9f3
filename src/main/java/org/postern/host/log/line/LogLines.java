package org.postern.host.log.line;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.postern.address.text.AddressScanner;

/**
 * Lines of bounded length, as bytes in the buffer that they were read into, or as text. What is
 * longer is cut, and what was cut off is passed over; bytes beyond ASCII stay one character each,
 * for nothing that is looked for has any.
 */
public final class LogLines {
  /**
   * The longest lines that mail servers write are below 4,096 bytes; journal entries are longer.
   */
  public static final int LONGEST = 65_536;

  /** The number of bytes that are read at a time. */
  private static final int CHUNK = 65_536;

  private static final int CAPACITY = 4 * CHUNK;

  /**
   * The bits of which all characters have one but a few control characters, NUL and ESC included.
   */
  private static final int PLAIN = 0xE4;

  private static final long EACH = 0x0101_0101_0101_0101L;
  private static final long HIGH_BITS = EACH << 7;
  private static final long PLAIN_OF_EACH = 0xE4E4_E4E4_E4E4_E4E4L;
  private static final Pattern COLOUR = Pattern.compile("\u001b\\[[0-9;]{0,16}m");
  private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private final InputStream in;
  private final byte[] buffer = new byte[CAPACITY + AddressScanner.SLACK];
  private final ByteBuffer words = ByteBuffer.wrap(buffer).order(ByteOrder.LITTLE_ENDIAN);

  /** The line, without its end. */
  private int from;

  private int to;

  /** The place where the next line begins; {@code end} is that of the bytes that were read. */
  private int next;

  private int end;

  /** How many bytes of the line were passed over. */
  private long beyond;

  private long count;
  private long cut;
  private long withZeros;
  private boolean plain;

  /** Creates the lines of a stream, which is read as far as is needed. */
  public LogLines(InputStream in) {
    this.in = in;
  }

  /** Returns how many lines there were so far. */
  public long count() {
    return count;
  }

  /** Returns how many lines were longer than is read. */
  public long cut() {
    return cut;
  }

  /** Returns how many of them had NUL bytes, which are read as spaces. */
  public long withZeros() {
    return withZeros;
  }

  /** Returns the length of the line before it was cut, its end aside. */
  public long length() {
    return to - from + beyond;
  }

  /** Returns the bytes in which every line lies, with the slack that addresses need. */
  public byte[] bytes() {
    return buffer;
  }

  /** Returns the place where the line begins. */
  public int from() {
    return from;
  }

  /**
   * Returns the place where the line ends: without its line break, nor the carriage return of
   * Windows.
   */
  public int to() {
    return to > from && buffer[to - 1] == '\r' ? to - 1 : to;
  }

  /** Tells whether the bytes of the line are its text: no control character is to be taken out. */
  public boolean isPlain() {
    return plain && beyond == 0;
  }

  /** Goes to the next line, and tells whether there is one. */
  public boolean next() throws IOException {
    from = next;
    beyond = 0;
    plain = true;
    int scanned = from;
    int stop = lineEnd(scanned);
    while (stop == end && end - from < LONGEST) {
      scanned = end - makeRoom();
      if (!fill()) {
        break;
      }
      stop = lineEnd(scanned);
    }
    stop = Math.min(stop, end);
    if (stop == end && end - from >= LONGEST) {
      passOver();
    } else if (stop == from && stop == end) {
      return false;
    } else {
      to = Math.min(stop, from + LONGEST);
      beyond = (long) stop - to;
      next = Math.min(stop + 1, end);
    }
    count++;
    cut += beyond > 0 ? 1 : 0;
    if (count == 1 && to - from >= MARK.length && startsWith(MARK)) {
      from += MARK.length;
    }
    return true;
  }

  /** Returns the line as it is. */
  public String raw() {
    return new String(buffer, from, to - from, StandardCharsets.ISO_8859_1);
  }

  /**
   * Returns the last line as text: without the carriage return of Windows and the colours of a
   * terminal, and with spaces for NUL bytes.
   */
  public String text(String raw) {
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

  private boolean startsWith(byte[] words) {
    for (int i = 0; i < words.length; i++) {
      if (buffer[from + i] != words[i]) {
        return false;
      }
    }
    return true;
  }

  /** Returns the end of the line, or of what is buffered; eight bytes at a time are looked at. */
  private int lineEnd(int begin) {
    byte[] bytes = buffer;
    int stop = end;
    int at = begin;
    boolean marked = false;
    while (at < stop) {
      int most = Math.min(at + Long.BYTES, stop);
      long control = words.getLong(at) & PLAIN_OF_EACH;
      if (((control - EACH) & ~control & HIGH_BITS) != 0) {
        for (int i = at; i < most; i++) {
          byte one = bytes[i];
          if (one == '\n') {
            plain &= !marked;
            return i;
          }
          marked |= (one & PLAIN) == 0;
        }
      }
      at = most;
    }
    plain &= !marked;
    return stop;
  }

  /** Moves what is there of the line to the front where it lies at the end, and tells how far. */
  private int makeRoom() {
    if (CAPACITY - end >= CHUNK) {
      return 0;
    }
    int far = from;
    System.arraycopy(buffer, far, buffer, 0, end - far);
    from = 0;
    end -= far;
    return far;
  }

  /** Keeps the beginning of the line, and reads on to its end. */
  private void passOver() throws IOException {
    System.arraycopy(buffer, from, buffer, 0, LONGEST);
    beyond = (long) end - from - LONGEST;
    from = 0;
    to = LONGEST;
    end = LONGEST;
    int stop = LONGEST;
    while (stop == end) {
      end = LONGEST;
      if (!fill()) {
        stop = end;
        break;
      }
      stop = lineEnd(LONGEST);
      beyond += stop - LONGEST;
    }
    next = Math.min(stop + 1, end);
  }

  private boolean fill() throws IOException {
    int read = 0;
    while (read == 0) {
      read = in.read(buffer, end, CHUNK);
    }
    end += Math.max(read, 0);
    return read > 0;
  }
}
