package org.postern.policy.parse.text;

import java.util.regex.Pattern;

/** Finds blanks of any script: web pages and word processors put others in the place of spaces. */
public final class Blanks {
  private static final Pattern RUN = Pattern.compile(" {2,}");

  /** A mark before a remark in lists of others: Spamhaus has {@code ;}. */
  private static final Pattern MARK = Pattern.compile("^(?:;|//)+ *");

  private Blanks() {}

  static boolean isBlank(char character) {
    return Character.isWhitespace(character) || Character.isSpaceChar(character);
  }

  /** Returns the text with a space for every blank; places stay what they are. */
  public static String asSpaces(String text) {
    int at = 0;
    while (at < text.length() && (text.charAt(at) == ' ' || !isBlank(text.charAt(at)))) {
      at++;
    }
    if (at == text.length()) {
      return text;
    }
    StringBuilder spaces = new StringBuilder(text);
    for (; at < text.length(); at++) {
      if (isBlank(text.charAt(at))) {
        spaces.setCharAt(at, ' ');
      }
    }
    return spaces.toString();
  }

  /** Returns the remark behind an address, without its mark and with single spaces. */
  public static String label(String rest) {
    String label = MARK.matcher(rest.strip()).replaceFirst("");
    return label.contains("  ") ? RUN.matcher(label).replaceAll(" ") : label;
  }
}
