package org.postern.page.html;

import java.time.Instant;
import java.util.Optional;

/** The content of a cell of a table. */
public interface Field {
  /** Writes it. */
  void write(Html html);

  static Field text(String text) {
    return html -> html.text(text);
  }

  static Field number(long number) {
    return html -> html.leaf(Tag.SPAN, Words.number(number), Attribute.kind("number"));
  }

  /** Returns a field for text that one copies: an address, a name or a digest. */
  static Field code(String text) {
    return html -> code(html, text);
  }

  static Field time(Instant time) {
    return html -> time(html, time);
  }

  static Field time(Optional<Instant> time) {
    return html -> time.ifPresent(one -> time(html, one));
  }

  static void code(Html html, String text) {
    html.leaf(Tag.CODE, text);
  }

  /** Writes a time, to the minute for people, to its end for programs. */
  static void time(Html html, Instant time) {
    html.leaf(Tag.TIME, Words.time(time), Attribute.of("datetime", time.toString()));
  }
}
