package org.postern.policy.parse.edit;

import java.util.Optional;
import org.postern.policy.parse.text.Lines;

/**
 * Changes of a text that leave every character alone but those of what is changed. Each answers the
 * new text, or nothing where the text is laid out in a way that it does not understand.
 */
final class Rewriting {
  private static final int STEP = 2;

  private final String text;
  private final Lines lines;

  Rewriting(String text) {
    this.text = text;
    this.lines = new Lines(text);
  }

  /** Returns the text with something else from one character to before another. */
  String replaced(int from, int to, String other) {
    return text.substring(0, from) + other + text.substring(to);
  }

  /** Returns the text with another single value where one stood. */
  String scalar(Placed.Scalar old, String value) {
    return replaced(
        old.start(), old.end(), Writing.like(text.substring(old.start(), old.end()), value));
  }

  /** A value where nothing was, or an empty list. */
  String filled(Placed empty, String value) {
    boolean nothing = empty.start() == empty.end();
    return nothing
        ? replaced(behindColon(empty.start()), behindColon(empty.start()), " " + value)
        : replaced(empty.start(), empty.end(), value);
  }

  /**
   * Returns the place behind the colon that comes before or at a place where nothing is written.
   */
  private int behindColon(int at) {
    int colon = at;
    while (colon > 0 && text.charAt(colon - 1) != ':') {
      colon--;
    }
    return colon;
  }

  /** Returns the text with a list of two where one value stood. */
  String listed(Placed.Scalar one, String other) {
    String first = text.substring(one.start(), one.end());
    return replaced(one.start(), one.end(), "[" + first + ", " + other + "]");
  }

  /**
   * Returns the text with one entry more at the end of a list.
   *
   * @param onLine how it is written behind a dash
   * @param inBrackets how it is written in brackets
   */
  Optional<String> appended(Placed.Items items, String onLine, String inBrackets) {
    if (items.flow()) {
      return Optional.of(appendedInBrackets(items, inBrackets));
    }
    if (!lines.isFirst(items.start())) {
      return Optional.empty();
    }
    Placed last = items.nodes().getLast();
    Optional<Integer> dash = dash(items, last);
    if (dash.isEmpty()) {
      return Optional.empty();
    }
    String lead = text.substring(lines.start(dash.get()), dash.get() + 1);
    String gap = text.substring(dash.get() + 1, Math.max(dash.get() + 1, last.start()));
    String line = lead + (gap.matches(" +") ? gap : " ") + onLine;
    return Optional.of(below(last.end(), line));
  }

  private String appendedInBrackets(Placed.Items items, String inBrackets) {
    if (items.nodes().isEmpty()) {
      return replaced(items.start() + 1, items.start() + 1, inBrackets);
    }
    Placed last = items.nodes().getLast();
    return behindInBrackets(last.start(), last.end(), items.end(), inBrackets);
  }

  /**
   * Returns the text with a part added behind the last one in brackets, on a line of its own if
   * that one is.
   */
  private String behindInBrackets(int start, int end, int closed, String added) {
    Optional<Integer> comma = comma(end);
    boolean ownLine = lines.isFirst(start) && lines.end(end) < closed - 1;
    if (!ownLine) {
      return comma.isPresent()
          ? replaced(comma.get() + 1, comma.get() + 1, " " + added + ",")
          : replaced(end, end, ", " + added);
    }
    String indent = text.substring(lines.start(start), start);
    if (comma.isPresent()) {
      return below(end, indent + added + ",");
    }
    int lineEnd = lines.end(end);
    return text.substring(0, end)
        + ","
        + text.substring(end, lineEnd)
        + lines.lineBreak(end)
        + indent
        + added
        + text.substring(lineEnd);
  }

  /** Returns the text with whole lines more, below the line of a character. */
  private String below(int at, String more) {
    int end = lines.end(at);
    return replaced(end, end, lines.lineBreak(at) + more);
  }

  /** Returns the text of a list without one of several entries. */
  Optional<String> without(Placed.Items items, int index) {
    Placed item = items.nodes().get(index);
    if (items.flow()) {
      int before = index == 0 ? items.start() + 1 : items.nodes().get(index - 1).end();
      boolean last = index == items.nodes().size() - 1;
      return Optional.of(withoutInBrackets(before, item.start(), item.end(), index == 0, last));
    }
    return dash(items, item).map(dash -> withoutLines(dash, item.end()));
  }

  private String withoutInBrackets(int before, int start, int end, boolean first, boolean last) {
    Optional<Integer> comma = comma(end);
    int behind = comma.map(at -> at + 1).orElse(end);
    if (lines.isFirst(start) && restIsRemark(behind)) {
      String rest = withoutLines(start, end);
      // The comma that went before the last entry goes with it.
      return last && !first && comma.isEmpty() ? new Rewriting(rest).withoutComma(before) : rest;
    }
    boolean remarkBefore = text.substring(before, start).indexOf('#') >= 0;
    return first || remarkBefore
        ? replaced(start, last ? behind : skipBlank(behind), "")
        : replaced(before, end, "");
  }

  private String withoutComma(int behind) {
    return comma(behind).map(at -> replaced(at, at + 1, "")).orElse(text);
  }

  private boolean restIsRemark(int at) {
    String rest = text.substring(at, lines.end(at)).strip();
    return rest.isEmpty() || rest.startsWith("#");
  }

  private int skipBlank(int from) {
    int at = from;
    while (at < text.length() && text.charAt(at) == ' ') {
      at++;
    }
    return at;
  }

