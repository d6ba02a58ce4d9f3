package org.postern.policy.parse.text;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postern.diagnostic.Code;

/**
 * Finds the blanks of web pages and word processors where YAML wants spaces: it takes them for
 * letters, and says something else than what is wrong. In a quoted value they may stand.
 */
public final class OddBlanks {
  private static final int SHOWN = 20;

  /**
   * Matches a blank other than a space in the indentation, or behind what YAML wants a space
   * behind; not behind a quote or #.
   */
  private static final Pattern ODD =
      Pattern.compile("^(?:[ \\t]*|[^\"'#]*?(?:^|[ \\[{,])[^\"'# ]*[-:,])(?! )(\\p{Zs})");

  private OddBlanks() {}

  /** Tells whether there is none; the report says where there are. */
  public static boolean passes(Scope scope) {
    int found = 0;
    for (int line = 1; line <= scope.source().lines().size(); line++) {
      String text = scope.source().line(line);
      if (text.chars().allMatch(character -> character < 0x80)) {
        continue;
      }
      Matcher odd = ODD.matcher(text);
      if (odd.find()) {
        found++;
        if (found <= SHOWN) {
          int at = text.codePointCount(0, odd.start(1)) + 1;
          scope.add(
              Code.ODD_BLANK,
              scope.source().span(line, at, 1),
              "character U+%04X stands where YAML wants a space"
                  .formatted((int) odd.group(1).charAt(0)),
              "write a space; text copied from web pages often has other blanks");
        }
      }
    }
    return found == 0;
  }
}
