package org.postern.address.text;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postern.address.text.AddressText.Wrong;

/** Says why a text without dash and slash is no address. */
final class AddressFaults {
  static final String FEW_NUMBERS = "an IPv4 address has four numbers";

  private static final Pattern PORT = Pattern.compile("([0-9.]+):[0-9]+");
  private static final Pattern NUMBERS = Pattern.compile("[0-9.]+");
  private static final Pattern QUAD = Pattern.compile("[0-9]+(\\.[0-9]+){3}");
  private static final Pattern LEADING_ZEROS = Pattern.compile("(?<![0-9])0+(?=[0-9])");
  private static final Pattern LONG_GROUP = Pattern.compile("[0-9a-fA-F]{5}");

  private AddressFaults() {}

  static Wrong explain(String text) {
    Matcher port = PORT.matcher(text);
    if (port.matches()) {
      return CharacterFaults.wrong("a port is not part of an address", port.group(1));
    }
    if (text.indexOf(':') >= 0) {
      return new Wrong(groups(text), "");
    }
    return NUMBERS.matcher(text).matches()
        ? numbers(text)
        : new Wrong("it is a name, not an address", "");
  }

  private static Wrong numbers(String text) {
    if (!QUAD.matcher(text).matches()) {
      return new Wrong(FEW_NUMBERS, "");
    }
    String plain = LEADING_ZEROS.matcher(text).replaceAll("");
    return plain.equals(text)
        ? new Wrong("the numbers of an IPv4 address end at 255", "")
        : CharacterFaults.wrong("some programs read leading zeros as octal", plain);
  }

  private static String groups(String text) {
    if (text.indexOf("::") != text.lastIndexOf("::")) {
      return "an IPv6 address has \"::\" once at most";
    }
    if (LONG_GROUP.matcher(text).find()) {
      return "a group of an IPv6 address has four digits at most";
    }
    if (text.indexOf('.') >= 0) {
      return "the IPv4 part of an IPv6 address is four plain numbers at its end";
    }
    return "an IPv6 address has eight groups, or fewer and \"::\"";
  }
}
