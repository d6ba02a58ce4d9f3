package org.postern.address.widening;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.postern.address.Literals.set;
import static org.postern.address.widening.Tradeoff.Form.PREFIXES;
import static org.postern.address.widening.Tradeoff.Form.RANGES;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.postern.address.AddressSet;
import org.postern.address.Widened;

/** Each claim is planted wrong, one by one. */
class CertificateTest {
  private static final AddressSet MEMBERS = set("192.0.2.0", "192.0.2.3", "198.51.100.1");
  private static final WideningTask TASK = WideningTask.of(MEMBERS, set("198.51.100.2"));
  private static final AddressSet WIDENED = set("192.0.2.0/30", "198.51.100.1");

  @Test
  void whatIsTruePasses() {
    assertDoesNotThrow(() -> Certificate.check(TASK, PREFIXES, found(WIDENED, 2, 2, 2, 2)));
    assertDoesNotThrow(() -> Certificate.check(TASK, RANGES, found(WIDENED, 2, 2, 2, 1)));
  }

  @Test
  void everyFalseClaimIsFound() {
    assertRefused("does not cover its members", found(set("192.0.2.0/30"), 1, 2, 1, 2));
    assertRefused(
        "covers what it never may", found(set("192.0.2.0/30", "198.51.100.0/30"), 2, 5, 2, 5));
    assertRefused("adds another number of addresses than it says", found(WIDENED, 2, 3, 2, 2));
    assertRefused("has more entries than it says", found(WIDENED, 1, 2, 1, 2));
    assertRefused("is better than its bound", found(WIDENED, 2, 2, 3, 2));
    assertRefused("is better than its bound", found(WIDENED, 2, 2, 2, 3));
    assertRefused("has a bound below nothing", found(WIDENED, 2, 2, 2, -1));
    Widened untold = new Widened(WIDENED, AddressSet.none());
    assertRefused(
        "does not tell what was added",
        new Outcome.Found(untold, 2, BigInteger.ZERO, 2, BigInteger.ZERO));
  }

  private static void assertRefused(String claim, Outcome.Found found) {
    IllegalStateException thrown =
        assertThrows(IllegalStateException.class, () -> Certificate.check(TASK, PREFIXES, found));
    assertEquals("a widened set " + claim, thrown.getMessage());
  }

  private static Outcome.Found found(
      AddressSet widened, int entries, long extra, int fewest, long least) {
    return new Outcome.Found(
        new Widened(widened, widened.subtract(MEMBERS)),
        entries,
        BigInteger.valueOf(extra),
        fewest,
        BigInteger.valueOf(least));
  }
}
