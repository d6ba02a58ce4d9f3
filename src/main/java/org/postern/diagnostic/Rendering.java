package org.postern.diagnostic;

import java.util.List;
import java.util.Locale;

/**
 * Renders diagnostics as text for people: place, severity, code and message, then the line with a
 * caret under the place, then the fix. Whatever the user's text holds, the result is fit for a
 * terminal.
 *
 * @param style how the parts are set off
 */
public record Rendering(Style style) {
  /**
   * The number of diagnostics that are shown in full; no reader goes on, and the rest is counted.
   */
  public static final int SHOWN = 200;

  private static final int WIDTH = 100;
  private static final int BEFORE_CARET = 60;
  private static final String CUT = "...";

  /** How the parts of a diagnostic are set off from each other. */
  public interface Style {
    /** Leaves the text as it is, without colours. */
    Style PLAIN =
        new Style() {
          @Override
          public String severity(Severity severity, String text) {
            return text;
          }

          @Override
          public String caret(String text) {
            return text;
          }
        };

    /** Styles the words for severity and code. */
    String severity(Severity severity, String text);

    /** Styles the caret. */
    String caret(String text);
  }

  /** Returns a rendering without colour. */
  public static Rendering plain() {
    return new Rendering(Style.PLAIN);
  }

  /** Renders all diagnostics, one after the other, each ending with a line break. */
  public String render(List<Diagnostic> diagnostics) {
    StringBuilder text = new StringBuilder();
    diagnostics.stream().limit(SHOWN).forEach(d -> text.append(render(d)));
    if (diagnostics.size() > SHOWN) {
      text.append("and ").append(diagnostics.size() - SHOWN).append(" more\n");
    }
    return text.toString();
  }

  /** Renders one diagnostic, ending with a line break. */
  public String render(Diagnostic diagnostic) {
    Span span = diagnostic.span();
    String weight = diagnostic.severity().text() + " " + diagnostic.code().id();
    StringBuilder text = new StringBuilder(Visible.text(span.position())).append(": ");
    text.append(style.severity(diagnostic.severity(), weight));
    text.append(": ").append(Visible.text(diagnostic.message())).append('\n');
    if (span.line() > 0 && !span.excerpt().isEmpty()) {
      appendExcerpt(text, span);
    }
    if (!diagnostic.fix().isEmpty()) {
      text.append("      fix: ").append(Visible.text(diagnostic.fix())).append('\n');
    }
    return text.toString();
  }

  private void appendExcerpt(StringBuilder text, Span span) {
    Window window = Window.around(span);
    text.append(String.format(Locale.ROOT, "%5d | ", span.line()))
        .append(window.line())
        .append('\n');
    if (span.column() > 0) {
      text.append("      | ").append(" ".repeat(window.caretAt()));
      text.append(style.caret("^".repeat(window.caretLength()))).append('\n');
    }
  }

  /** The part of a line that is shown, made visible, and where the caret stands under it. */
  private record Window(String line, int caretAt, int caretLength) {
    static Window around(Span span) {
      String line = span.excerpt();
      int characters = line.codePointCount(0, line.length());
      int caret = Math.clamp(span.column() - 1L, 0, characters);
      int from = characters <= WIDTH ? 0 : Math.max(0, caret - BEFORE_CARET);
      int to = Math.min(characters, from + WIDTH);
      int end = Math.min(to, caret + span.length());
      String before = (from > 0 ? CUT : "") + part(line, from, caret);
      String marked = part(line, caret, end);
      String after = part(line, end, to) + (to < characters ? CUT : "");
      return new Window(before + marked + after, before.length(), Math.max(1, marked.length()));
    }

    private static String part(String line, int from, int to) {
      int start = line.offsetByCodePoints(0, from);
      return Visible.text(line.substring(start, line.offsetByCodePoints(start, to - from)));
    }
  }
}
