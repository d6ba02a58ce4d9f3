package org.postern.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A line split into words as by a POSIX shell (XCU 2.2): blanks separate words, and single quotes,
 * double quotes and the backslash quote what follows. Unlike in a shell, nothing is expanded, and
 * in double quotes the backslash quotes any character.
 *
 * @param words the words in their order
 * @param isClosed whether no quote is open at the end, and no backslash is last
 */
record Words(List<Word> words, boolean isClosed) {
  Words {
    words = List.copyOf(words);
  }

  /**
   * A word.
   *
   * @param text the word without quotes
   * @param from the place where it begins in the line
   * @param to the place where it ends, quotes included
   */
  record Word(String text, int from, int to) {}

  /** Returns the texts of the words. */
  List<String> texts() {
    return words.stream().map(Word::text).toList();
  }

  static Words of(String line) {
    return new Cutter(line).cut();
  }

  /** Returns a text quoted so that it is one word; unquoted where it needs no quotes. */
  static String quoted(String text) {
    boolean plain =
        !text.isEmpty()
            && text.chars().noneMatch(c -> Character.isWhitespace(c) || "'\"\\".indexOf(c) >= 0);
    return plain ? text : "'" + text.replace("'", "'\\''") + "'";
  }

  private static final class Cutter {
    private final String line;
    private final List<Word> words = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private Optional<Integer> begin = Optional.empty();
    private char quote;

    Cutter(String line) {
      this.line = line;
    }

    Words cut() {
      boolean escaped = false;
      for (int i = 0; i < line.length(); i++) {
        char c = line.charAt(i);
        if (escaped) {
          word.append(c);
          escaped = false;
        } else if (c == '\\' && quote != '\'') {
          begin(i);
          escaped = true;
        } else if (quote != 0) {
          inQuotes(c);
        } else if (Character.isWhitespace(c)) {
          end(i);
        } else {
          begin(i);
          outside(c);
        }
      }
      end(line.length());
      return new Words(words, quote == 0 && !escaped);
    }

    private void inQuotes(char c) {
      if (c == quote) {
        quote = 0;
      } else {
        word.append(c);
      }
    }

    private void outside(char c) {
      if (c == '\'' || c == '"') {
        quote = c;
      } else {
        word.append(c);
      }
    }

    private void begin(int at) {
      if (begin.isEmpty()) {
        begin = Optional.of(at);
      }
    }

    private void end(int at) {
      begin.ifPresent(from -> words.add(new Word(word.toString(), from, at)));
      begin = Optional.empty();
      word.setLength(0);
    }
  }
}
