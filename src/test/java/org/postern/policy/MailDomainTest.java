package org.postern.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MailDomainTest {
  @ParameterizedTest
  @CsvSource({
    "example.com, example.com",
    "EXAMPLE.Com., example.com",
    "b\u00fccher.example, xn--bcher-kva.example",
    "bu\u0308cher.example, xn--bcher-kva.example",
    "B\u00dcCHER.example, xn--bcher-kva.example",
    "xn--strae-oqa.example, xn--strae-oqa.example",
    "\u4f8b\u3048\u3002example, xn--r8jz45g.example",
    "localhost, localhost",
    "3com.example, 3com.example",
  })
  void readsEverySpellingIntoOneForm(String text, String name) {
    assertEquals(new MailDomain.Ok(name), MailDomain.read(text));
  }

  @ParameterizedTest
  @CsvSource({
    "*.example.com, 'write example.com, and subdomains: true in its set'",
    ".example.com, 'write example.com, and subdomains: true in its set'",
    "mail*.example.com, write the domains themselves",
    "postmaster@Example.com, write example.com",
    "https://example.com/x, write example.com",
    "192.0.2.1, write a domain such as example.com",
    "[192.0.2.1], write a domain such as example.com",
    "2001:db8::1, write a domain such as example.com",
    "a..example.com, write one dot between two labels",
    "stra\u00dfe.example, 'write the name in its ASCII form, which starts with xn--'",
  })
  void saysWhatToWriteInstead(String text, String fix) {
    assertEquals(fix, assertInstanceOf(MailDomain.Wrong.class, MailDomain.read(text)).fix());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "..",
        "*",
        "-a.example",
        "a-.example",
        "mail_in.example",
        "a b.example",
        "example.123",
        "a/b.example",
        "a\u200db.example",
        "a:b.example",
        "a'b.example",
        "@",
        "a@"
      })
  void refusesWhatNoMailServerMayRead(String text) {
    assertInstanceOf(MailDomain.Wrong.class, MailDomain.read(text), text);
  }

  @Test
  void boundsLabelsAndNames() {
    String label = "a".repeat(63);
    assertInstanceOf(MailDomain.Ok.class, MailDomain.read(label + ".example"));
    assertInstanceOf(MailDomain.Wrong.class, MailDomain.read(label + "a.example"));
    String longest = (label + ".").repeat(3) + "a".repeat(61);
    assertEquals(new MailDomain.Ok(longest), MailDomain.read(longest + "."));
    assertTrue(MailDomain.read(longest + "a") instanceof MailDomain.Wrong);
  }
}
