package org.postern.page;

import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.postern.diagnostic.Visible;

/**
 * Takes words and addresses out of texts. Words count wherever they stand, in capitals or not;
 * those that overlap go together.
 */
final class Eraser {
  /** The text that is shown instead. */
  static final String MARK = "[withheld]";

  /** The shortest word that is taken out: shorter ones are parts of too many other words. */
  private static final int SHORTEST_WORD = 3;

  private final List<String> words;
  private final SpelledAddresses addresses;

  Eraser(Collection<String> words, SpelledAddresses addresses) {
    this.words =
        words.stream()
            .filter(word -> word.length() >= SHORTEST_WORD)
            .flatMap(word -> Stream.of(word, Visible.text(word)))
            .map(Eraser::small)
            .distinct()
            .toList();
    this.addresses = addresses;
  }

  /** Takes words and addresses out. */
  String clean(String text) {
    BitSet hidden = new BitSet();
    String small = small(text);
    for (String word : words) {
      for (int at = small.indexOf(word); at >= 0; at = small.indexOf(word, at + 1)) {
        hidden.set(at, at + word.length());
      }
    }
    addresses.mark(text, hidden);
    return without(text, hidden);
  }

  /** Takes addresses out. */
  String withoutAddresses(String text) {
    BitSet hidden = new BitSet();
    addresses.mark(text, hidden);
    return without(text, hidden);
  }

  /** Returns a text in small letters, each character by itself, so that it stays at its place. */
  private static String small(String text) {
    char[] small = text.toCharArray();
    for (int i = 0; i < small.length; i++) {
      small[i] = Character.toLowerCase(small[i]);
    }
    return new String(small);
  }

  private static String without(String text, BitSet hidden) {
    if (hidden.isEmpty()) {
      return text;
    }
    StringBuilder rest = new StringBuilder();
    int shown = 0;
    for (int at = hidden.nextSetBit(0); at >= 0; at = hidden.nextSetBit(shown)) {
      rest.append(text, shown, at).append(MARK);
      shown = hidden.nextClearBit(at);
    }
    return rest.append(text, shown, text.length()).toString();
  }
}
