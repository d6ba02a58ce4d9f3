package org.postern.policy;

import java.net.IDN;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.postern.address.text.AddressText;

/**
 * Reads mail domains into the one form in which they are compared: A-labels (RFC 5890) in lower
 * case, without the final dot. Only letters, digits and dashes are allowed (RFC 5321 section
 * 4.1.2), since the names are written into the files of mail servers.
 */
public final class MailDomain {
  private static final int LONGEST_NAME = 253;
  private static final int LONGEST_LABEL = 63;
  private static final Pattern LABEL = Pattern.compile("[a-z0-9](?:[a-z0-9-]*[a-z0-9])?");

  /** The characters that IDNA2003 and IDNA2008 encode differently (UTS 46 section 7). */
  private static final Pattern DEVIATION = Pattern.compile("[\\u00DF\\u1E9E\\u03C2\\u200C\\u200D]");

  private static final String EXAMPLE = "write a domain such as example.com";

  private MailDomain() {}

  /** The result of reading a text as a mail domain. */
  public sealed interface Result {}

  /**
   * A domain.
   *
   * @param name the name in the form above
   */
  public record Ok(String name) implements Result {}

  /**
   * The text is no mail domain.
   *
   * @param reason the reason why not, to be read after the text
   * @param fix the text to write instead
   */
  public record Wrong(String reason, String fix) implements Result {}

  /** Reads a text without blanks around it. */
  public static Result read(String text) {
    if (isPlain(text)) {
      return new Ok(text);
    }
    if (text.startsWith("*.") || text.startsWith(".")) {
      String below = text.substring(text.indexOf('.') + 1);
      return new Wrong(
          "is a pattern, not a domain",
          read(below) instanceof Ok ok
              ? "write %s, and subdomains: true in its set".formatted(ok.name())
              : "write the domain itself, and subdomains: true in its set");
    }
    if (text.contains("*")) {
      return new Wrong("is a pattern, not a domain", "write the domains themselves");
    }
    if (AddressText.parse(text.replaceAll("[\\[\\]]", "")) instanceof AddressText.Ok) {
      return new Wrong("is an address, not a domain", EXAMPLE);
    }
    if (text.contains("@") || text.contains("://")) {
      return within(text);
    }
    return name(text);
  }

  /**
   * Tells whether a text is in the form above and nothing else that a person writes: lists of a
   * hundred thousand domains have hardly another line.
   */
  private static boolean isPlain(String text) {
    int start = 0;
    for (int at = 0; at < text.length(); at++) {
      char character = text.charAt(at);
      if (character == '.') {
        if (!isLabel(text, start, at)) {
          return false;
        }
        start = at + 1;
      } else if (!isAlphanumeric(character) && character != '-') {
        return false;
      }
    }
    return text.length() <= LONGEST_NAME
        && isLabel(text, start, text.length())
        && text.charAt(start) >= 'a';
  }

  private static boolean isLabel(String text, int start, int end) {
    return end > start
        && end - start <= LONGEST_LABEL
        && isAlphanumeric(text.charAt(start))
        && isAlphanumeric(text.charAt(end - 1));
  }

  private static boolean isAlphanumeric(char character) {
    return (character >= 'a' && character <= 'z') || (character >= '0' && character <= '9');
  }

  private static Wrong within(String text) {
    boolean isUrl = text.contains("://");
    String rest =
        isUrl
            ? text.substring(text.indexOf("://") + 3).split("[/:?#]", -1)[0]
            : text.substring(text.lastIndexOf('@') + 1);
    return new Wrong(
        isUrl ? "is an address of the web, not a domain" : "is an address of mail, not a domain",
        name(rest) instanceof Ok ok ? "write " + ok.name() : EXAMPLE);
  }

  private static Result name(String text) {
    if (DEVIATION.matcher(text).find()) {
      return new Wrong(
          "has a character that the two standards of international names encode differently",
          "write the name in its ASCII form, which starts with xn--");
    }
    String ascii = text;
    if (!text.chars().allMatch(character -> character < 0x80)) {
      try {
        ascii = IDN.toASCII(Normalizer.normalize(text, Normalizer.Form.NFC));
      } catch (IllegalArgumentException e) {
        return new Wrong(
            "is not an international domain",
            "write the name in its ASCII form, which starts with xn--");
      }
    }
    String lower = ascii.toLowerCase(Locale.ROOT);
    return checked(lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower);
  }

  private static Result checked(String name) {
    if (name.isEmpty()) {
      return new Wrong("is empty", EXAMPLE);
    }
    if (name.length() > LONGEST_NAME) {
      return new Wrong(
          "has %d characters, %d are allowed".formatted(name.length(), LONGEST_NAME), EXAMPLE);
    }
    List<String> labels = List.of(name.split("\\.", -1));
    for (String label : labels) {
      if (label.length() > LONGEST_LABEL) {
        return new Wrong(
            "has a label of %d characters, %d are allowed".formatted(label.length(), LONGEST_LABEL),
            EXAMPLE);
      }
      if (label.isEmpty()) {
        return new Wrong("has a dot too much", "write one dot between two labels");
      }
      if (!LABEL.matcher(label).matches()) {
        return new Wrong(
            "is not a mail domain",
            "letters, digits, and dashes between them, with dots between the labels");
      }
    }
    return labels.getLast().matches("[0-9]+")
        ? new Wrong("ends in a number, as no domain does", EXAMPLE)
        : new Ok(name);
  }
}
