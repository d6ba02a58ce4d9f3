package org.postern.target.windows;

import java.io.IOException;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postern.address.Address;
import org.postern.address.Interval;

/** Parses parts of the lines that a script prints when it reads back. */
public final class ReadBackText {
  private static final Pattern RANGE = Pattern.compile("([0-9a-f]{8,32})-([0-9a-f]{8,32})");

  private ReadBackText() {}

  /**
   * Reads a range of addresses, both ends in hexadecimal, {@code c0000200-c00002ff}.
   *
   * @throws IOException where the text is no range
   */
  public static Interval range(String text) throws IOException {
    Matcher matcher = RANGE.matcher(text);
    if (!matcher.matches()) {
      throw nonsense(text);
    }
    try {
      return new Interval(address(matcher.group(1)), address(matcher.group(2)));
    } catch (IllegalArgumentException e) {
      throw new IOException("not a range: " + text, e);
    }
  }

  private static Address address(String hex) {
    return Address.ofBytes(HexFormat.of().parseHex(hex));
  }

  /** Returns the exception for a line that is not understood. */
  public static IOException nonsense(String line) {
    return new IOException("what the script read back makes no sense: " + line);
  }
}
