package org.postern.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A page of the manual, in the macros of man(7). Texts are plain: what roff would read as its own
 * is escaped here.
 */
final class ManualPage {
  private final String name;
  private final int section;
  private final List<String> lines = new ArrayList<>();

  /**
   * A page without text.
   *
   * @param section 1 for commands, 5 for files
   * @param date the date at its foot, such as 2026-11-22
   * @param source the program at its foot, such as {@code postern 0.1.0}
   * @param manual the title of the manual at its head
   */
  ManualPage(String name, int section, String date, String source, String manual) {
    this.name = name;
    this.section = section;
    lines.add(
        ".TH \"%s\" %d \"%s\" \"%s\" \"%s\""
            .formatted(name.toUpperCase(Locale.ROOT), section, date, source, manual));
    // Words are not hyphenated, and lines not stretched: both would hide what is to be typed.
    lines.add(".nh");
    lines.add(".ad l");
  }

  /** Returns the name of its file. */
  String file() {
    return name + "." + section;
  }

  /** Returns the section that every page begins with. */
  ManualPage name(String summary) {
    section("NAME");
    lines.add(escaped(name) + " \\- " + escaped(summary));
    return this;
  }

  /** Begins a section. */
  ManualPage section(String title) {
    lines.add(".SH \"" + escaped(title) + "\"");
    return this;
  }

  /** A paragraph. */
  ManualPage text(String text) {
    lines.add(".PP");
    lines.add(escaped(text));
    return this;
  }

  /** A term, which is to be typed, and what it means. */
  ManualPage entry(String term, String text) {
    lines.add(".TP");
    lines.add("\\fB" + escaped(term) + "\\fR");
    lines.add(text.isEmpty() ? "\\&" : escaped(text));
    return this;
  }

  /** Indents what follows. */
  ManualPage deeper() {
    lines.add(".RS");
    return this;
  }

  /** Ends what {@link #deeper()} began. */
  ManualPage back() {
    lines.add(".RE");
    return this;
  }

  /** Adds lines as they are. */
  ManualPage verbatim(List<String> text) {
    lines.add(".PP");
    lines.add(".nf");
    text.forEach(line -> lines.add(line.isEmpty() ? "\\&" : escaped(line)));
    lines.add(".fi");
    return this;
  }

  /** Adds references to other pages. */
  ManualPage seeAlso(List<String> pages) {
    section("SEE ALSO");
    List<String> names = new ArrayList<>();
    for (String page : pages) {
      int at = page.lastIndexOf('(');
      names.add("\\fB%s\\fR%s".formatted(escaped(page.substring(0, at)), page.substring(at)));
    }
    lines.add(String.join(",\n", names));
    return this;
  }

  /** Returns the whole page. */
  String text() {
    return String.join("\n", lines) + "\n";
  }

  private static String escaped(String text) {
    String plain = text.replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq");
    return plain.startsWith(".") ? "\\&" + plain : plain;
  }
}
