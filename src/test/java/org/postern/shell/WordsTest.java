package org.postern.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WordsTest {
  @Test
  void blanksSeparateAndQuotesJoin() {
    assertEquals(
        List.of("set", "filter", "add", "new node", "a'b", "", "x y"),
        Words.of(" set filter\tadd 'new node' \"a'b\" '' x\\ y ").texts());
  }

  @ParameterizedTest
  @ValueSource(strings = {"'a", "a\"b c", "a\\"})
  void whatIsLeftOpenIsKnown(String line) {
    assertFalse(Words.of(line).isClosed());
  }

  @Test
  void whatIsQuotedIsOneWordAgain() {
    SplittableRandom random = new SplittableRandom(7);
    String alphabet = "ab '\"\\\t$`!|é\u0007";
    for (int i = 0; i < 5000; i++) {
      StringBuilder text = new StringBuilder();
      for (int left = random.nextInt(8); left > 0; left--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      Words words = Words.of("x " + Words.quoted(text.toString()) + " y");
      assertEquals(List.of("x", text.toString(), "y"), words.texts());
    }
  }

  @Test
  void placesAreThoseOfTheLine() {
    for (Words.Word word : Words.of("why  '1.2 3' x").words()) {
      String part = "why  '1.2 3' x".substring(word.from(), word.to());
      assertEquals(List.of(word.text()), Words.of(part).texts());
    }
  }
}
