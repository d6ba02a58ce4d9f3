package org.postern.plan;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The forms of addresses and keys of servers. */
class TargetOptionTest {
  private final TargetOption.Url url = new TargetOption.Url();
  private final TargetOption.Pin pin = new TargetOption.Pin();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://mail.example.com:4040",
        "https://mail/",
        "https://192.0.2.1",
        "https://[2001:db8::1]:65535",
        "https://xn--bcher-kva.example"
      })
  void aServerHasANameOrAnAddress(String text) {
    assertTrue(url.matches(text));
    assertFalse(url.tells(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "mail.example.com",
        "http://mail.example.com",
        "https://",
        "https://mail.example.com:0",
        "https://mail.example.com:65536",
        "https://mail.example.com/admin",
        "https://mail.example.com?x",
        "https://mail_1.example.com",
        "https://-mail.example.com",
        "https://mail..example.com",
        "https://192.0.2.256",
        "https://192.0.2",
        "https://[2001:db8::/32]",
        "https://[192.0.2.1-192.0.2.9]",
        "https://mail.example.com\n",
        "https://user:password@mail.example.com"
      })
  void otherTextsAreNone(String text) {
    assertFalse(url.matches(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://user:password@mail.example.com", "user@mail"})
  void whatMayHoldAPasswordIsSeen(String text) {
    assertTrue(url.tells(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "sha256:E3:B0:C4:42:98:FC:1C:14:9A:FB:F4:C8:99:6F:B9:24:27:AE:41:E4:64:9B:93:4C:A4:95:99:1B:78:52:B8:55",
        "sha256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
      })
  void aKeyIsKnownByItsDigest(String text) {
    assertTrue(pin.matches(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "sha256:",
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "sha1:da39a3ee5e6b4b0d3255bfef95601890afd80709",
        "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b85",
        "sha256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU"
      })
  void otherDigestsAreNone(String text) {
    assertFalse(pin.matches(text));
  }
}
