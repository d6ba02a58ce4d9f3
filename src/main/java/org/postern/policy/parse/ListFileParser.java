package org.postern.policy.parse;

import java.util.ArrayList;
import java.util.List;
import org.postern.address.AddressText;
import org.postern.address.Interval;
import org.postern.diagnostic.Code;
import org.postern.diagnostic.Report;
import org.postern.diagnostic.Severity;
import org.postern.diagnostic.Span;
import org.postern.diagnostic.Visible;

/**
 * Reads lists of addresses: one address, prefix or range a line, text after it is its label, {@code
 * #} starts a comment. A line that could be read in two ways is an error, because the wrong one of
 * the two would open or close the gate.
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
          "%d more lines are no address, prefix or range".formatted(unreadable - SHOWN),
          "see whether this is a list of addresses at all");
    }
  }

  private void read(int number, String line) {
    int comment = line.indexOf('#');
    String content = comment < 0 ? line : line.substring(0, comment);
    int start = endOfBlanks(content, 0);
    int end = endOfWord(content, start);
    if (start == end) {
      return;
    }
    String word = content.substring(start, end);
    String rest = content.substring(end).strip();
    Span span = source.span(number, start + 1, end - start, line);
    switch (AddressText.parse(word)) {
      case AddressText.Wrong wrong ->
          add(
              Code.LIST_LINE,
              span,
              "%s is no address, prefix or range: %s".formatted(Words.quoted(word), wrong.reason()),
              wrong.fix().isEmpty() ? Literals.FORMS : "write " + wrong.fix());
      case AddressText.Ok ok -> {
        if (ambiguous(rest)) {
          addAmbiguous(span, word, rest);
        } else {
          lines.add(new ListLine(ok.interval(), label(rest, span), number));
        }
      }
    }
  }

  private static int endOfBlanks(String text, int from) {
    int at = from;
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    return at;
  }

  private static int endOfWord(String text, int from) {
    int at = from;
    while (at < text.length() && !Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    return at;
  }

  /** A prefix length, netmask or range's end that is set apart is no label. */
  private static boolean ambiguous(String rest) {
    if (rest.isEmpty()) {
      return false;
    }
    boolean joined = rest.charAt(0) == '-' || rest.charAt(0) == '/' || rest.charAt(0) == ',';
    String behind = joined ? rest.substring(1).strip() : rest;
    String word = behind.substring(0, endOfWord(behind, 0));
    return (rest.charAt(0) == '/' && word.matches("[0-9]{1,3}"))
        || AddressText.parse(word) instanceof AddressText.Ok;
  }

  private void addAmbiguous(Span span, String word, String rest) {
    String joined = word + rest.replaceFirst("^([-/])\\s*", "$1");
    boolean fits = AddressText.parse(joined) instanceof AddressText.Ok;
    add(
        Code.LIST_LINE,
        span,
        "%s and %s stand on one line".formatted(Words.quoted(word), Words.quoted(rest)),
        fits ? "write " + joined : "write one address, prefix or range a line; remarks behind #");
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
