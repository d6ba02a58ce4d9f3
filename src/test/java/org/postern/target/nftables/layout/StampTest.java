package org.postern.target.nftables.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When and how our table was seen, as text and back. */
class StampTest {
  private static final Stamp STAMP = new Stamp("boot/net:[1]", 7, "abc");

  @Test
  void whatIsWrittenIsReadBack() {
    Stamp empty = new Stamp("boot/net:[1]", 7, "");
    for (Stamp stamp : new Stamp[] {STAMP, empty, Stamp.nothing()}) {
      assertEquals(Optional.of(stamp), Stamp.parse(stamp.text()));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {" ", "a b", "a b c", "a -1 c", "a 1 c d", "a 12345678901 c"})
  void nonsenseIsNoStamp(String text) {
    assertEquals(Optional.empty(), Stamp.parse(text));
  }

  @Test
  void anotherBootAnotherNamespaceOrAnotherGenerationIsAnother() {
    assertTrue(STAMP.isAt("boot/net:[1]", 7));
    assertFalse(STAMP.isAt("boot/net:[2]", 7));
    assertFalse(STAMP.isAt("boot/net:[1]", 8));
    assertFalse(new Stamp("", 7, "abc").isAt("", 7), "a place that is not known is none");
  }

  @Test
  void whenOnlyOthersMovedItStillTells() {
    assertTrue(STAMP.stillTells(new Stamp("boot/net:[1]", 9, "abc")));
    assertFalse(STAMP.stillTells(new Stamp("boot/net:[1]", 9, "abd")));
    assertFalse(STAMP.stillTells(new Stamp("other/net:[1]", 9, "abc")));
    assertTrue(Stamp.nothing().stillTells(new Stamp("boot/net:[1]", 9, "")));
  }
}
