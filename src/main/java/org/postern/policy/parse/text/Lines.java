package org.postern.policy.parse.text;

/**
 * Where lines of a text start and end, which YAML lets a line feed, a carriage return or both do.
 *
 * @param text the whole text
 */
public record Lines(String text) {
  /** Where the line of a character starts. */
  public int start(int at) {
    int start = at;
    while (start > 0 && !isBreak(start - 1)) {
      start--;
    }
    return start;
  }

  /** Where the line of a character ends, without its line end. */
  public int end(int at) {
    int end = at;
    while (end < text.length() && !isBreak(end)) {
      end++;
    }
    return end;
  }

  /** Where the line after that of a character starts; the end of the text if there is none. */
  public int next(int at) {
    int end = end(at);
    return end == text.length() ? end : end + breakAt(end).length();
  }

  /** Where the line before it ends, without what ends it; nothing is before the first line. */
  public int endOfPrevious(int at) {
    int start = start(at);
    boolean both = start > 1 && text.startsWith("\r\n", start - 2);
    return Math.max(0, both ? start - 2 : start - 1);
  }

  /** What ends the line of a character, or would if another one followed. */
  public String lineBreak(int at) {
    int end = end(at);
    if (end < text.length()) {
      return breakAt(end);
    }
    int start = start(at);
    return start == 0 ? "\n" : breakAt(endOfPrevious(at));
  }

  /** Whether nothing but white space is on the line of a character. */
  public boolean isBlank(int at) {
    return text.substring(start(at), end(at)).isBlank();
  }

  /** Whether nothing but white space is before a character on its line. */
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
