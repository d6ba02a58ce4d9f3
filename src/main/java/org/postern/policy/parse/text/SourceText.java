package org.postern.policy.parse.text;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.postern.diagnostic.Span;
import org.postern.diagnostic.Visible;

/** A text by lines, so that every place in it can be shown. A byte order mark is left out. */
public final class SourceText {
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private final String name;
  private final String text;
  private final List<String> lines;
  private final boolean quotable;

  public SourceText(String name, String text) {
    this(name, text, true);
  }

  /**
   * A text.
   *
   * @param quotable whether diagnostics may show it
   */
  public SourceText(String name, String text, boolean quotable) {
    this.name = name;
    this.quotable = quotable;
    this.text = text.indexOf(BYTE_ORDER_MARK) == 0 ? text.substring(1) : text;
    this.lines = split(this.text);
  }

  /**
   * Returns the text of a file. Never fails: a byte that is not UTF-8 becomes a surrogate that no
   * text holds, and the parsers report it with line and column.
   */
  public static String decode(byte[] bytes) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length + 1);
    CoderResult result = decoder.decode(in, out, true);
    while (result.isError()) {
      for (int i = 0; i < result.length(); i++) {
        out.put((char) (Visible.WRONG_BYTE + Byte.toUnsignedInt(in.get())));
      }
      result = decoder.decode(in, out, true);
    }
    return out.flip().toString();
  }

  public String name() {
    return name;
  }

  public String text() {
    return text;
  }

  /** Returns all lines, without their line ends. */
  public List<String> lines() {
    return lines;
  }

  /** Returns the text as a whole. */
  public Span whole() {
    Span whole = Span.wholeFile(name);
    return quotable ? whole : whole.unquotable();
  }

  /** A place that is shown with this line of text. */
  public Span span(int line, int column, int length, String excerpt) {
    return new Span(name, line, column, length, excerpt, quotable);
  }

  /** Returns the place of so many characters, cut at the end of its line. */
  public Span span(int line, int column, int length) {
    return cut(line, column, length, line(line));
  }

  private Span cut(int line, int column, int length, String excerpt) {
    int room = excerpt.codePointCount(0, excerpt.length()) - column + 1;
    return span(line, column, Math.max(1, Math.min(length, room)), excerpt);
  }

  /** Returns the visible part of a line. */
  public Span wholeLine(int line) {
    return wholeLine(line, line(line));
  }

  /** Returns the visible part of a line of that text. */
  public Span wholeLine(int line, String excerpt) {
    int indent = excerpt.length() - excerpt.stripLeading().length();
    return cut(line, indent + 1, excerpt.strip().length(), excerpt);
  }

  /** Returns the line of that number, the first being 1; empty behind the end. */
  public String line(int number) {
    return number >= 1 && number <= lines.size() ? lines.get(number - 1) : "";
  }

  /**
   * Splits a text into lines, which end as in YAML: with a line feed, a carriage return, or both.
   */
  private static List<String> split(String text) {
    List<String> lines = new ArrayList<>();
    int start = 0;
    for (int at = 0; at < text.length(); at++) {
      char character = text.charAt(at);
      if (character != '\n' && character != '\r') {
        continue;
      }
      lines.add(text.substring(start, at));
      if (character == '\r' && at + 1 < text.length() && text.charAt(at + 1) == '\n') {
        at++;
      }
      start = at + 1;
    }
    lines.add(text.substring(start));
    return lines;
  }
}
