package org.postern.address.text;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is scanned from bytes means what it means as text. */
class AddressScannerTest {
  private final AddressScanner scanner = new AddressScanner();

  /** The place behind what is taken of a text that ends its line. */
  private int scan(String text) {
    byte[] line = Arrays.copyOf((text + '\n').getBytes(ISO_8859_1), text.length() + 1 + 16);
    scanner.over(line);
    return scanner.scan(0);
  }

  private void takes(String text) {
    assertEquals(text.length(), scan(text), text);
    AddressText.Ok ok = assertInstanceOf(AddressText.Ok.class, AddressText.parse(text), text);
    assertEquals(ok.interval(), scanner.interval(), text);
    assertEquals(ok.interval().family(), scanner.family(), text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "255.255.255.255",
        "9.10.100.255",
        "0.0.0.0/0",
        "255.255.255.255/32",
        "128.0.0.0/1",
        "192.0.2.0/255.255.255.0",
        "192.0.2.1/255.255.255.255",
        "0.0.0.0-255.255.255.255",
        "192.0.2.1-192.0.2.1",
        "::",
        "::1",
        "1::",
        "::/0",
        "1:2:3:4:5:6:7:8",
        "ffff:ffff:ffff:ffff:FFFF:ffff:ffff:ffff",
        "8000::/1",
        "1::3:4:5:6:7",
        "2001:db8::/64",
        "2001:db8::1/128",
        "::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"
      })
  void certainFormsAreTaken(String text) {
    takes(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1.2.3",
        "01.2.3.4",
        "1.2.3.256",
        "1.2.3.1000",
        "1..2.3",
        ".1.2.3",
        "1.2.3.4/33",
        "1.2.3.4/",
        "1.2.3.0/024",
        "1.2.3.4/24",
        "0.0.0.0/0.0.0.0",
        "1.2.3.0/0.0.0.255",
        "1.2.3.0/255.0.255.0",
        "1.2.3.4-1.2.3.3",
        "1.2.3.4-::1",
        "1:2",
        "::1::",
        ":::",
        "1:2:3:4:5:6:7:8:9",
        "1:2:3:4:5:6:7:",
        ":1:2:3:4:5:6:7:8",
        "12345::",
        "::/129",
        "::1/127",
        "::2-::1",
        "::ffff:1.2.3.4",
        "::ffff:102:304",
        "::g"
      })
  void otherFormsAreLeftToTheParser(String text) {
    assertTrue(scan(text) != text.length() || text.isEmpty(), text);
  }

  /** Each text is near a right one; whatever is taken whole is right and names the same. */
  @Test
  void nothingIsTakenThatTheParserRefuses() {
    Random random = new Random(14);
    String[] samples = {
      "192.0.2.17",
      "10.0.0.0/8",
      "10.1.2.0/255.255.255.0",
      "192.0.2.1-192.0.2.99",
      "2001:db8::17",
      "2001:db8:a::/48",
      "::1-::9",
      "1:2:3:4:5:6:7:8",
      "fe80::1:2:3"
    };
    String characters = "0123456789abcdefF.:/-% ";
    int taken = 0;
    for (int time = 0; time < 200_000; time++) {
      StringBuilder text = new StringBuilder(samples[random.nextInt(samples.length)]);
      for (int change = random.nextInt(4); change > 0; change--) {
        int at = random.nextInt(text.length());
        char character = characters.charAt(random.nextInt(characters.length()));
        switch (random.nextInt(3)) {
          case 0 -> text.setCharAt(at, character);
          case 1 -> text.insert(at, character);
          default -> text.deleteCharAt(at);
        }
      }
      if (scan(text.toString()) == text.length()) {
        takes(text.toString());
        taken++;
      }
    }
    assertTrue(taken > 50_000, () -> "few are taken");
  }
}
