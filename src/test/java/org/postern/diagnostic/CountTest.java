package org.postern.diagnostic;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Word and number agree. */
class CountTest {
  @ParameterizedTest
  @CsvSource({
    "0, prefix, 0 prefixes",
    "1, prefix, 1 prefix",
    "2, prefix, 2 prefixes",
    "1, entry, 1 entry",
    "2, entry, 2 entries",
    "1, address, 1 address",
    "2, address, 2 addresses",
    "1, rule change, 1 rule change",
    "2, new IPv6 entry, 2 new IPv6 entries"
  })
  void theNounFollowsTheNumber(long number, String noun, String expected) {
    assertEquals(expected, Count.of(number, noun));
  }

  @ParameterizedTest
  @CsvSource({"0, 0 entries fade", "1, 1 entry fades", "2, 2 entries fade"})
  void soDoesTheVerb(long number, String expected) {
    assertEquals(expected, Count.of(number, "entry", "fades", "fade"));
  }
}