  /** Returns the comma behind something in brackets; white space and remarks may be between. */
  private Optional<Integer> comma(int from) {
    int at = from;
    while (at < text.length()) {
      char character = text.charAt(at);
      if (character == ',') {
        return Optional.of(at);
      }
      if (character == '#') {
        at = lines.end(at);
      } else if (!Character.isWhitespace(character)) {
        return Optional.empty();
      } else {
        at++;
      }
    }
    return Optional.empty();
  }

  /**
   * Returns the text without the lines from one character to another; of two blank lines around
   * them, one stays.
   */
  private String withoutLines(int from, int to) {
    int start = lines.start(from);
    int next = lines.next(to);
    boolean atEnd = lines.end(to) == text.length();
    if (atEnd) {
      return text.substring(0, lines.endOfPrevious(from));
    }
    int before = lines.endOfPrevious(from);
    boolean blankBefore = start > 0 && lines.isBlank(before);
    boolean blankBehind = next == text.length() || lines.isBlank(next);
    return replaced(blankBefore && blankBehind ? lines.start(before) : start, next, "");
  }

  /** Returns the dash of an entry, which is in the column of the first one. */
  private Optional<Integer> dash(Placed.Items items, Placed item) {
    int column = items.start() - lines.start(items.start());
    int index = items.nodes().indexOf(item);
    int lowest = index == 0 ? items.start() : items.nodes().get(index - 1).end();
    for (int line = lines.start(item.start()); ; line = lines.start(lines.endOfPrevious(line))) {
      int at = line + column;
      if (at < lowest) {
        return Optional.empty();
      }
      if (at <= item.start() && text.charAt(at) == '-' && lines.isFirst(at)) {
        return Optional.of(at);
      }
      if (line == 0) {
        return Optional.empty();
      }
    }
  }

  /** A mapping with one more key, behind one that it has. */
  Optional<String> put(Placed.Mapping mapping, String after, String key, String inBrackets) {
    Optional<Placed.Entry> previous = mapping.entry(after);
    if (previous.isEmpty()) {
      return Optional.empty();
    }
    String added = key + ": " + inBrackets;
    Placed.Entry entry = previous.get();
    return Optional.of(
        mapping.flow()
            ? replaced(entry.end(), entry.end(), ", " + added)
            : below(entry.end(), indent(mapping) + added));
  }

  private String indent(Placed.Mapping mapping) {
    return " ".repeat(mapping.start() - lines.start(mapping.start()));
  }

  /** Returns the text of a mapping without one of several keys. */
  Optional<String> without(Placed.Mapping mapping, String key) {
    Placed.Entry entry = mapping.entry(key).orElseThrow();
    if (mapping.flow()) {
      int index = mapping.entries().indexOf(entry);
      int before = index == 0 ? mapping.start() + 1 : mapping.entries().get(index - 1).end();
      boolean last = index == mapping.entries().size() - 1;
      return Optional.of(withoutInBrackets(before, entry.start(), entry.end(), index == 0, last));
    }
    return lines.isFirst(entry.start())
        ? Optional.of(withoutLines(entry.start(), entry.end()))
        : Optional.empty();
  }

  /** A mapping of sets with one more at its end. */
  Optional<String> withSet(Placed.Mapping sets, String name, PolicyEdit.NewSource source) {
    String inBrackets = name + ": {sources: [" + Writing.inBrackets(source) + "]}";
    if (sets.flow()) {
      Placed.Entry last = sets.isEmpty() ? null : sets.entries().getLast();
      return Optional.of(
          last == null
              ? replaced(sets.start() + 1, sets.start() + 1, inBrackets)
              : behindInBrackets(last.start(), last.end(), sets.end(), inBrackets));
    }
    if (!lines.isFirst(sets.start())) {
      return Optional.empty();
    }
    Placed.Entry last = sets.entries().getLast();
    boolean apart = sets.entries().size() > 1 && lines.isBlank(lines.endOfPrevious(last.start()));
    String lineBreak = lines.lineBreak(last.end());
    return Optional.of(
        below(
            last.end(),
            (apart ? lineBreak : "") + set(indent(sets), last.value(), name, source, lineBreak)));
  }

  /** Returns the text of a set that is laid out like another one. */
  private String set(
      String indent, Placed model, String name, PolicyEdit.NewSource source, String lineBreak) {
    String inner = indent + " ".repeat(STEP);
    String dash = inner + " ".repeat(STEP);
    if (model instanceof Placed.Mapping mapping && !mapping.flow()) {
      inner = indent(mapping);
      dash = inner + " ".repeat(STEP);
      if (mapping.get("sources").orElse(model) instanceof Placed.Items items && !items.flow()) {
        dash = " ".repeat(items.start() - lines.start(items.start()));
      }
    }
    return (indent + name + ":" + lineBreak)
        + (inner + "sources:" + lineBreak)
        + (dash + "- " + Writing.onLine(source));
  }

  /** Returns the text of a policy that had no sets, with one. */
  Optional<String> withFirstSet(Placed.Mapping root, String name, PolicyEdit.NewSource source) {
    if (root.flow() || root.isEmpty()) {
      return Optional.empty();
    }
    String lineBreak = lines.lineBreak(root.start());
    String indent = indent(root);
    String set =
        indent
            + "sets:"
            + lineBreak
            + set(
                indent + " ".repeat(STEP),
                root.entries().getFirst().key(),
                name,
                source,
                lineBreak);
    boolean ended = lines.start(text.length()) == text.length();
    return Optional.of(text + (ended ? "" : lineBreak) + set + lineBreak);
  }
}
