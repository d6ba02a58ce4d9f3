package org.postern.target.mail;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.postern.address.AddressSet;
import org.postern.address.text.AddressScanner;

/** Reads addresses and networks, one a line, as mail servers do; {@code #} begins a comment. */
public final class AddressLines {
  private AddressLines() {}

  /** Meets lines that are neither an address or network nor a comment. */
  public interface Other {
    /** Tells whether the mail server reads on behind that line. */
    boolean goesOn(String line);
  }

  /**
   * Reads the addresses of a text, of ISO 8859-1, up to the line behind which the mail server does
   * not read on. Ranges and netmasks are other lines: mail servers know neither.
   */
  public static AddressSet read(String text, Other other) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    AddressScanner scanner = new AddressScanner();
    scanner.over(Arrays.copyOf(bytes, bytes.length + AddressScanner.SLACK));
    AddressSet.Builder builder = AddressSet.builder();
    int start = 0;
    while (start < bytes.length) {
      int line = text.indexOf('\n', start);
      int end = line < 0 ? bytes.length : line;
      if (end > start && bytes[start] != '#') {
        if (scanner.scan(start) == end && isPlain(bytes, start, end)) {
          scanner.addTo(builder);
        } else if (!other.goesOn(text.substring(start, end))) {
          break;
        }
      }
      start = end + 1;
    }
    return builder.build();
  }

  /** Tells whether a line is neither a range nor one with a netmask. */
  private static boolean isPlain(byte[] bytes, int start, int end) {
    boolean behindSlash = false;
    for (int at = start; at < end; at++) {
      if (bytes[at] == '-' || (behindSlash && bytes[at] == '.')) {
        return false;
      }
      behindSlash |= bytes[at] == '/';
    }
    return true;
  }
}
