package org.postern.source.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What counts as a name. */
final class DnsNameTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "delivery.antispamcloud.com",
        "a.example.",
        "_spf.example",
        "xn--bcher-kva.example",
        "1.example",
        "localhost",
        "UPPER.example"
      })
  void hostNamesAndUnderscoresPass(String name) {
    assertEquals(Optional.empty(), DnsName.check(name));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          .          | the name is empty
          a..example | "a..example": a label between two dots is empty
          .a.example | ".a.example": a label between two dots is empty
          a.example..| "a.example..": a label between two dots is empty
          -a.example | "-a.example": a label starts or ends with "-"
          a-.example | "a-.example": a label starts or ends with "-"
          a b        | "a\\u0020b": only letters, digits, "-" and "_" may stand between the dots
          *.example  | "\\u002a.example": only letters, digits, "-" and "_" may stand between the dots
          a;b        | "a\\u003bb": only letters, digits, "-" and "_" may stand between the dots
          bücher.de  | "b\\u00fccher.de" has letters outside ASCII; write its ASCII form (xn--…)
          """)
  void anythingElseIsRefusedWithTheReason(String name, String reason) {
    assertEquals(Optional.of(reason), DnsName.check(name));
  }

  @Test
  void emptyTextIsNoName() {
    assertEquals(Optional.of("the name is empty"), DnsName.check(""));
  }

  @Test
  void labelsEndAtSixtyThree() {
    assertEquals(Optional.empty(), DnsName.check("a".repeat(63) + ".example"));
    assertEquals(
        Optional.of(
            "\"%s.example\": a label is longer than 63 characters".formatted("a".repeat(64))),
        DnsName.check("a".repeat(64) + ".example"));
  }

  @Test
  void namesEndAt253() {
    String longest = "a.".repeat(126) + "a";
    assertEquals(Optional.empty(), DnsName.check(longest));
    assertEquals(Optional.empty(), DnsName.check(longest + "."));
    assertEquals(
        Optional.of("\"%sa\" is longer than 253 characters".formatted(longest)),
        DnsName.check(longest + "a"));
  }

  @Test
  void hugeTextIsNotRepeatedWhole() {
    assertEquals(
        Optional.of("\"%s...\" is longer than 253 characters".formatted("a".repeat(254))),
        DnsName.check("a".repeat(1_000_000)));
  }
}
