package org.postern.policy.parse.text;

/**
 * The lines of a text, which YAML lets a line feed, a carriage return or both end.
 *
 * @param text the whole text
 */
public record Lines(String text) {
  /** Returns the start of the line of a character. */
  public int start(int at) {
    int start = at;
    while (start > 0 && !isBreak(start - 1)) {
      start--;
    }
    return start;
  }

  /** Returns the end of the line of a character, without its line break. */
  public int end(int at) {
    int end = at;
    while (end < text.length() && !isBreak(end)) {
      end++;
    }
    return end;
  }

  /**
   * Returns the start of the line after that of a character; the end of the text if there is none.
   */
  public int next(int at) {
    int end = end(at);
    return end == text.length() ? end : end + breakAt(end).length();
  }

  /**
   * Returns the end of the line before that of a character, without its line break; 0 for the first
   * line.
   */
  public int endOfPrevious(int at) {
    int start = start(at);
    boolean both = start > 1 && text.startsWith("\r\n", start - 2);
    return Math.max(0, both ? start - 2 : start - 1);
  }

  /**
   * Returns the line break of the line of a character, or the one it would have if another line
   * followed.
   */
  public String lineBreak(int at) {
    int end = end(at);
    if (end < text.length()) {
      return breakAt(end);
    }
    int start = start(at);
    return start == 0 ? "\n" : breakAt(endOfPrevious(at));
  }

  /** Tells whether nothing but white space is on the line of a character. */
  public boolean isBlank(int at) {
    return text.substring(start(at), end(at)).isBlank();
  }

  /** Tells whether nothing but white space is before a character on its line. */
  public boolean isFirst(int at) {
    return text.substring(start(at), at).isBlank();
  }

  private String breakAt(int at) {
    return text.startsWith("\r\n", at) ? "\r\n" : text.substring(at, at + 1);
  }

  private boolean isBreak(int at) {
    return text.charAt(at) == '\n' || text.charAt(at) == '\r';
  }
}
