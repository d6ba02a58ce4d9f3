package org.postern.address.text;

import java.text.Normalizer;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postern.address.text.AddressText.Wrong;

/** Says why a text is refused: first the faults that show in its characters alone. */
final class CharacterFaults {
  private static final Pattern ODD = Pattern.compile("[^ -~]");

  /** The character that decoders put in the place of bytes that they cannot read. */
  private static final int REPLACEMENT = 0xFFFD;

  private static final Pattern BRACKETS = Pattern.compile("\\[([^\\[\\]]*)\\](/[0-9]*)?(:[0-9]*)?");

  /** An address with the characters that other files put around it. */
  private static final Pattern WRAPPED =
      Pattern.compile("([\"'`<({\\[|]*)([^\"'`<>(){}\\[\\]|,;]+)([\"'`>)}\\]|,;.]*)");

  private static final Pattern TAGGED =
      Pattern.compile("([+?~-]?[A-Za-z][A-Za-z0-9_]{0,19}[:=])(.+)");
  private static final Pattern WILDCARD =
      Pattern.compile("((?:[0-9]+\\.){1,3})[*xX](?:\\.[*xX]){0,2}");
  private static final Pattern HEX_NUMBER = Pattern.compile("(^|[^0-9a-fA-F])0[xX]");
  private static final Pattern NAME = Pattern.compile("[g-zG-Z_]");
  private static final Pattern STRANGER = Pattern.compile("[^0-9a-fA-F.:/-]");

  private CharacterFaults() {}

  /** Returns the fault of a text that {@link StrictText} refuses. */
  static Wrong explain(String text) {
    if (text.isEmpty()) {
      return new Wrong("there is no text", "");
    }
    if (text.length() > StrictText.LONGEST) {
      return new Wrong("no address is longer than " + StrictText.LONGEST + " characters", "");
    }
    Matcher odd = ODD.matcher(text);
    if (odd.find()) {
      int found = text.codePointAt(odd.start());
      if (found == REPLACEMENT) {
        return new Wrong("U+FFFD stands for bytes that are no text", "");
      }
      Wrong wrong = wrong("character U+%04X is not printable ASCII".formatted(found), ascii(text));
      return wrong.fix().isEmpty() ? phrase(text).orElse(wrong) : wrong;
    }
    if (!text.equals(text.strip())) {
      return wrong("there are spaces around it", text.strip());
    }
    if (text.indexOf('%') >= 0) {
      return new Wrong("an address with a zone means something on one host only", "");
    }
    return notation(text);
  }

  /** A refusal whose fix is kept only if it can be read. */
  static Wrong wrong(String reason, String fix) {
    return new Wrong(reason, StrictText.read(fix).isPresent() ? fix : "");
  }

  private static Wrong notation(String text) {
    Matcher brackets = BRACKETS.matcher(text);
    if (brackets.matches()) {
      String length = Optional.ofNullable(brackets.group(2)).orElse("");
      return wrong("brackets and ports are not part of an address", brackets.group(1) + length);
    }
    Optional<Wrong> unwrapped = unwrapped(text).or(() -> untagged(text)).or(() -> phrase(text));
    if (unwrapped.isPresent()) {
      return unwrapped.get();
    }
    Matcher wildcard = WILDCARD.matcher(text);
    if (wildcard.matches()) {
      String start = wildcard.group(1);
      int given = (int) start.chars().filter(c -> c == '.').count();
      String fix = start + "0.".repeat(3 - given) + "0/" + 8 * given;
      return wrong("wildcards are written as prefixes", fix);
    }
    Optional<Wrong> segments = SegmentRanges.explain(text);
    if (segments.isPresent()) {
      return segments.get();
    }
    if (text.indexOf('*') >= 0) {
      return new Wrong("wildcards are written as prefixes", "");
    }
    if (HEX_NUMBER.matcher(text).find()) {
      return new Wrong("IPv4 numbers are decimal", "");
    }
    return strangers(text);
  }

  /** Finds {@code "192.0.2.1",} as in JSON, {@code <192.0.2.1>} as in headers of mail. */
  private static Optional<Wrong> unwrapped(String text) {
    Matcher wrapped = WRAPPED.matcher(text);
    if (!wrapped.matches() || StrictText.read(wrapped.group(2)).isEmpty()) {
      return Optional.empty();
    }
    String around = wrapped.group(1) + wrapped.group(3);
    return Optional.of(
        new Wrong("'%c' is not part of an address".formatted(around.charAt(0)), wrapped.group(2)));
  }

  /** Finds {@code ip4:192.0.2.0/24} as in SPF. */
  private static Optional<Wrong> untagged(String text) {
    Matcher tagged = TAGGED.matcher(text);
    return tagged.matches() && StrictText.read(tagged.group(2)).isPresent()
        ? Optional.of(
            new Wrong("'%s' is not part of an address".formatted(tagged.group(1)), tagged.group(2)))
        : Optional.empty();
  }

  /** Finds a fault of several words; the faults of one are told apart more closely below. */
  private static Optional<Wrong> phrase(String text) {
    if (!STRANGER.matcher(text).find()) {
      return Optional.empty();
    }
    return AddressPhrase.atStartOf(text)
        .filter(phrase -> phrase.length() == text.length())
        .map(phrase -> new Wrong(phrase.reason(), phrase.fix()));
  }

  private static Wrong strangers(String text) {
    if (NAME.matcher(text).find()) {
      return new Wrong("it is a name, not an address", "");
    }
    Matcher stranger = STRANGER.matcher(text.replaceAll(" *- *", "-"));
    if (!stranger.find()) {
      return FormFaults.explain(text);
    }
    return " ,;".contains(stranger.group())
        ? new Wrong("it is more than one word", "")
        : new Wrong("'" + stranger.group() + "' is not part of an address", "");
  }

  /** Returns the text without what word processors and web pages put in the place of ASCII. */
  private static String ascii(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFKC)
        .replaceAll("[\\p{Pd}\\u2212]", "-")
        .replace('\u3002', '.')
        .replaceAll("\\p{Zs}|\\p{Cc}", " ")
        .replaceAll("[\\p{Cf}\\p{Pi}\\p{Pf}\\u201E\\u201A]", "")
        .strip();
  }
}
