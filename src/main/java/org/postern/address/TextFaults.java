package org.postern.address;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postern.address.AddressText.Wrong;

/** Says what is wrong with a text that is no address, and what was probably meant. */
final class TextFaults {
  static final String FEW_NUMBERS = "an IPv4 address has four numbers";

  private static final Pattern BRACKETS = Pattern.compile("\\[([^\\[\\]]*)\\](:[0-9]*)?");
  private static final Pattern WILDCARD = Pattern.compile("((?:[0-9]+\\.){1,3})[*xX](?:\\.[*xX])*");
  private static final Pattern HEX_NUMBER = Pattern.compile("(^|[^0-9a-fA-F])0[xX]");
  private static final Pattern NAME = Pattern.compile("[g-zG-Z_]");
  private static final Pattern PORT = Pattern.compile("([0-9.]+):[0-9]+");
  private static final Pattern NUMBERS = Pattern.compile("[0-9.]+");
  private static final Pattern LEADING_ZEROS = Pattern.compile("(?<![0-9])0+(?=[0-9])");

  private TextFaults() {}

  /** A fault that shows in the characters alone, before anything is split. */
  static Optional<Wrong> foreign(String text) {
    Optional<Integer> odd = text.codePoints().filter(c -> c < ' ' || c > '~').boxed().findFirst();
    if (odd.isPresent()) {
      return Optional.of(
          AddressText.wrong(
              "character U+%04X is not ASCII text".formatted(odd.get()), ascii(text)));
    }
    if (!text.equals(text.strip())) {
      return Optional.of(AddressText.wrong("there are spaces around it", text.strip()));
    }
    if (text.indexOf('%') >= 0) {
      return Optional.of(new Wrong("an address with a zone means something on one host only", ""));
    }
    return notation(text);
  }

  private static Optional<Wrong> notation(String text) {
    Matcher brackets = BRACKETS.matcher(text);
    if (brackets.matches()) {
      String port = brackets.group(2) == null ? "brackets" : "brackets and ports";
      return Optional.of(
          AddressText.wrong(port + " are not part of an address", brackets.group(1)));
    }
    Matcher wildcard = WILDCARD.matcher(text);
    if (wildcard.matches()) {
      String start = wildcard.group(1);
      int given = (int) start.chars().filter(c -> c == '.').count();
      String fix = start + "0.".repeat(3 - given) + "0/" + 8 * given;
      return Optional.of(AddressText.wrong("wildcards are written as prefixes", fix));
    }
    if (text.indexOf('*') >= 0) {
      return Optional.of(new Wrong("wildcards are written as prefixes", ""));
    }
    if (HEX_NUMBER.matcher(text).find()) {
      return Optional.of(new Wrong("IPv4 numbers are decimal", ""));
    }
    return characters(text);
  }

  private static Optional<Wrong> characters(String text) {
    if (NAME.matcher(text).find()) {
      return Optional.of(new Wrong("it is a name, not an address", ""));
    }
    String rest = text.replaceAll(" *- *", "-");
    int stranger = 0;
    while (stranger < rest.length()
        && "0123456789abcdefABCDEF.:/-".indexOf(rest.charAt(stranger)) >= 0) {
      stranger++;
    }
    if (stranger == rest.length()) {
      return Optional.empty();
    }
    char found = rest.charAt(stranger);
    return Optional.of(
        " ,;".indexOf(found) >= 0
            ? new Wrong("it is more than one word", "")
            : new Wrong("'" + found + "' is not part of an address", ""));
  }

  /** The fault of a text without dash and slash that is no address. */
  static Wrong address(String text) {
    Matcher port = PORT.matcher(text);
    if (port.matches()) {
      return AddressText.wrong("a port is not part of an address", port.group(1));
    }
    if (text.indexOf(':') >= 0) {
      return new Wrong(groups(text), "");
    }
    return NUMBERS.matcher(text).matches()
        ? numbers(text)
        : new Wrong("it is a name, not an address", "");
  }

  private static Wrong numbers(String text) {
    String[] numbers = text.split("\\.", -1);
    if (numbers.length != 4 || text.contains("..") || text.startsWith(".") || text.endsWith(".")) {
      return new Wrong(FEW_NUMBERS, "");
    }
    String plain = LEADING_ZEROS.matcher(text).replaceAll("");
    if (!plain.equals(text)) {
      return AddressText.wrong("some programs read numbers with leading zeros as octal", plain);
    }
    return new Wrong("the numbers of an IPv4 address end at 255", "");
  }

  private static String groups(String text) {
    if (text.contains(":::") || text.indexOf("::") != text.lastIndexOf("::")) {
      return "an IPv6 address has \"::\" once at most";
    }
    if (Pattern.compile("[0-9a-fA-F]{5}").matcher(text).find()) {
      return "a group of an IPv6 address has four digits at most";
    }
    if (text.indexOf('.') >= 0) {
      return "the IPv4 part of an IPv6 address must be four plain numbers at its end";
    }
    return "an IPv6 address has eight groups, or fewer and \"::\"";
  }

  /** The text with what word processors and web pages put in place of ASCII undone. */
  private static String ascii(String text) {
    return text.replaceAll("[\\p{Pd}\\u2212]", "-")
        .replaceAll("\\p{Cf}|\\p{Cc}", "")
        .replaceAll("\\p{Zs}", " ")
        .strip();
  }
}
