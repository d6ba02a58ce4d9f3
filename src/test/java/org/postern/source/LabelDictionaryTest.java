package org.postern.source;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LabelDictionaryTest {
  private final LabelDictionary dictionary = new LabelDictionary();

  private int placeOfBytes(String label) {
    byte[] bytes = ("192.0.2.1 " + label + " # c\n").getBytes(US_ASCII);
    return dictionary.place(bytes, 10, 10 + label.length());
  }

  @Test
  void noLabelIsAtPlaceZero() {
    assertEquals(0, dictionary.place(""));
    assertEquals(0, placeOfBytes(""));
    assertArrayEquals(new String[] {""}, dictionary.words());
  }

  /** Against a list that is searched from its start. */
  @Test
  void aLabelHasOnePlaceHoweverItComes() {
    Random random = new Random(14);
    List<String> expected = new ArrayList<>(List.of(""));
    for (int time = 0; time < 20_000; time++) {
      String label = label(random);
      if (!expected.contains(label)) {
        expected.add(label);
      }
      int place = random.nextBoolean() ? dictionary.place(label) : placeOfBytes(label);
      assertEquals(expected.indexOf(label), place, label);
    }
    assertArrayEquals(expected.toArray(), dictionary.words());
  }

  private static String label(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> "node " + random.nextInt(500);
      case 1 -> "x".repeat(random.nextInt(120));
      case 2 -> (random.nextBoolean() ? "Aa" : "BB") + (random.nextBoolean() ? "Aa" : "BB");
      default -> Integer.toString(random.nextInt(900), 36);
    };
  }

  @Test
  void otherCharactersThanAsciiAreKept() {
    int place = dictionary.place("B\u00FCcher \uD83D\uDE00");
    assertEquals(place, dictionary.place("B\u00FCcher \uD83D\uDE00"));
    assertEquals("B\u00FCcher \uD83D\uDE00", dictionary.words()[place]);
  }

  /** All of these have one and the same {@link String#hashCode()}. */
  @Test
  void labelsWithOneHashOfStringsEachHaveTheirPlace() {
    for (int number = 0; number < 1 << 16; number++) {
      StringBuilder label = new StringBuilder();
      for (int bit = 0; bit < 16; bit++) {
        label.append((number >> bit & 1) == 0 ? "Aa" : "BB");
      }
      assertEquals(number + 1, placeOfBytes(label.toString()));
    }
  }
}
