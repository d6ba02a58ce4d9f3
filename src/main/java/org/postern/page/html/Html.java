package org.postern.page.html;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.UnaryOperator;
import org.postern.diagnostic.Visible;

/**
 * Writes HTML that is well-formed XML too. Every text and every value is escaped here and nowhere
 * else, with hidden characters spelled out; there is no way to write a piece of markup as text.
 */
public final class Html {
  private final StringBuilder page = new StringBuilder(1 << 16);
  private final Deque<Tag> open = new ArrayDeque<>();
  private final UnaryOperator<String> shown;
  private final boolean counting;

  /**
   * Creates a page that lists every address.
   *
   * @param shown replaces each text before it is written
   */
  public Html(UnaryOperator<String> shown) {
    this(shown, false);
  }

  /**
   * Creates a page.
   *
   * @param shown replaces each text before it is written
   * @param counting whether long lists of addresses are counted by ranges, and not written
   */
  public Html(UnaryOperator<String> shown, boolean counting) {
    this.shown = shown;
    this.counting = counting;
    page.append("<!DOCTYPE html>\n");
  }

  /** Tells whether long lists of addresses are counted by ranges, and not written. */
  public boolean isCounting() {
    return counting;
  }

  /** Begins an element. */
  public Html open(Tag tag, Attribute... attributes) {
    begin(tag, attributes);
    page.append('>');
    open.push(tag);
    return this;
  }

  /**
   * Ends the element that was begun last.
   *
   * @throws IllegalStateException if that is another one
   */
  public Html close(Tag tag) {
    Tag last = open.isEmpty() ? null : open.pop();
    if (last != tag) {
      throw new IllegalStateException(tag + " is closed where " + last + " is open");
    }
    page.append("</").append(tag.text()).append('>');
    return this;
  }

  /** Writes a text within the element. */
  public Html text(String text) {
    escape(Visible.text(shown.apply(text)));
    return this;
  }

  /** Writes lines of text, for elements that show where lines end. */
  public Html lines(Iterable<String> lines) {
    String separator = "";
    for (String line : lines) {
      page.append(separator);
      text(line);
      separator = "\n";
    }
    return this;
  }

  /** Writes an element that holds a text alone. */
  public Html leaf(Tag tag, String text, Attribute... attributes) {
    return open(tag, attributes).text(text).close(tag);
  }

  /** Writes an element that holds nothing: those that HTML has so, and the shapes of SVG. */
  public Html empty(Tag tag, Attribute... attributes) {
    begin(tag, attributes);
    page.append("/>");
    return this;
  }

  /** Ends a line of the page's own text. */
  public Html line() {
    page.append('\n');
    return this;
  }

  /**
   * Writes data for programs, in an element that browsers do not run.
   *
   * @param json in which these characters stand in strings only, where they can be written so
   */
  public Html data(String json, Attribute... attributes) {
    open(Tag.SCRIPT, attributes);
    page.append(
        json.replace("&", "\\u0026")
            .replace("<", "\\u003c")
            .replace(">", "\\u003e")
            .replace("\u2028", "\\u2028")
            .replace("\u2029", "\\u2029"));
    return close(Tag.SCRIPT);
  }

  /**
   * Writes the style sheet, as it is: its digest is in the page's policy.
   *
   * @throws IllegalArgumentException if it is more than a style sheet
   */
  public Html style(String css) {
    if (css.contains("<") || css.contains("&")) {
      throw new IllegalArgumentException("markup in a style sheet");
    }
    open(Tag.STYLE);
    page.append(css);
    return close(Tag.STYLE);
  }

  /** Returns the length by now, in characters. */
  int length() {
    return page.length();
  }

  /**
   * Returns the page.
   *
   * @throws IllegalStateException if an element is not ended
   */
  public String whole() {
    if (!open.isEmpty()) {
      throw new IllegalStateException(open + " are open");
    }
    return page.append('\n').toString();
  }

  private void begin(Tag tag, Attribute... attributes) {
    page.append('<').append(tag.text());
    for (Attribute attribute : attributes) {
      page.append(' ').append(attribute.name()).append("=\"");
      escape(Visible.text(shown.apply(attribute.value())));
      page.append('"');
    }
  }

  private void escape(String text) {
    for (int i = 0; i < text.length(); i++) {
      char character = text.charAt(i);
      switch (character) {
        case '&' -> page.append("&amp;");
        case '<' -> page.append("&lt;");
        case '>' -> page.append("&gt;");
        case '"' -> page.append("&quot;");
        case '\'' -> page.append("&#39;");
        default -> page.append(character);
      }
    }
  }
}
