package org.postern.policy.parse;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.address.AddressPhrase;
import org.postern.address.AddressText;
import org.postern.address.Interval;
import org.postern.diagnostic.Code;
import org.postern.diagnostic.Counted;
import org.postern.diagnostic.Report;
import org.postern.diagnostic.Severity;
import org.postern.diagnostic.Span;
import org.postern.diagnostic.Visible;

/**
 * Reads lists of addresses: one address, prefix or range a line, text after it is its label, {@code
 * #} starts a comment, and so do {@code ;} and {@code //} at the start of a line. A line that could
 * be read in two ways is an error, because the wrong one of the two would open or close the gate.
 */
public final class ListFileParser {
  private static final int LONGEST_LINE = 4096;
  private static final int LONGEST_LABEL = 120;

  /** What is no list, such as a web page, would be reported line by line otherwise. */
  private static final int SHOWN = 20;

  private final SourceText source;
  private final Report found = new Report();
  private final List<ListLine> lines = new ArrayList<>();
  private int unreadable;
  private int cut;

  private ListFileParser(SourceText source) {
    this.source = source;
  }

  /**
   * One line that names addresses.
   *
   * @param label what stands behind them, empty if nothing does; fit for a terminal
   * @param line its number, the first being 1
   */
  public record ListLine(Interval interval, String label, int line) {}

  /**
   * The lines that name addresses, in the order of the list. If the report has gained errors, the
   * list as a whole cannot be trusted.
   *
   * @param file the name under which the user knows the list
   * @param text from {@link SourceText#decode}
   */
  public static List<ListLine> parse(String file, String text, Report report) {
    return parse(new Loader.Loaded.Text(file, text), report);
  }

  /** The same for a list that was loaded. */
  public static List<ListLine> parse(Loader.Loaded.Text list, Report report) {
    ListFileParser parser = new ListFileParser(list.source());
    if (TextCheck.readable(new Scope(parser.source, parser.found))) {
      parser.read();
    }
    report.addAll(parser.found);
    return List.copyOf(parser.lines);
  }

  private void read() {
    Optional<String> other = ListFaults.otherFormat(source.lines());
    if (other.isPresent()) {
      int first = ListFaults.firstContent(source.lines());
      found.add(Code.LIST_LINE, source.wholeLine(first), other.get(), ListFaults.fix(other.get()));
      return;
    }
    for (int number = 1; number <= source.lines().size(); number++) {
      String line = source.line(number);
      if (line.length() > LONGEST_LINE) {
        String start = line.substring(0, LONGEST_LABEL);
        add(
            Code.LIST_LINE_TOO_LONG,
            source.span(number, 1, 1, start),
            "the line has %s characters, %s are allowed"
                .formatted(Words.number(line.length()), Words.number(LONGEST_LINE)),
            "write one address a line");
      } else {
        read(number, line);
      }
    }
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
          lines.add(
              new ListLine(
                  ok.interval(), label(Blanks.label(content.substring(end)), span), number));
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
