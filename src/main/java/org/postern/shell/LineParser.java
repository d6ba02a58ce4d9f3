package org.postern.shell;

import java.util.ArrayList;
import java.util.List;
import org.jline.reader.CompletingParsedLine;
import org.jline.reader.EOFError;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;

/** Has jline cut lines the way they are understood later. */
final class LineParser implements Parser {
  @Override
  public ParsedLine parse(String line, int cursor, ParseContext context) {
    Words words = Words.of(line);
    if (context == ParseContext.ACCEPT_LINE && !words.isClosed()) {
      throw new EOFError(-1, -1, "a quote is left open", "quote");
    }
    return cut(line, cursor, words);
  }

  private static ParsedLine cut(String line, int cursor, Words words) {
    List<String> texts = new ArrayList<>();
    for (Words.Word word : words.words()) {
      boolean under = word.from() <= cursor && cursor <= word.to();
      if (under) {
        String begun = Words.of(line.substring(0, cursor)).words().getLast().text();
        texts.add(word.text());
        return new Cut(line, cursor, all(words), texts.size() - 1, word, begun.length());
      }
      if (word.from() > cursor) {
        break;
      }
      texts.add(word.text());
    }
    List<String> all = all(words);
    all.add(texts.size(), "");
    Words.Word none = new Words.Word("", cursor, cursor);
    return new Cut(line, cursor, all, texts.size(), none, 0);
  }

  private static List<String> all(Words words) {
    return new ArrayList<>(words.texts());
  }

  /**
   * A line with the cursor in or behind a word.
   *
   * @param at the index of the word
   * @param place the place of the word
   * @param wordCursor how much of it is before the cursor
   */
  private record Cut(
      String line, int cursor, List<String> words, int at, Words.Word place, int wordCursor)
      implements CompletingParsedLine {
    @Override
    public String word() {
      return words.get(at);
    }

    @Override
    public int wordIndex() {
      return at;
    }

    @Override
    public CharSequence escape(CharSequence candidate, boolean complete) {
      return Words.quoted(candidate.toString());
    }

    @Override
    public int rawWordCursor() {
      return cursor - place.from();
    }

    @Override
    public int rawWordLength() {
      return place.to() - place.from();
    }
  }
}
