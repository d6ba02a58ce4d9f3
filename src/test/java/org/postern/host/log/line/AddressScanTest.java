package org.postern.host.log.line;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.address.Address;
import org.postern.address.text.AddressText;

/** Addresses in text of which nothing else is known. */
class AddressScanTest {
  private static List<String> found(String line) {
    List<String> found = new ArrayList<>();
    AddressScan.forEach(line, (address, at) -> found.add(address.toString()));
    return found;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "203.0.113.8",
        "IP:203.0.113.8",
        "from:203.0.113.8",
        "client_ip:203.0.113.8",
        "face:203.0.113.8",
        "ip=203.0.113.8,",
        "203.0.113.8:51235: closed",
        "203.0.113.8:51235",
        "203.0.113.8:smtp",
        "::ffff:203.0.113.8:51235",
        "[::ffff:203.0.113.8]",
        "(203.0.113.8)",
        "<203.0.113.8>",
        "[203.0.113.8]:25",
        "'203.0.113.8'",
        "203.0.113.8#53",
        "203.0.113.8.",
        "203.0.113.8:",
        "203.0.113.8.51235",
        "UDP/203.0.113.8/5060",
        "TCP|203.0.113.8|25",
        "0:203.0.113.8::51234",
        "(?@203.0.113.8)",
        "http://x.example/query?ip=203.0.113.8",
        "http://x.example/query/ip/203.0.113.8",
        "conversion 203.0.113.8"
      })
  void anIpv4AddressIsFoundWhateverIsAroundIt(String text) {
    assertEquals(List.of("203.0.113.8"), found(text));
    assertEquals(List.of("203.0.113.8"), found("connection " + text + " accepted"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2a01:111:f400::9",
        "IPv6:2a01:111:f400::9",
        "ip:2a01:111:f400::9",
        "from=2a01:111:f400:0:0:0:0:9,",
        "[2a01:111:f400::9]:25",
        "2a01:111:f400::9.",
        "2a01:111:f400::9: closed",
        "2a01:111:f400::9%eth0",
        "(2A01:111:F400::9)",
        "2a01:111:f400::9:51235"
      })
  void anIpv6AddressIsFoundWhateverIsAroundIt(String text) {
    assertEquals(List.of("2a01:111:f400::9"), found("connection " + text + " accepted"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "version 1.2.3.4",
        "Version: 1.2.3.4",
        "v1.2.3.4",
        "postfix-3.7.11.2",
        "Chrome/91.0.4472.124",
        "release=1.2.3.4",
        "1.2.3.4.5",
        "1.2.3.4.5.6",
        "192.0.2.0/24",
        "2001:db8::/32",
        "256.1.1.1",
        "010.0.0.1",
        "a1.2.3.4",
        "1.2.3.4a",
        "1.2.3.4.example.net",
        "4.3.2.1.in-addr.arpa",
        "1.2.3.4-example.net",
        "10.0.0.1-10.0.0.9",
        "http://203.0.113.8/x",
        "<1@203.0.113.8>",
        "sip:100@203.0.113.8",
        "0.0.0.0:1080",
        "255.255.255.255",
        "224.0.0.251",
        "de:ad::be",
        "dead::beef",
        "::",
        "std::abc",
        "a::b::c",
        "12:34:56",
        "00:11:22:33:44:55",
        "2001:db8::xyz",
        "1:2:3:4:5:6:7:8:9",
        "203.0.113.8_accepted_message"
      })
  void otherThingsWithDotsAndColonsAreNone(String text) {
    assertEquals(List.of(), found(text));
    assertEquals(List.of(), found("running " + text + " since noon"));
  }

  /** The quick reading of IPv4 in known fields takes what the library takes, and nothing else. */
  @Test
  void theQuickReadingIsThatOfTheLibrary() {
    Random random = new Random(7);
    String letters = "0123456789.0123456789.:a%";
    for (int round = 0; round < 200_000; round++) {
      StringBuilder text = new StringBuilder();
      if (random.nextInt(4) > 0) {
        for (int part = 0; part < 4; part++) {
          text.append(part == 0 ? "" : ".").append(random.nextInt(300));
        }
      }
      for (int change = random.nextInt(3); change > 0; change--) {
        text.insert(
            random.nextInt(text.length() + 1), letters.charAt(random.nextInt(letters.length())));
      }
      String one = text.toString();
      if (one.indexOf('%') < 0 && one.indexOf(':') < 0) {
        Optional<Address> library =
            AddressText.parse(one) instanceof AddressText.Ok ok
                    && ok.form() == AddressText.Form.ADDRESS
                ? Optional.of(ok.interval().first())
                : Optional.empty();
        assertEquals(library, Addresses.read(one), one);
      }
    }
  }
}
