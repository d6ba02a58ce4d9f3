package org.postern.policy.parse.read;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postern.address.text.AddressText;
import org.postern.policy.WebAddress;
import org.postern.policy.parse.text.Blanks;

/** Guesses what kind of source was meant by a text that is written like an address and is none. */
public final class SourceGuess {
  private static final Pattern GLUED =
      Pattern.compile("(net|dns|file|set|url|spf|ptr)[: ]+(\\S.*)");
  private static final Pattern SPF =
      Pattern.compile("(?i)(v=spf1|[+?~-]?(include|exists|redirect)[:=]|_spf\\.).*");
  private static final Pattern URL = Pattern.compile("(?i)[a-z][a-z0-9+]*://.*");
  private static final Pattern FILE =
      Pattern.compile(
          "(?i).*(/.*[a-z].*|\\.(txt|list|lst|csv|conf|cfg|dat|json|ya?ml|lock|netset|ipset|zone|log))");
  private static final Pattern MASKED =
      Pattern.compile("[0-9a-fA-F]*:[0-9a-fA-F:]*/[0-9a-fA-F:.]*");
  private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?");
  private static final Pattern HOST = Pattern.compile("([^:]+?)\\.?(?::[0-9]+)?");
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z][A-Za-z0-9._ -]*");
  private static final List<String> EVERYBODY = List.of("any", "all", "everyone", "everybody", "*");

  private static final Pattern SPF_NAME =
      Pattern.compile("(?i)(?:[+?~-]?(?:include:|redirect=))?([a-z0-9_][a-z0-9._-]*)\\.?");

  private static final String OF_SPF = "write spf: and the domain that has this record";
  private static final String OF_URL = "write url: and an address that begins with https://";

  private SourceGuess() {}

  /** Returns what to write instead; empty when that would be a guess. */
  static Optional<String> fix(String written) {
    String text = written.strip();
    return glued(text)
        .or(() -> below(text))
        .or(() -> SPF.matcher(text).matches() ? Optional.of(spf(text)) : Optional.empty())
        .or(() -> URL.matcher(text).matches() ? Optional.of(url(text)) : Optional.empty())
        .or(() -> labelled(text))
        .or(() -> isFile(text) ? Optional.of("write file: " + text) : name(text))
        .or(() -> international(text))
        .or(() -> set(text));
  }

  private static boolean isFile(String text) {
    return FILE.matcher(text).matches() && !isAddressWithMask(text);
  }

  /**
   * Tells whether a text is like {@code 2001:db8::/ffff:ffff::}, which has letters, and yet is no
   * name and no path.
   */
  public static boolean isAddressWithMask(String text) {
    return MASKED.matcher(text).matches();
  }

  private static Optional<String> glued(String text) {
    Matcher glued = GLUED.matcher(text);
    return glued.matches()
        ? Optional.of(
            "write %s: %s, with a colon and a blank between"
                .formatted(glued.group(1), glued.group(2)))
        : Optional.empty();
  }

  private static String url(String text) {
    return WebAddress.of(text.replaceFirst("(?i)^http:", "https:"))
        .map(address -> "write url: " + address.text())
        .orElse(OF_URL);
  }

  private static String spf(String text) {
    Matcher name = SPF_NAME.matcher(text);
    return name.matches() && isName(name.group(1))
        ? "write spf: " + name.group(1).toLowerCase(Locale.ROOT)
        : OF_SPF;
  }

  /** Returns the fix for {@code 192.0.2.1 mx1}, as it would be in a list file. */
  private static Optional<String> labelled(String text) {
    String blanks = Blanks.asSpaces(text);
    int space = blanks.indexOf(' ');
    if (space < 0 || !(AddressText.parse(blanks.substring(0, space)) instanceof AddressText.Ok)) {
      return Optional.empty();
    }
    String label = Blanks.label(blanks.substring(space));
    String quoted = PLAIN.matcher(label).matches() ? label : '"' + label.replace("\"", "'") + '"';
    return label.isEmpty()
        ? Optional.empty()
        : Optional.of("write {net: %s, label: %s}".formatted(blanks.substring(0, space), quoted));
  }

  private static Optional<String> international(String text) {
    boolean isName = text.contains(".") && text.indexOf(' ') < 0 && text.indexOf('@') < 0;
    return isName && text.codePoints().anyMatch(one -> one > 0x7F && Character.isLetter(one))
        ? Optional.of("write dns: and the name in its ASCII form, which starts with xn--")
        : Optional.empty();
  }

  /**
   * Returns the fix for {@code *.example.net} or {@code .example.net}, as mail servers write the
   * names below one.
   */
  static Optional<String> below(String text) {
    return Names.above(text).map(name -> "write ptr: " + name);
  }

  private static Optional<String> name(String text) {
    Matcher host = HOST.matcher(text);
    return host.matches() && host.group(1).contains(".") && isName(host.group(1))
        ? Optional.of("write dns: " + host.group(1).toLowerCase(Locale.ROOT))
        : Optional.empty();
  }

  /** Tells whether a text is the name of a host, as {@code dns:} takes it. */
  static boolean isSource(String text) {
    return text.contains(".") && isName(text) && !isFile(text);
  }

  /** A host name whose last label is no number. */
  public static boolean isName(String text) {
    List<String> labels = List.of(text.split("\\.", -1));
    return labels.stream().allMatch(label -> LABEL.matcher(label).matches())
        && labels.getLast().chars().anyMatch(Character::isLetter);
  }

  private static Optional<String> set(String text) {
    if (EVERYBODY.contains(text.toLowerCase(Locale.ROOT))) {
      return Optional.of("if everybody may connect, let the rule say accept: any");
    }
    return LABEL.matcher(text).matches() && text.chars().anyMatch(Character::isLetter)
        ? Optional.of(
            "write set: %s if that is a set, or dns: and the whole name of a host".formatted(text))
        : Optional.empty();
  }
}
