package org.postern.policy.parse.yaml;

import java.util.Objects;
import java.util.Optional;
import org.postern.diagnostic.Code;
import org.postern.diagnostic.Span;
import org.postern.diagnostic.Visible;
import org.postern.policy.parse.text.Scope;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/** Says in our words what the YAML parser could not read, where, and what to do. */
final class YamlFaults {
  private final Scope scope;
  private final String context;
  private final String problem;
  private final Span at;

  /** The place where the construct began that went wrong. */
  private final Span start;

  private YamlFaults(Scope scope, MarkedYamlEngineException fault) {
    this.scope = scope;
    this.context = Objects.requireNonNullElse(fault.getContext(), "");
    this.problem = Objects.requireNonNullElse(fault.getProblem(), "");
    Optional<Mark> problemMark = fault.getProblemMark();
    Optional<Mark> contextMark = fault.getContextMark();
    this.at = span(problemMark.or(() -> contextMark));
    this.start = span(contextMark.or(() -> problemMark));
  }

  /** Adds one diagnostic. */
  static void add(Scope scope, MarkedYamlEngineException fault) {
    YamlFaults faults = new YamlFaults(scope, fault);
    boolean told =
        Eaten.report(scope, faults.at.line(), faults.at.column())
            || faults.scanning()
            || faults.collections()
            || faults.placing();
    if (!told) {
      faults.add(
          Code.LAYOUT,
          faults.at,
          "YAML cannot be read from here on",
          "compare the lines around it with the manual's example");
    }
  }

  /** Reports a mistake inside a single value. */
  private boolean scanning() {
    if (problem.contains("(TAB)") || character(at) == '\t') {
      return add(Code.TAB, at, "a tab stands where YAML wants spaces", "replace it by spaces");
    }
    if (context.contains("quoted scalar")) {
      return problem.contains("escape")
          ? add(
              Code.BAD_ESCAPE,
              at,
              "YAML knows no escape \"\\" + shown(at) + "\"",
              "use single quotes, in which \\ has no meaning")
          : add(
              Code.OPEN_QUOTE,
              start,
              "the quote that opens here is never closed",
              "close it at the end of the value");
    }
    if (context.contains("directive") || (at.column() == 1 && character(at) == '%')) {
      return needsQuotes(at);
    }
    if (context.contains("alias") || context.contains("anchor")) {
      return needsQuotes(start);
    }
    if (context.contains("a tag") || problem.contains("tag handle")) {
      return add(
          Code.TAG,
          start,
          "a value that starts with \"!\" is a YAML tag, which a policy cannot have",
          "quote the value");
    }
    if (problem.contains("cannot start any token")) {
      return needsQuotes(at);
    }
    return context.contains("block scalar")
        && add(
            Code.LAYOUT,
            start,
            "\"|\" and \">\" start a block of text, which a policy never needs",
            "quote the value");
  }

  /** Reports a mistake in a list or mapping in brackets. */
  private boolean collections() {
    if (context.contains("flow sequence") || context.contains("flow mapping")) {
      return inBrackets();
    }
    if (problem.contains("found ']'") || problem.contains("found '}'")) {
      return add(
          Code.OPEN_BRACKET, at, "this bracket closes nothing", "remove it, or open it before");
    }
    if (problem.contains("found ','")) {
      return add(
          Code.LAYOUT,
          at,
          "there is nothing in front of this comma",
          "remove the comma, or quote the value");
    }
    return context.contains("flow node")
        && problem.contains("stream end")
        && add(Code.OPEN_BRACKET, start, "the bracket that opens here is never closed", "close it");
  }

  private boolean inBrackets() {
    String closing = context.contains("sequence") ? "]" : "}";
    boolean lost = problem.contains("stream end") || problem.endsWith("]") || problem.endsWith("}");
    return (lost || at.line() != start.line())
        ? add(
            Code.OPEN_BRACKET,
            start,
            "the bracket that opens here is not closed by \"" + closing + "\"",
            "add \"" + closing + "\"")
        : add(
            Code.LAYOUT,
            at,
            "a comma or \"" + closing + "\" is missing before this",
            "quote values that have \": \" or \"#\" in them");
  }

