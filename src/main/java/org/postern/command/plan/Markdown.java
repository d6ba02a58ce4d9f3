package org.postern.command.plan;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postern.diagnostic.Visible;

/**
 * Writes text of others in GitHub-flavoured Markdown (GFM 0.29), so that it is shown as it is: no
 * mark-up, no HTML, no mention of a user, no reference to an issue, no link.
 */
final class Markdown {
  /**
   * Characters that begin or end mark-up anywhere in a line; dollars do at GitHub, for formulas.
   */
  private static final Pattern SPECIAL = Pattern.compile("[\\\\`*_~\\[\\]$]");

  /** Text that makes a list, a heading or a rule where it begins a line. */
  private static final Pattern BEGINNING = Pattern.compile("^([-+=]|\\d{1,9}[.)](?=\\s|$))");

  private static final Pattern LINK = Pattern.compile("(?i)(?<=www)\\.|:(?=//)");
  private static final Pattern REFERENCE = Pattern.compile("[@#]");
  private static final Pattern BACKTICKS = Pattern.compile("`+");
  private static final int SHORTEST_FENCE = 3;

  private Markdown() {}

  /** A line of prose, or a cell of a table. */
  static String text(String text) {
    String escaped = SPECIAL.matcher(Visible.text(text)).replaceAll("\\\\$0");
    Matcher beginning = BEGINNING.matcher(escaped);
    if (beginning.find()) {
      int mark = beginning.end() - 1;
      escaped = escaped.substring(0, mark) + '\\' + escaped.substring(mark);
    }
    return entities(escaped);
  }

  /** A line inside an element of HTML, where nothing else is mark-up. */
  static String html(String text) {
    return entities(Visible.text(text));
  }

  /** A space of no width ends what would be the name of a person or the number of an issue. */
  private static String entities(String text) {
    String entities = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    entities = REFERENCE.matcher(entities).replaceAll("$0&#8203;").replace("|", "&#124;");
    return LINK.matcher(entities).replaceAll(dot -> "&#" + (int) dot.group().charAt(0) + ";");
  }

  /** A line as code, outside of tables. */
  static String code(String text) {
    String visible = Visible.text(text);
    String fence = "`".repeat(longestRun(visible) + 1);
    boolean padded = visible.startsWith("`") || visible.endsWith("`") || visible.isBlank();
    return padded ? fence + " " + visible + " " + fence : fence + visible + fence;
  }

  /** A fence for lines of code that none of them ends. */
  static String fence(Iterable<String> lines) {
    int longest = SHORTEST_FENCE - 1;
    for (String line : lines) {
      longest = Math.max(longest, longestRun(line));
    }
    return "`".repeat(longest + 1);
  }

  private static int longestRun(String text) {
    return BACKTICKS.matcher(text).results().mapToInt(run -> run.group().length()).max().orElse(0);
  }
}
