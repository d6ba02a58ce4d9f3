package org.postern.target.sheet;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.postern.address.Interval;
import org.postern.diagnostic.Counted;
import org.postern.plan.AccessRule;
import org.postern.plan.Peers;
import org.postern.policy.Refusal;

/** Lays out what a person is asked to do: add before remove, then a look, then the way back. */
final class Pages {
  private final Task task;
  private final Wording words;
  private final List<Page.Part> parts = new ArrayList<>();

  private Pages(Task task) {
    this.task = task;
    this.words = task.system().wording();
  }

  /** Returns the page of a task. Pure. */
  static Page of(Task task) {
    Pages pages = new Pages(task);
    pages.head();
    if (task.isUndo()) {
      pages.undo("Take it back");
    } else {
      pages.change();
      pages.check();
      pages.undo("To undo");
    }
    pages.done();
    if (!task.isUndo()) {
      pages.last();
    }
    String title =
        "%s: %s, sheet %s"
            .formatted(task.system().title(), Page.literal(task.target()), task.digest());
    return new Page(title, pages.parts);
  }

  private void heading(String text) {
    parts.add(new Page.Heading(text, false));
  }

  private void paragraph(String text) {
    parts.add(new Page.Paragraph(text));
  }

  private void step(String text) {
    parts.add(new Page.Step(text));
  }

  private boolean isFirst() {
    return task.certain().isEmpty();
  }

  private void head() {
    if (task.isUndo()) {
      paragraph("This sheet takes the restriction away: every peer gets in again afterwards.");
    } else {
      paragraph(
          isFirst()
              ? "This sheet sets up the list of %s: %s in all."
                  .formatted(
                      task.system().listsRefused()
                          ? "addresses that are refused"
                          : "peers that may deliver mail",
                      entries(task.size()))
              : "This sheet holds only what changes: %s to add, %s to remove; %s in the end."
                  .formatted(
                      entries(count(task.added())),
                      entries(count(task.removed())),
                      entries(task.size())));
      words.before().forEach(this::paragraph);
      if (!task.system().hasOneList()) {
        rules();
      }
    }
    if (task.isUncertain()) {
      paragraph(
          "An earlier sheet was handed on and never attested. What it asked for may be there or"
              + " not: add what is missing, remove what is there, pass over the rest.");
    }
  }

  private void rules() {
    List<List<String>> rows = new ArrayList<>();
    for (AccessRule rule : task.after().rules()) {
      String peers = rule.peers() instanceof Peers.Any ? "any" : "its list";
      rows.add(
          List.of(
              rule.name(),
              rule.scope().describe(),
              peers,
              rule.otherwise().map(Refusal::text).orElse("none")));
    }
    parts.add(new Page.Table(List.of("Rule", "Judges", "Accepts", "Otherwise"), rows));
  }

  private void change() {
    heading("What to do");
    words.open().forEach(this::step);
    if (isFirst()) {
      words.restrict().forEach(this::step);
    }
    if (!task.added().isEmpty()) {
      step(words.add());
      table(task.added());
    }
    if (!task.removed().isEmpty()) {
      step(words.remove() + " Only now, when all new ones are there.");
      table(task.removed());
    }
    words.save().forEach(this::step);
  }

  private void table(Map<String, List<Interval>> lists) {
    Form form = task.system().form();
    List<String> columns = new ArrayList<>();
    if (!task.system().hasOneList()) {
      columns.add("Rule");
    }
    columns.addAll(form.columns());
    List<List<String>> rows = new ArrayList<>();
    lists.forEach(
        (list, entries) -> {
          for (Interval entry : entries) {
            List<String> row = new ArrayList<>();
            if (!task.system().hasOneList()) {
              row.add(list);
            }
            row.addAll(form.cells(entry));
            rows.add(row);
          }
        });
    parts.add(new Page.Table(columns, rows));
  }

  private void check() {
    heading("Look");
    step("There: " + words.check() + " It has %s.".formatted(entries(task.size())));
    step(
        "From a machine outside that is not on the list: `postern probe HOST`, with the name of the"
            + " mail server for `HOST`. It ends with 0 when port 25 takes no mail there, on none of"
            + " its addresses; 1 means that it does.");
    step("Send a mail from outside to a mailbox of this server: it has to arrive by the filter.");
  }

  private void undo(String title) {
    heading(title);
    if (!task.isUndo()) {
      paragraph("If mail does not arrive any more, let every peer in first and look for it then:");
    }
    words.open().forEach(this::undoStep);
    words.undo().forEach(this::undoStep);
  }

  private void undoStep(String text) {
    if (task.isUndo()) {
      step(text);
    } else {
      paragraph("- " + text);
    }
  }

  private void done() {
    heading("When it is done");
    step(
        "Where Postern runs: `postern attest %s %s`; with `--by NAME` for a person other than the one"
                .formatted(Page.fit(task.target()), task.digest())
            + " who types it. Until then it takes nothing of this sheet for done, and alarms.");
    paragraph("Carried out by: ........................................ on: ....................");
  }

  private void last() {
    if (!words.last().isEmpty()) {
      parts.add(new Page.Heading(words.last().getFirst(), true));
      words.last().stream().skip(1).forEach(this::step);
      if (!isFirst()) {
        paragraph("The entries are those of the first sheet and of all that were attested since.");
      }
    }
  }

  private static int count(Map<String, List<Interval>> lists) {
    return lists.values().stream().mapToInt(List::size).sum();
  }

  private static String entries(int count) {
    return Counted.of(count, "entry");
  }
}
