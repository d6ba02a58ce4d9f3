package org.postern.page;

import java.util.List;
import org.postern.page.html.Field;
import org.postern.page.html.Html;
import org.postern.page.html.Table;
import org.postern.page.html.Tag;
import org.postern.page.html.Words;
import org.postern.state.AuditEntry;

/** Shows generations and orders, the newest first. */
final class HistorySection {
  /** The number of the last orders that are shown; programs get all. */
  private static final int SHOWN = 100;

  private HistorySection() {}

  static void write(Subject subject, Html html) {
    Sections.open("history", html);
    if (subject.past().generations().isEmpty()) {
      html.leaf(Tag.P, "Nothing was accepted on this host yet.").line();
    }
    generations(subject.past(), html);
    if (subject.past().older() > 0) {
      html.leaf(
              Tag.P,
              Words.count(subject.past().older(), "older generation")
                  + " can be told by: postern history.")
          .line();
    }
    orders(subject.past().orders(), html);
    Sections.close(html);
  }

  private static void generations(Past past, Html html) {
    Table table =
        new Table(
            "Accepted generations, the newest first",
            "Number",
            "When",
            "How",
            "Outcome",
            "Who",
            "Why",
            "Prefixes",
            "Targets",
            "Digest");
    for (PastGeneration one : past.generations().reversed()) {
      table.row(
          Field.text(one.number() + (one.number() == past.inForce() ? " (in force)" : "")),
          Field.time(one.at()),
          Field.text(Words.of(one.kind())),
          Field.text(Words.of(one.outcome())),
          Field.text(one.who()),
          Field.text(one.why()),
          Field.number(one.prefixes()),
          Field.text(Words.list(one.targets())),
          Field.code(one.digest()));
    }
    table.write(html);
  }

  private static void orders(List<AuditEntry> orders, Html html) {
    Table table = new Table("Orders, the newest first", "When", "What", "Who", "Why", "Digest");
    for (AuditEntry order :
        orders.subList(Math.max(0, orders.size() - SHOWN), orders.size()).reversed()) {
      table.row(
          Field.time(order.at()),
          Field.text(order.what()),
          Field.text(order.who()),
          Field.text(order.why()),
          order.digest().isEmpty() ? Field.text("") : Field.code(order.digest()));
    }
    table.write(html);
  }
}
