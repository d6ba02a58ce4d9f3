package org.postern.page;

import java.util.List;
import org.postern.page.html.Attribute;
import org.postern.page.html.Html;
import org.postern.page.html.Tag;

/** The parts of the page and their order. */
final class Sections {
  /**
   * A part of the page.
   *
   * @param id the id by which it is linked to
   * @param title the heading
   */
  record Entry(String id, String title) {}

  /** The parts as the navigation lists them. */
  static final List<Entry> ALL =
      List.of(
          new Entry("summary", "In short"),
          new Entry("rules", "Rules"),
          new Entry("why", "Who may pass, and why"),
          new Entry("change", "What changes"),
          new Entry("maps", "Maps"),
          new Entry("held", "Guards and held changes"),
          new Entry("sizes", "Sizes of the sets"),
          new Entry("history", "What was accepted and ordered"),
          new Entry("notes", "Notes"),
          new Entry("data", "For programs"));

  private Sections() {}

  static void open(String id, Html html) {
    Entry entry = ALL.stream().filter(one -> one.id().equals(id)).findFirst().orElseThrow();
    html.open(Tag.SECTION, Attribute.id(id), Attribute.of("aria-labelledby", id + "-head"))
        .line()
        .leaf(Tag.H2, entry.title(), Attribute.id(id + "-head"))
        .line();
  }

  static void close(Html html) {
    html.close(Tag.SECTION).line();
  }
}
