package org.postern.policy.parse.list;

import java.util.Optional;
import org.postern.address.text.AddressPhrase;
import org.postern.address.text.AddressText;
import org.postern.diagnostic.Code;
import org.postern.diagnostic.Counted;
import org.postern.diagnostic.Report;
import org.postern.diagnostic.Severity;
import org.postern.diagnostic.Span;
import org.postern.diagnostic.Visible;
import org.postern.policy.parse.text.Blanks;
import org.postern.policy.parse.text.Scope;
import org.postern.policy.parse.text.SourceText;
import org.postern.policy.parse.text.TextCheck;
import org.postern.policy.parse.text.Words;

/**
 * Reads lines of lists of addresses: one address, prefix or range a line, text after it is its
 * label, {@code #} starts a comment, and so do {@code ;} and {@code //} at the start of a line. A
 * line that could be read in two ways is an error, because the wrong one of the two would open or
 * close the gate.
 *
 * <p>Lines come one by one, in the order of the list. Those that are certainly right need not come.
 */
public final class ListFileParser {
  static final int LONGEST_LINE = 4096;
  static final int LONGEST_LABEL = 120;

  /**
   * The most faults that are reported, since a file that is no list, such as a web page, would be
   * reported line by line.
   */
  private static final int SHOWN = 20;

  /** Makes places; the lines are not kept. */
  private final SourceText source;

  private final ListSink sink;
  private final Report found = new Report();
  private final Report hidden = new Report();
  private final TextCheck check;
  private boolean isOtherFormat;
  private int unreadable;
  private int cut;

  /**
   * Makes the parser of one list.
   *
   * @param file the name under which the user knows the list
   * @param quotable whether diagnostics may show its lines
   */
  public ListFileParser(String file, boolean quotable, ListSink sink) {
    this.source = new SourceText(file, "", quotable);
    this.sink = sink;
    this.check = new TextCheck(new Scope(source, hidden));
  }

  /**
   * Reads one line.
   *
   * @param number the first being 1
   * @param line without what ends it, from {@link SourceText#decode}
   * @param started whether a line before it was neither blank nor a comment
   */
  public void read(int number, String line, boolean started) {
    if (!check.characters(number, line) || isOtherFormat || isOtherFormat(number, line, started)) {
      return;
    }
    if (line.length() > LONGEST_LINE) {
      tooLong(number, line, Words.number(line.length()) + " characters");
    } else {
      read(number, line);
    }
  }

  /** Tells whether the list turned out to be something else, so that no line names anything. */
  boolean isOtherFormat() {
    return isOtherFormat;
  }

  /** Reports a line that is too long to be kept. */
  void tooLong(int number, String start, String length) {
    String shown = start.substring(0, Math.min(start.length(), LONGEST_LABEL));
    add(
        Code.LIST_LINE_TOO_LONG,
        source.span(number, 1, 1, shown),
        "the line has %s, %s are allowed".formatted(length, Words.number(LONGEST_LINE)),
        "write one address a line");
  }

  /**
   * Adds what was found. If there are errors among it, the list as a whole cannot be trusted. Where
   * characters are hidden, nothing else is reported.
   */
  public void end(Report report) {
    if (unreadable > SHOWN) {
      found.add(
          Code.LIST_LINE,
          source.whole(),
          "%s no address, prefix or range"
              .formatted(
                  Counted.of(unreadable - SHOWN, "more line")
                      + Counted.one(unreadable - SHOWN, " is", " are")),
          "see whether this is a list of addresses at all");
    }
    report.addAll(hidden.hasErrors() ? hidden : found);
  }

  private boolean isOtherFormat(int number, String line, boolean started) {
    if (started || ListFaults.isWithoutContent(line)) {
      return false;
    }
    Optional<String> other = ListFaults.otherFormat(line);
    other.ifPresent(
        what ->
            found.add(Code.LIST_LINE, source.wholeLine(number, line), what, ListFaults.fix(what)));
    isOtherFormat = other.isPresent();
    return isOtherFormat;
  }

  private void read(int number, String line) {
    int comment = line.indexOf('#');
    String content = Blanks.asSpaces(comment < 0 ? line : line.substring(0, comment));
    int start = endOfBlanks(content, 0);
    int end = endOfWord(content, start);
    if (start == end || isComment(content, start)) {
      return;
    }
    String word = content.substring(start, end);
    String text = content.substring(start).stripTrailing();
    Optional<AddressPhrase> phrase = phrase(text, word);
    if (phrase.isPresent()) {
      addPhrase(source.span(number, start + 1, phrase.get().length(), line), text, phrase.get());
      return;
    }
    Span span = source.span(number, start + 1, end - start, line);
    switch (AddressText.parse(word)) {
      case AddressText.Wrong wrong -> {
        ListFaults.Fault fault = ListFaults.explain(text, word, wrong);
        add(Code.LIST_LINE, span, fault.message(), fault.fix());
      }
      case AddressText.Ok ok ->
          sink.entry(ok.interval(), label(Blanks.label(content.substring(end)), span), number);
    }
  }

  private static boolean isComment(String content, int start) {
    return content.charAt(start) == ';' || content.startsWith("//", start);
  }

  private static int endOfBlanks(String text, int from) {
    int at = from;
    while (at < text.length() && text.charAt(at) == ' ') {
      at++;
    }
    return at;
  }

  private static int endOfWord(String text, int from) {
    int at = from;
    while (at < text.length() && text.charAt(at) != ' ') {
      at++;
    }
    return at;
  }

  /** An end of a range, a length, a netmask or another address that is set apart is no label. */
  private static Optional<AddressPhrase> phrase(String text, String word) {
    return ListFaults.mayHoldAddress(text, word.length())
        ? AddressPhrase.atStartOf(text).filter(phrase -> phrase.length() > word.length())
        : Optional.empty();
  }

  private void addPhrase(Span span, String text, AddressPhrase phrase) {
    String behind = Blanks.label(text.substring(phrase.length()));
    String label = behind.chars().anyMatch(Character::isLetterOrDigit) ? behind : "";
    add(
        Code.LIST_LINE,
        span,
        "%s is no address, prefix or range: %s"
            .formatted(Words.quoted(text.substring(0, phrase.length())), phrase.reason()),
        phrase.fix().isEmpty()
            ? "write one address, prefix or range a line; remarks behind #"
            : ("write " + phrase.fix() + " " + label).stripTrailing());
  }

  private String label(String rest, Span span) {
    String label = Visible.text(rest);
    if (label.length() <= LONGEST_LABEL) {
      return label;
    }
    cut++;
    if (cut <= SHOWN) {
      add(
          Code.LIST_LABEL_CUT,
          span,
          "the label is longer than %d characters and is cut".formatted(LONGEST_LABEL),
          "shorten it, or write it behind #");
    }
    return label.substring(0, label.offsetByCodePoints(0, label.codePointCount(0, LONGEST_LABEL)));
  }

  private void add(Code code, Span span, String message, String fix) {
    if (code.severity() == Severity.ERROR) {
      unreadable++;
    }
    if (unreadable <= SHOWN) {
      found.add(code, span, message, fix);
    }
  }
}