  /** Reports a construct in a place where it cannot stand. */
  private boolean placing() {
    if (problem.contains("mapping values")) {
      return misplacedColon();
    }
    if (problem.contains("could not find expected ':'")) {
      return add(
          Code.LAYOUT,
          scope.source().wholeLine(start.line()),
          "this is neither \"key: value\" nor \"- entry\"",
          "add what is missing, or start the line with # if it is a comment");
    }
    if (problem.contains("sequence entries")) {
      return add(
          Code.LAYOUT,
          at,
          "a list with dashes starts on a line of its own",
          "write the first \"- \" on the next line, or the list as [a, b]");
    }
    if (problem.contains("mapping keys") || problem.contains("complex")) {
      return needsQuotes(at);
    }
    if (problem.contains("document start")) {
      return behindTheEnd();
    }
    return problem.contains("<block end>") && outOfLine();
  }

  private boolean misplacedColon() {
    String before = at.excerpt().substring(0, Math.min(at.column() - 1, at.excerpt().length()));
    return before.contains(": ")
        ? add(Code.LAYOUT, at, "a value cannot have \": \" in it", "quote the value")
        : add(
            Code.LAYOUT,
            scope.source().wholeLine(at.line()),
            "this key is indented under something that already has a value",
            "give it the indentation of the key it belongs to");
  }

  private boolean behindTheEnd() {
    String first = scope.source().line(1);
    if (first.startsWith("%")) {
      return needsQuotes(scope.source().span(1, 1, 1));
    }
    boolean ended = scope.source().lines().subList(0, at.line() - 1).contains("...");
    return ended
        ? add(
            Code.SECOND_DOCUMENT,
            at,
            "the YAML document has ended before this",
            "remove the line \"...\"")
        : add(
            Code.LAYOUT,
            at,
            "there is something behind the end of the value",
            "quote the value as a whole, and put a space behind the key's colon");
  }

  private boolean outOfLine() {
    if (problem.contains("'<scalar>'")) {
      return add(
          Code.LAYOUT,
          at,
          "there is text behind the closing quote",
          "quote the value as a whole; a ' within single quotes is written ''");
    }
    if (problem.contains("found '-'")) {
      return add(
          Code.LAYOUT,
          at,
          "a list entry stands where a key is expected",
          "indent it below the key whose list it belongs to");
    }
    if (problem.contains("found '?'")) {
      return add(
          Code.LAYOUT,
          scope.source().wholeLine(at.line()),
          "a key stands where a list entry is expected",
          "start the line with \"- \", or check its indentation");
    }
    return add(
        Code.LAYOUT,
        scope.source().wholeLine(at.line()),
        "the indentation fits none of the lines above",
        "align it with its neighbours");
  }

  private boolean needsQuotes(Span span) {
    return add(
        Code.NEEDS_QUOTES,
        span,
        "a value cannot start with \"" + shown(span) + "\", which YAML keeps for itself",
        "quote the value");
  }

  private Span span(Optional<Mark> mark) {
    return mark.map(m -> scope.source().span(m.getLine() + 1, m.getColumn() + 1, 1))
        .orElseGet(() -> scope.source().whole());
  }

  /** Returns the character at a place, or a space where there is none. */
  private static int character(Span span) {
    String line = span.excerpt();
    int behind = span.column() - 1;
    return behind < 0 || behind >= line.codePointCount(0, line.length())
        ? ' '
        : line.codePointAt(line.offsetByCodePoints(0, behind));
  }

  private static String shown(Span span) {
    return Visible.one(character(span));
  }

  private boolean add(Code code, Span span, String message, String fix) {
    scope.add(code, span, message, fix);
    return true;
  }
}
