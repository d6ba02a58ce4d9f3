package org.postern.address;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postern.address.AddressText.Wrong;

/** Says why a text is refused: first the faults that show in its characters alone. */
final class CharacterFaults {
  private static final Pattern ODD = Pattern.compile("[^ -~]");
  private static final Pattern BRACKETS = Pattern.compile("\\[([^\\[\\]]*)\\](:[0-9]*)?");
  private static final Pattern WILDCARD =
      Pattern.compile("((?:[0-9]+\\.){1,3})[*xX](?:\\.[*xX]){0,2}");
  private static final Pattern HEX_NUMBER = Pattern.compile("(^|[^0-9a-fA-F])0[xX]");
  private static final Pattern NAME = Pattern.compile("[g-zG-Z_]");
  private static final Pattern STRANGER = Pattern.compile("[^0-9a-fA-F.:/-]");

  private CharacterFaults() {}

  /** The fault of a text that {@link StrictText} refuses. */
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
      return wrong("character U+%04X is not printable ASCII".formatted(found), ascii(text));
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
      return wrong("brackets and ports are not part of an address", brackets.group(1));
    }
    Matcher wildcard = WILDCARD.matcher(text);
    if (wildcard.matches()) {
      String start = wildcard.group(1);
      int given = (int) start.chars().filter(c -> c == '.').count();
      String fix = start + "0.".repeat(3 - given) + "0/" + 8 * given;
      return wrong("wildcards are written as prefixes", fix);
    }
    if (text.indexOf('*') >= 0) {
      return new Wrong("wildcards are written as prefixes", "");
    }
    if (HEX_NUMBER.matcher(text).find()) {
      return new Wrong("IPv4 numbers are decimal", "");
    }
    return strangers(text);
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

  /** The text without what word processors and web pages put in the place of ASCII. */
  private static String ascii(String text) {
    return text.replaceAll("[\\p{Pd}\\u2212]", "-")
        .replaceAll("\\p{Zs}|\\p{Cc}", " ")
        .replaceAll("\\p{Cf}", "")
        .strip();
  }
}
