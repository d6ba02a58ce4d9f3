package org.postern.page;

import java.util.ArrayList;
import java.util.List;
import org.postern.page.html.Html;
import org.postern.page.html.Tag;

/** Tells what else a reader should know, and how programs read the page. */
final class NotesSection {
  private NotesSection() {}

  static void write(Subject subject, Html html) {
    List<String> notes = new ArrayList<>(subject.prepared().notes());
    notes.addAll(subject.past().unread());
    Sections.open("notes", html);
    html.open(Tag.UL);
    notes.forEach(note -> html.leaf(Tag.LI, note));
    html.leaf(
        Tag.LI,
        "The page tells what the policy means with the answers of that moment. What a packet filter"
            + " holds is told by: postern plan.");
    html.close(Tag.UL).line();
    Sections.close(html);
  }
}
