package org.postern.policy.parse.list;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postern.address.text.AddressText;
import org.postern.policy.parse.read.Literals;
import org.postern.policy.parse.read.SourceGuess;
import org.postern.policy.parse.text.Blanks;
import org.postern.policy.parse.text.Words;

/** Says why a line of a list cannot be read, and what to write instead. */
public final class ListFaults {
  private static final String PAGE = "this is a web page, not a list";
  private static final String JSON = "this is JSON, not a list";
  private static final Pattern MARKUP =
      Pattern.compile("(?i)<(!|\\?xml|/?[a-z][a-z0-9]*[ >/]|[a-z]+$).*");
  private static final Pattern OBJECTS = Pattern.compile("\\{.*|\\[\\s*(?:[\"{\\[].*)?");

  /** The characters between fields and words, and around them. */
  private static final Pattern BETWEEN =
      Pattern.compile("[\\s,;|\"'`<>(){}=\\u2018-\\u201E\\u2022\\u00AB\\u00BB]+");

  private static final Pattern SEPARATED = Pattern.compile("[\"']?([^,;|\"']+)[\"']?\\s*([,;|]).*");
  private static final Pattern WORDS = Pattern.compile("\\p{L}{2}");

  /** A zone behind an address, and numbers that are not decimal. */
  private static final Pattern NUMERIC = Pattern.compile("(?i).*[0-9a-f:]%.*|0x[0-9a-f]+.*");

  private static final Pattern NOT =
      Pattern.compile("(?i)(!.*|.*\\b(deny|drop|reject|block|ban|except|not|never|nomatch)\\b.*)");

  /** The longest word between two ends of a range, and the last number of one. */
  private static final int SHORT = 12;

  private ListFaults() {}

  /**
   * The reason why a line is no entry.
   *
   * @param message the fault
   * @param fix the remedy
   */
  record Fault(String message, String fix) {}

  /** Returns what a file is whose first line with content is this one, unless it is a list. */
  static Optional<String> otherFormat(String firstContent) {
    String line = Blanks.asSpaces(firstContent).strip();
    if (MARKUP.matcher(line).matches()) {
      return Optional.of(PAGE);
    }
    return OBJECTS.matcher(line).matches() ? Optional.of(JSON) : Optional.empty();
  }

  /** Returns the fix for such a file. */
  static String fix(String otherFormat) {
    return otherFormat.equals(PAGE)
        ? "fetch the list itself, or write its addresses one a line"
        : "write one address a line, as does: jq -r '.. | strings |"
            + " select(test(\"^[0-9a-f.:/]+$\"))'";
  }

  /** Tells whether a line is blank or a comment. */
  public static boolean isWithoutContent(String line) {
    String text = Blanks.asSpaces(line).strip();
    return text.isEmpty() || text.startsWith("#") || text.startsWith(";");
  }

  /**
   * Tells whether what is behind a place may be part of an address, or another one; found quickly.
   */
  static boolean mayHoldAddress(String text, int from) {
    String behind = text.substring(from).strip();
    if (behind.isEmpty()) {
      return false;
    }
    boolean isShort =
        behind.length() <= SHORT && Character.isDigit(behind.charAt(behind.length() - 1));
    return isShort
        || !Character.isLetterOrDigit(behind.charAt(0))
        || !Character.isLetterOrDigit(text.charAt(from - 1))
        || hasNumbers(behind);
  }

  private static boolean hasNumbers(String text) {
    for (int at = 1; at < text.length(); at++) {
      char before = text.charAt(at - 1);
      if (text.charAt(at) == ':' || (text.charAt(at) == '.' && before >= '0' && before <= '9')) {
        return true;
      }
    }
    return false;
  }

  /**
   * Explains why a line is no entry.
   *
   * @param text the line without its comment
   * @param word the first word of the line
   * @param wrong the reason why this is no address
   */
  static Fault explain(String text, String word, AddressText.Wrong wrong) {
    String behind = text.substring(word.length());
    if (!wrong.fix().isEmpty()) {
      return fault(word, wrong.reason(), write(wrong.fix(), behind));
    }
    List<String> addresses = addresses(text);
    if (addresses.size() > 1) {
      return fault(
          text, "there are several addresses in it", "write each of them on a line of its own");
    }
    if (addresses.size() == 1 && NOT.matcher(text).matches()) {
      return fault(
          text,
          "a list says who is accepted, and this line perhaps who is not",
          "take the line out; addresses that are never accepted stand in never: of the set");
    }
    if (addresses.size() == 1) {
      String only = addresses.getFirst();
      String fix = write(only, remark(text, only));
      Matcher separated = SEPARATED.matcher(text);
      return separated.matches() && separated.group(1).strip().equals(only)
          ? fault(
              text,
              "its fields are set apart by \"%s\", not by blanks".formatted(separated.group(2)),
              fix)
          : fault(text, "the address does not come first", fix);
    }
    return withoutAddress(text, word, wrong);
  }

  private static Fault withoutAddress(String text, String word, AddressText.Wrong wrong) {
    if (word.contains("://")) {
      return fault(
          word, "it is an address of the web", "take the line out, or fetch what is there");
    }
    if (text.contains("@") && WORDS.matcher(text).find()) {
      return fault(text, "it is an address of mail, not of a host", "take the line out");
    }
    String name = word.replaceFirst("[.,;]$", "");
    if (name.contains(".") && SourceGuess.isName(name)) {
      return fault(
          word,
          "it is a name, and a list has addresses only",
          "take the line out, and write dns: %s among the sources of the set".formatted(name));
    }
    return WORDS.matcher(text).find() && !isNumeric(word)
        ? fault(text, "there is no address in it", "start the line with # if it is a remark")
        : fault(word, wrong.reason(), Literals.FORMS);
  }

  private static boolean isNumeric(String word) {
    return NUMERIC.matcher(word).matches() || SourceGuess.isAddressWithMask(word);
  }

  private static Fault fault(String text, String reason, String fix) {
    return new Fault(
        "%s is no address, prefix or range: %s".formatted(Words.quoted(text), reason), fix);
  }

  private static String write(String address, String label) {
    return ("write " + address + " " + Words.clip(Blanks.label(label))).stripTrailing();
  }

  private static List<String> addresses(String text) {
    List<String> found = new ArrayList<>();
    for (String part : BETWEEN.split(text, -1)) {
      address(part).filter(one -> !found.contains(one)).ifPresent(found::add);
    }
    return found;
  }

  /** Returns the address as it is, or what is left when its wrapping is taken away. */
  private static Optional<String> address(String part) {
    return switch (AddressText.parse(part)) {
      case AddressText.Ok ok -> Optional.of(part);
      case AddressText.Wrong wrong ->
          Optional.of(wrong.fix()).filter(fix -> !fix.isEmpty() && part.contains(fix));
    };
  }

  /** Returns the words of a line without its address and without what set them apart. */
  private static String remark(String text, String address) {
    List<String> words = new ArrayList<>();
    for (String part : BETWEEN.split(text, -1)) {
      if (!part.isEmpty()
          && !part.equals(address)
          && part.chars().anyMatch(Character::isLetter)
          && address(part).isEmpty()) {
        words.add(part);
      }
    }
    return String.join(" ", words);
  }
}
