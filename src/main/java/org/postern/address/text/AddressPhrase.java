package org.postern.address.text;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A phrase that people and web pages write for one range or network, and which no accepted form is:
 * {@code 192.0.2.1 to 192.0.2.9}, {@code 192.0.2.0 / 24}, {@code 192.0.2.0 255.255.255.0}. Read as
 * an address with a label behind it, it would be less than was meant.
 *
 * @param length the number of characters of the text that it takes
 * @param reason the reason why it is not read, as a clause that can follow a colon
 * @param fix the text that was meant, itself readable; empty when that would be a guess
 */
public record AddressPhrase(int length, String reason, String fix) {
  /** Looks like an address, right or wrong. */
  private static final String ADDRESS =
      "([0-9]{1,3}(?:\\.[0-9]{1,3}){3}|[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,7}(?:[0-9.]*))";

  private static final String PREFIX = "(" + ADDRESS + "(?:/[0-9]{1,3})?)";
  private static final String END = "(?=[\\s.,;)]*(?:\\s|$))";
  private static final String DASH = "\\p{Pd}\\u2212";
  private static final String SIGN = "(?:[" + DASH + "]+|\\.{2,}|[\\u2026~])";
  private static final String WORD = "(?:up to|upto|to|thru|through|till|until|bis)";

  private static final Pattern RANGE =
      Pattern.compile(
          ADDRESS + "(?:\\s*" + SIGN + "\\s*|\\s+" + WORD + "\\s+)" + ADDRESS + END,
          Pattern.CASE_INSENSITIVE);
  private static final Pattern LAST_NUMBER =
      Pattern.compile(
          "([0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}\\.)([0-9]{1,3})(?:\\s*"
              + SIGN
              + "\\s*|\\s+"
              + WORD
              + "\\s+)([0-9]{1,3})\\s*$",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern LENGTH =
      Pattern.compile(ADDRESS + "\\s*/\\s*([0-9]{1,3})(?![0-9.:])" + END);
  private static final Pattern MASK =
      Pattern.compile(
          ADDRESS
              + "(?:\\s*/\\s*|\\s+(?:(?:subnet\\s+|net)?mask|wildcard)\\s+|\\s+)"
              + "([0-9]{1,3}(?:\\.[0-9]{1,3}){3})"
              + END,
          Pattern.CASE_INSENSITIVE);
  private static final Pattern TWO =
      Pattern.compile(
          "(\\S+)(?:\\s*(?:[,;|&+\\u2192]|[-=]>|"
              + SIGN
              + ")\\s*|\\s+(?:(?:and|or|und|oder|et|ou|y|o|"
              + WORD
              + ")\\s+)?)"
              + PREFIX
              + END,
          Pattern.CASE_INSENSITIVE);
  private static final Pattern ANOTHER = Pattern.compile("[,;|]\\s*" + PREFIX + "(?=[\\s,;|]|$)");

  /** Returns the phrase at the start of a text; blanks are spaces. */
  public static Optional<AddressPhrase> atStartOf(String text) {
    return range(text)
        .or(() -> shortRange(text))
        .or(() -> length(text))
        .or(() -> mask(text))
        .or(() -> two(text));
  }

  private static Optional<AddressPhrase> range(String text) {
    Matcher range = RANGE.matcher(text);
    return range.lookingAt() && !isAccepted(range)
        ? Optional.of(
            of(
                range,
                "a range is two addresses with a dash between them",
                range.group(1) + "-" + range.group(2)))
        : Optional.empty();
  }

  /** Reads {@code 192.0.2.1 - 9} with nothing behind it; with more it is a label. */
  private static Optional<AddressPhrase> shortRange(String text) {
    Matcher range = LAST_NUMBER.matcher(text);
    if (!range.lookingAt()) {
      return Optional.empty();
    }
    String first = range.group(1) + range.group(2);
    return Optional.of(
        of(
            range,
            "both ends of a range are whole addresses",
            first + "-" + range.group(1) + range.group(3)));
  }

  private static Optional<AddressPhrase> length(String text) {
    Matcher prefix = LENGTH.matcher(text);
    return prefix.lookingAt() && !isAccepted(prefix)
        ? Optional.of(
            of(prefix, "a prefix has no blanks in it", prefix.group(1) + "/" + prefix.group(2)))
        : Optional.empty();
  }

  private static Optional<AddressPhrase> mask(String text) {
    Matcher mask = MASK.matcher(text);
    if (!mask.lookingAt() || isAccepted(mask) || !isMask(mask.group(2))) {
      return Optional.empty();
    }
    return Optional.of(
        of(
            mask,
            "a netmask follows its network after a slash",
            mask.group(1) + "/" + mask.group(2)));
  }

  /** Tells whether it is written without blanks, as it should be. */
  private static boolean isAccepted(Matcher found) {
    return found.group().indexOf(' ') < 0 && isReadable(found.group());
  }

  private static boolean isMask(String text) {
    return StrictAddress.readAsWritten(text)
        .filter(
            mask -> Netmask.length(mask).isPresent() || Netmask.wildcardLength(mask).isPresent())
        .isPresent();
  }

  private static Optional<AddressPhrase> two(String text) {
    Matcher two = TWO.matcher(text);
    if (two.lookingAt() && isReadable(two.group(1)) && isReadable(two.group(2))) {
      return Optional.of(new AddressPhrase(two.end(), "these are two addresses", ""));
    }
    Matcher another = ANOTHER.matcher(text);
    return another.find() && isReadable(another.group(1))
        ? Optional.of(new AddressPhrase(another.end(), "these are several addresses", ""))
        : Optional.empty();
  }

  private static boolean isReadable(String text) {
    return StrictText.read(text).isPresent();
  }

  /**
   * Returns the phrase; where the text that was meant cannot be read either, its own fault counts.
   */
  private static AddressPhrase of(Matcher found, String reason, String meant) {
    if (StrictText.read(meant).isPresent()) {
      return new AddressPhrase(found.end(), reason, meant);
    }
    AddressText.Wrong wrong = FormFaults.explain(meant);
    return new AddressPhrase(found.end(), wrong.reason(), wrong.fix());
  }
}
