package org.postern.command.aggregate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where programs of the same kind are known to answer wrongly, the right answer. */
class PeerFaultsTest {
  @TempDir private Path folder;

  /**
   * iprange 1.0.4 takes lines at both ends for one range of the whole space; ipnet 2.5.0 loses the
   * last address, ipnet 2.12.1 adds one; mapcidr drops what a narrower prefix is in.
   */
  @ParameterizedTest
  @CsvSource({
    "240.0.0.0/4 0.0.0.0/8, 0.0.0.0/8 240.0.0.0/4",
    "255.255.255.255 0.0.0.0, 0.0.0.0 255.255.255.255",
    "255.255.255.255/32, 255.255.255.255",
    "128.0.0.0/1, 128.0.0.0/1",
    "255.255.255.254/32, 255.255.255.254",
    "255.255.255.254 255.255.255.255, 255.255.255.254/31",
    "10.0.0.0/25 10.0.0.1, 10.0.0.0/25",
    "10.0.0.0/16 10.0.0.5, 10.0.0.0/16",
    "0.0.0.0/0, 0.0.0.0/0",
    "0.0.0.0/1 128.0.0.0/1, 0.0.0.0/0",
    "0.0.0.0-255.255.255.255, 0.0.0.0/0",
    "0.0.0.1-255.255.255.255 0.0.0.0, 0.0.0.0/0",
    "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff ::," + " :: ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
    "f000::/4 ::/8, ::/8 f000::/4",
    "::/1 8000::/1, ::/0",
    "::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, ::/0"
  })
  void theEndsOfTheSpaceAndNestedPrefixesAreRight(String lines, String expected) {
    Filter filter = new Filter(folder);
    for (String text : List.of(lines, reversed(lines))) {
      String list = filter.list("list.txt", text.replace(' ', '\n') + "\n");
      Filter.Seen seen = filter.run(list);
      assertEquals(0, seen.exit(), seen::toString);
      assertEquals(List.of(expected.split(" ", -1)), seen.lines());
    }
  }

  private static String reversed(String lines) {
    return String.join(" ", List.of(lines.split(" ", -1)).reversed());
  }

  /** iprange reads the first ones as other addresses, and asks name servers for the last ones. */
  @ParameterizedTest
  @CsvSource({
    "010.0.0.1, leading zeros as octal",
    "10.0.0.08, leading zeros",
    "10.1, 10.1",
    "167772161, 167772161",
    "0x0a000001, 0x0a000001",
    "10.0.0.256, 256",
    "10.0.0.0/33, 33",
    "10.0.0.1/24, write 10.0.0.0/24",
    "10.0.0.0/255.0.255.0, 255.0.255.0",
    "10.0.0.9-10.0.0.1, 10.0.0.9-10.0.0.1",
    "mx.example, a name",
    "localhost, localhost",
    "2001:db8::1::2, 2001:db8::1::2",
    "2001:db8::1/32, write 2001:db8::/32"
  })
  void whatIsNoStrictAddressIsRefused(String line, String said) {
    Filter filter = new Filter(folder);
    String list = filter.list("list.txt", "192.0.2.1\n" + line + "\n");
    Filter.Seen seen = filter.run(list);
    assertEquals(65, seen.exit(), seen::toString);
    assertEquals("", seen.out());
    assertTrue(seen.err().contains(list + ":2:1: error P"), seen::toString);
    assertTrue(seen.err().contains(said), seen::toString);
    assertTrue(seen.err().contains("fix: "), seen::toString);
  }

  /** iprange before 2.1.1 has another difference of IPv6. */
  @ParameterizedTest
  @CsvSource({
    "2001:db8::/32, 2001:db8::/33, 2001:db8:8000::/33",
    "2001:db8::/33, 2001:db8::/32, 2001:db8:8000::/33",
    "2001:db8::1, 2001:db8::2, 2001:db8::1 2001:db8::2",
    "::, ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff," + " :: ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
    "::/0, ::/1, 8000::/1",
    "2001:db8::1-2001:db8::6, 2001:db8::3-2001:db8::4,"
        + " 2001:db8::1 2001:db8::2 2001:db8::5 2001:db8::6"
  })
  void theDifferenceOfIpv6IsSymmetric(String one, String other, String expected) {
    Filter filter = new Filter(folder);
    String first = filter.list("one.txt", one + "\n");
    String second = filter.list("other.txt", other + "\n");
    Filter.Seen seen = filter.run("--diff", first, second);
    assertEquals(2, seen.exit(), seen::toString);
    assertEquals(List.of(expected.split(" ", -1)), seen.lines());
    assertEquals(0, filter.run("--diff", first, first).exit());
  }
}
