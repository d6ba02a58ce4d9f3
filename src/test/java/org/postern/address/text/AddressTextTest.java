package org.postern.address.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.postern.address.Literals.address;

import java.net.InetAddress;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.Sizes;
import org.postern.address.Address;
import org.postern.address.Family;
import org.postern.address.Interval;
import org.postern.address.Samples;
import org.postern.address.text.AddressText.Form;
import org.postern.address.text.AddressText.Ok;
import org.postern.address.text.AddressText.Parsed;
import org.postern.address.text.AddressText.Wrong;

class AddressTextTest {
  static LongStream seeds() {
    return Sizes.seeds(20, 400);
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.1, ADDRESS, 192.0.2.1, 192.0.2.1",
    "0.0.0.0, ADDRESS, 0.0.0.0, 0.0.0.0",
    "255.255.255.255, ADDRESS, 255.255.255.255, 255.255.255.255",
    "::, ADDRESS, ::, ::",
    "2001:0DB8::0001, ADDRESS, 2001:db8::1, 2001:db8::1",
    "1:2:3:4:5:6:7::, ADDRESS, 1:2:3:4:5:6:7:0, 1:2:3:4:5:6:7:0",
    "64:ff9b::192.0.2.1, ADDRESS, 64:ff9b::c000:201, 64:ff9b::c000:201",
    "::ffff:192.0.2.1, ADDRESS, 192.0.2.1, 192.0.2.1",
    "::ffff:c000:201, ADDRESS, 192.0.2.1, 192.0.2.1",
    "::FFFF:C000:0201, ADDRESS, 192.0.2.1, 192.0.2.1",
    "0:0:0:0:0:ffff:192.0.2.1, ADDRESS, 192.0.2.1, 192.0.2.1",
    "192.0.2.0/24, PREFIX, 192.0.2.0, 192.0.2.255",
    "192.0.2.1/32, PREFIX, 192.0.2.1, 192.0.2.1",
    "0.0.0.0/0, PREFIX, 0.0.0.0, 255.255.255.255",
    "::/0, PREFIX, ::, ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
    "2001:db8::/127, PREFIX, 2001:db8::, 2001:db8::1",
    "::ffff:192.0.2.0/120, PREFIX, 192.0.2.0, 192.0.2.255",
    "::ffff:c000:201/128, PREFIX, 192.0.2.1, 192.0.2.1",
    "::ffff:128.0.0.0/97, PREFIX, 128.0.0.0, 255.255.255.255",
    "192.0.2.0/255.255.255.0, NETMASK, 192.0.2.0, 192.0.2.255",
    "192.0.2.1/255.255.255.255, NETMASK, 192.0.2.1, 192.0.2.1",
    "128.0.0.0/128.0.0.0, NETMASK, 128.0.0.0, 255.255.255.255",
    "0.0.0.0/0.0.0.0, NETMASK, 0.0.0.0, 255.255.255.255",
    "192.0.2.1-192.0.2.9, RANGE, 192.0.2.1, 192.0.2.9",
    "192.0.2.1 - 192.0.2.9, RANGE, 192.0.2.1, 192.0.2.9",
    "192.0.2.1-192.0.2.1, RANGE, 192.0.2.1, 192.0.2.1",
    "::ffff:192.0.2.1-192.0.2.9, RANGE, 192.0.2.1, 192.0.2.9",
    "2001:db8::1-2001:db8::ffff, RANGE, 2001:db8::1, 2001:db8::ffff",
  })
  void acceptedForms(String text, Form form, String first, String last) {
    assertEquals(
        new Ok(new Interval(address(first), address(last)), form), AddressText.parse(text));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = true,
      value = {
        "'' | there is no text | ''",
        "192.0.2.5/24 | host bits are set behind /24 | 192.0.2.0/24",
        "192.0.2.5/255.255.255.0 | host bits are set behind /24 | 192.0.2.0/24",
        "2001:db8::1/64 | host bits are set behind /64 | 2001:db8::/64",
        "::ffff:192.0.2.5/120 | host bits are set behind /24 | 192.0.2.0/24",
        "10.0.0.1/0 | host bits are set behind /0 | ''",
        "10.0.0.1/0.0.0.0 | host bits are set behind /0 | ''",
        "010.0.0.1 | some programs read leading zeros as octal | 10.0.0.1",
        "192.000.002.001 | some programs read leading zeros as octal | 192.0.2.1",
        "010.0.0.0/8 | some programs read leading zeros as octal | 10.0.0.0/8",
        "010.0.0.1-10.0.0.9 | some programs read leading zeros as octal | 10.0.0.1-10.0.0.9",
        "10.0.0.1-10.0.0.09 | some programs read leading zeros as octal | 10.0.0.1-10.0.0.9",
        "192.0.2.0/024 | a prefix length has no leading zeros | 192.0.2.0/24",
        "0.0.0.0/00 | a prefix length has no leading zeros | 0.0.0.0/0",
        "10.1 | an IPv4 address has four numbers | ''",
        "3232235777 | an IPv4 address has four numbers | ''",
        "192.0.2. | an IPv4 address has four numbers | ''",
        "1.1.1.1.1 | an IPv4 address has four numbers | ''",
        "1..1.1 | an IPv4 address has four numbers | ''",
        "10/8 | an IPv4 address has four numbers | 10.0.0.0/8",
        "192.0.2/24 | an IPv4 address has four numbers | 192.0.2.0/24",
        "1.1.1.256 | the numbers of an IPv4 address end at 255 | ''",
        "0x7f.1 | IPv4 numbers are decimal | ''",
        "0x7f000001 | IPv4 numbers are decimal | ''",
        "192.0.2.* | wildcards are written as prefixes | 192.0.2.0/24",
        "192.0.2.x | wildcards are written as prefixes | 192.0.2.0/24",
        "192.0.*.* | wildcards are written as prefixes | 192.0.0.0/16",
        "* | wildcards are written as prefixes | ''",
        "192.*.2.1 | wildcards are written as prefixes | ''",
        "185.201.16-19.* | a range is two whole addresses with a dash between them |"
            + " 185.201.16.0/22",
        "185.201.16-20.* | a range is two whole addresses with a dash between them |"
            + " 185.201.16.0-185.201.20.255",
        "185.201.16-19.0-255 | a range is two whole addresses with a dash between them |"
            + " 185.201.16.0/22",
        "185.201.19-16.* | the range ends before it starts | ''",
        "185.201-202.16-19.* | a range is two whole addresses with a dash between them | ''",
        "185.201.16-300.* | wildcards are written as prefixes | ''",
        "2001:db8:* | wildcards are written as prefixes | 2001:db8::/32",
        "2001:db8:0-3:* | a range is two whole addresses with a dash between them | 2001:db8::/46",
        "2001:db8::* | wildcards are written as prefixes | ''",
        "185.201.16.0 0.0.3.255 | 0.0.3.255 is a wildcard mask, not a netmask | 185.201.16.0/22",
        "185.201.16.0 wildcard 0.0.3.255 | 0.0.3.255 is a wildcard mask, not a netmask |"
            + " 185.201.16.0/22",
        "fe80::1%eth0 | an address with a zone means something on one host only | ''",
        "mail.example.com | it is a name, not an address | ''",
        "mail-1.example.com | it is a name, not an address | ''",
        "dead | it is a name, not an address | ''",
        "http://192.0.2.1/ | it is a name, not an address | ''",
        "192.0.2.1:25 | a port is not part of an address | 192.0.2.1",
        "[2001:db8::1]:25 | brackets and ports are not part of an address | 2001:db8::1",
        "[2001:db8::1] | brackets and ports are not part of an address | 2001:db8::1",
        "192.0.2.1,192.0.2.2 | these are two addresses | ''",
        "192.0.2.1 192.0.2.2 | these are two addresses | ''",
        "192.0.2.1 and 192.0.2.2 | these are two addresses | ''",
        "192.0.2.1 -> 192.0.2.2 | these are two addresses | ''",
        "192.0.2.1 to 192.0.2.9 | a range is two addresses with a dash between them |"
            + " 192.0.2.1-192.0.2.9",
        "2001:db8::1 .. 2001:db8::9 | a range is two addresses with a dash between them |"
            + " 2001:db8::1-2001:db8::9",
        "192.0.2.1 to 192.0.2.300 | the numbers of an IPv4 address end at 255 | ''",
        "192.0.2.0 / 24 | a prefix has no blanks in it | 192.0.2.0/24",
        "192.0.2.0 / 255.255.255.0 | a netmask follows its network after a slash |"
            + " 192.0.2.0/255.255.255.0",
        "192.0.2.0 255.255.255.0 | a netmask follows its network after a slash |"
            + " 192.0.2.0/255.255.255.0",
        "192.0.2.7 255.255.255.0 | host bits are set behind /24 | 192.0.2.0/24",
        "192.0.2.0 netmask 0.0.0.255 | 0.0.0.255 is a wildcard mask, not a netmask |"
            + " 192.0.2.0/24",
        "[2001:db8::]/32 | brackets and ports are not part of an address | 2001:db8::/32",
        "ip4:192.0.2.0/24 | 'ip4:' is not part of an address | 192.0.2.0/24",
        "192.0.2.0/24, | ',' is not part of an address | 192.0.2.0/24",
        "<192.0.2.1> | '<' is not part of an address | 192.0.2.1",
        "+192.0.2.1 | '''+'' is not part of an address' | ''",
        "1::2::3 | 'an IPv6 address has \"::\" once at most' | ''",
        ":::1 | 'an IPv6 address has \"::\" once at most' | ''",
        "2001:0db8::00001 | a group of an IPv6 address has four digits at most | ''",
        "1:2:3:4:5:6:7 | 'an IPv6 address has eight groups, or fewer and \"::\"' | ''",
        "1:2:3:4:5:6:7:8:9 | 'an IPv6 address has eight groups, or fewer and \"::\"' | ''",
        "20010db8000000000000000000000001 | it is a name, not an address | ''",
        "::1.2.3.04 | the IPv4 part of an IPv6 address is four plain numbers at its end | ''",
        "::ffff:1.2.3 | the IPv4 part of an IPv6 address is four plain numbers at its end | ''",
        "::ffff:1.2.3.4/24 | an IPv4-mapped prefix is /96 or longer | 1.2.3.0/24",
        "::ffff:0:0/96 | 'it could mean all of IPv4, or the IPv4-mapped part of IPv6' | ''",
        "192.0.2.0/33 | /33 is longer than an IPv4 address | ''",
        "::/129 | /129 is longer than an IPv6 address | ''",
        "192.0.2.0/ | a prefix length or a netmask must follow the slash | ''",
        "192.0.2.0/1000 | a prefix length or a netmask must follow the slash | ''",
        "192.0.2.0/ffff:: | a prefix length or a netmask must follow the slash | ''",
        "/24 | there is no address before the slash | ''",
        "192.0.2.0//24 | there is more than one slash | ''",
        "2001:db8::/255.255.255.0 | only IPv4 has netmasks | ''",
        "192.0.2.0/0.0.0.255 | 0.0.0.255 is a wildcard mask, not a netmask | 192.0.2.0/24",
        "10.0.0.0/255.0.255.0"
            + " | the set bits of netmask 255.0.255.0 are not the leading ones | ''",
        "192.0.2.9-192.0.2.1 | the range ends before it starts | 192.0.2.1-192.0.2.9",
        "::9 - ::1 | the range ends before it starts | ::1-::9",
        "192.0.2.1-9 | both ends of a range are whole addresses | 192.0.2.1-192.0.2.9",
        "192.0.2.9-1 | both ends of a range are whole addresses | ''",
        "192.0.2.1-::1 | the ends of the range are of two families | ''",
        "192.0.2.0/24-192.0.3.0/24 | the ends of a range are addresses, not prefixes | ''",
        "192.0.2.1- | an end of the range is missing | ''",
        "1-2-3 | there is more than one dash | ''",
      })
  void refusedFormsSayWhyAndWhatWasMeant(String text, String reason, String fix) {
    assertEquals(new Wrong(reason, fix), AddressText.parse(text));
  }

  @ParameterizedTest
  @CsvSource(
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "192.0.2.1\u2013192.0.2.9,character U+2013 is not printable ASCII,192.0.2.1-192.0.2.9",
        "192.0.2.1\u200b,character U+200B is not printable ASCII,192.0.2.1",
        "192.0.2.1\u00a0,character U+00A0 is not printable ASCII,192.0.2.1",
        "\u0661.1.1.1,character U+0661 is not printable ASCII,''",
        "\uff11.1.1.1,character U+FF11 is not printable ASCII,1.1.1.1",
        "\u201c192.0.2.1\u201d,character U+201C is not printable ASCII,192.0.2.1",
        "192.0.2.1\ud83d\ude00,character U+1F600 is not printable ASCII,''",
        "'192.0.2.1\n',character U+000A is not printable ASCII,192.0.2.1",
        "' 192.0.2.1',there are spaces around it,192.0.2.1",
      })
  void foreignCharactersAreNamed(String text, String reason, String fix) {
    assertEquals(new Wrong(reason, fix), AddressText.parse(text));
  }

  @Test
  void absurdLengthIsNotLookedInto() {
    assertEquals(
        new Wrong("no address is longer than 100 characters", ""),
        AddressText.parse("1".repeat(101)));
    assertInstanceOf(Ok.class, AddressText.parse("::1" + " ".repeat(93) + "-::9"));
    assertInstanceOf(Wrong.class, AddressText.parse("::1" + " ".repeat(94) + "-::9"));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void everyTextThatWeWriteIsReadBack(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 300; round++) {
      Family family = Samples.family(random);
      Interval interval =
          random.nextBoolean()
              ? Samples.interval(family, random)
              : Samples.prefix(family, random).interval();
      Parsed parsed = AddressText.parse(interval.toString());
      assertEquals(interval, assertInstanceOf(Ok.class, parsed).interval());
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void noTextThrowsAndEveryFixIsReadable(long seed) {
    Random random = new Random(seed);
    String letters = "0112259abf:::...//--  *x%[],\u2013é";
    for (int round = 0; round < 5000; round++) {
      StringBuilder text = new StringBuilder(random.nextBoolean() ? "192.0.2." : "::ffff:");
      for (int length = random.nextInt(24); length > 0; length--) {
        text.insert(random.nextInt(text.length() + 1), letters.charAt(random.nextInt(30)));
      }
      switch (AddressText.parse(text.toString())) {
        case Ok ok -> checkOk(text.toString(), ok);
        case Wrong wrong -> checkWrong(text.toString(), wrong);
      }
    }
  }

  /** The JDK, which reads more forms than we do, reads these as we do. */
  private static void checkOk(String text, Ok ok) {
    if (ok.form() == Form.ADDRESS) {
      byte[] bytes = InetAddress.ofLiteral(text).getAddress();
      assertEquals(Address.ofBytes(bytes), ok.interval().first(), text);
    }
  }

  private static void checkWrong(String text, Wrong wrong) {
    assertFalse(wrong.reason().isEmpty(), text);
    if (!wrong.fix().isEmpty()) {
      assertInstanceOf(Ok.class, AddressText.parse(wrong.fix()), text);
    }
  }
}
