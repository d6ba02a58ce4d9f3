package org.postern.daemon.journal;

import java.nio.charset.StandardCharsets;

/** Shortens text that has to fit. */
public final class Shortened {
  private static final int CONTINUATION_MASK = 0xC0;
  private static final int CONTINUATION = 0x80;

  private Shortened() {}

  /**
   * Returns the text in at most so many bytes of UTF-8, 50 or more; if something is cut off, it
   * says so.
   */
  public static String to(int most, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length <= most) {
      return text;
    }
    String note = " [cut off, had " + bytes.length + " bytes]";
    int end = most - note.length();
    while ((bytes[end] & CONTINUATION_MASK) == CONTINUATION) {
      end--;
    }
    return new String(bytes, 0, end, StandardCharsets.UTF_8) + note;
  }
}
