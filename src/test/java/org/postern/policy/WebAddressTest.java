package org.postern.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebAddressTest {
  @ParameterizedTest
  @CsvSource({
    "https://example.net, https://example.net",
    "HTTPS://Nodes.Example.NET/List.txt, https://nodes.example.net/List.txt",
    "https://example.net:8443/a?b=c&d=%2F, https://example.net:8443/a?b=c&d=%2F",
    "https://192.0.2.1/@list, https://192.0.2.1/@list",
    "https://[2001:DB8::1]:443/, https://[2001:db8::1]:443/",
    "https://example.net?all, https://example.net?all",
    "https://localhost/, https://localhost/",
  })
  void isKeptAsItIsWrittenButForTheHost(String written, String kept) {
    assertEquals(Optional.of(kept), WebAddress.of(written).map(WebAddress::text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "https://",
        "https:///list",
        "http://example.net/",
        "ftp://example.net/",
        "https:example.net",
        "https://user@example.net/",
        "https://user:password@example.net/",
        "https://example.net/#part",
        "https://example.net/a b",
        "https://example.net\\@evil.example/",
        "https://example.net/%zz",
        "https://example.net:0/",
        "https://example.net:65536/",
        "https://192.0.2/",
        "https://192.0.2.0%2F24/",
        "https://[192.0.2.1]x/",
        "https://-a.example/",
        "https://ex\u00e4mple.net/",
        "https://example.net/\n",
      })
  void isNothingElse(String written) {
    assertEquals(Optional.empty(), WebAddress.of(written));
  }

  @Test
  void hasAnEnd() {
    String longest = "https://example.net/" + "a".repeat(2_048 - "https://example.net/".length());
    assertTrue(WebAddress.of(longest).isPresent());
    assertEquals(Optional.empty(), WebAddress.of(longest + "a"));
  }
}
