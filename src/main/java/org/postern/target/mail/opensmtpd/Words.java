package org.postern.target.mail.opensmtpd;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Takes a text of smtpd.conf(5) apart, as the lexer of its parse.y does: a backslash at the end of
 * a line joins it with the next, in a comment too; a macro stands for the text of its value.
 */
final class Words {
  /** A macro that names itself ends here. */
  private static final int DEEPEST = 10;

  private static final String SIGNS = "{}<>!=,()";

  private final Map<String, String> macros;

  /**
   * Creates the words of one configuration.
   *
   * @param macros values of macros by name; the caller adds those that are defined on the way
   */
  Words(Map<String, String> macros) {
    this.macros = macros;
  }

  /** Returns the lines of a text, with those joined that belong together, and without comments. */
  static List<String> lines(String text) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    char quote = 0;
    boolean comment = false;
    for (int at = 0; at < text.length(); at++) {
      char next = text.charAt(at);
      if (next == '\\' && text.startsWith("\n", at + 1)) {
        at++;
      } else if (next == '\n') {
        lines.add(line.toString());
        line.setLength(0);
        quote = 0;
        comment = false;
      } else if (!comment) {
        comment = quote == 0 && next == '#';
        line.append(comment ? "" : String.valueOf(next));
        quote = quote(quote, next, text, at);
      }
    }
    lines.add(line.toString());
    return lines;
  }

  /** Returns the quote that is open behind a letter; 0 where there is none. */
  private static char quote(char open, char next, String text, int at) {
    boolean escaped = open != 0 && at > 0 && text.charAt(at - 1) == '\\';
    if (open == 0) {
      return next == '"' || next == '\'' ? next : 0;
    }
    return next == open && !escaped ? 0 : open;
  }

  /** Returns the words of such a line. */
  List<Word> of(String line) {
    List<Word> words = new ArrayList<>();
    add(line, DEEPEST, words);
    return words;
  }

  private void add(String line, int depth, List<Word> words) {
    int at = 0;
    while (at < line.length()) {
      char next = line.charAt(at);
      if (next == '"' || next == '\'') {
        at = quoted(line, at, words);
      } else if (Character.isWhitespace(next)) {
        at++;
      } else if (SIGNS.indexOf(next) >= 0) {
        words.add(new Word(String.valueOf(next), false));
        at++;
      } else {
        int end = at + 1;
        while (end < line.length() && isInWord(line.charAt(end))) {
          end++;
        }
        word(line.substring(at, end), depth, words);
        at = end;
      }
    }
  }

  private static boolean isInWord(char one) {
    return !Character.isWhitespace(one) && SIGNS.indexOf(one) < 0 && one != '"' && one != '\'';
  }

  private void word(String word, int depth, List<Word> words) {
    String name = word.startsWith("$") ? word.substring(1) : "";
    if (depth > 0 && macros.containsKey(name)) {
      add(macros.getOrDefault(name, ""), depth - 1, words);
    } else {
      words.add(new Word(word, false));
    }
  }

  /** Adds a quoted word; returns the place behind it. */
  private static int quoted(String line, int from, List<Word> words) {
    StringBuilder word = new StringBuilder();
    int at = from + 1;
    while (at < line.length() && line.charAt(at) != line.charAt(from)) {
      boolean escapes = line.charAt(at) == '\\' && at + 1 < line.length();
      word.append(line.charAt(escapes ? at + 1 : at));
      at += escapes ? 2 : 1;
    }
    words.add(new Word(word.toString(), true));
    return at + 1;
  }
}
