package org.postern.source;

import java.io.IOException;
import java.util.List;
import org.postern.address.text.AddressText;
import org.postern.diagnostic.Code;
import org.postern.diagnostic.Report;
import org.postern.diagnostic.Span;
import org.postern.diagnostic.Visible;
import org.postern.host.Json;
import org.postern.host.JsonSyntaxException;
import org.postern.policy.JsonSelection;
import org.postern.policy.ListForm;
import org.postern.policy.parse.list.ListSink;
import org.postern.policy.parse.text.Words;

/** Reads what a path selects of a list in JSON. */
final class JsonList {
  /**
   * The most faults that are reported, since a file that was never meant to be a list of addresses
   * would be reported value by value.
   */
  private static final int SHOWN = 20;

  private final ListForm.Json form;
  private final String name;
  private final boolean quotable;

  JsonList(ListForm.Json form, String name, boolean quotable) {
    this.form = form;
    this.name = name;
    this.quotable = quotable;
  }

  void read(byte[] bytes, ListSink sink, Report report) {
    try {
      List<Object> values = Json.values(bytes);
      select(values.size() == 1 ? values.getFirst() : values, sink, report);
    } catch (JsonSyntaxException e) {
      add(Code.LIST_FORM, e.line(), "it is no JSON", "write JSON, or another format:", report);
    } catch (IOException e) {
      String why = String.valueOf(e.getMessage());
      add(Code.LIST_FORM, 0, "it is no JSON: " + why, "write JSON, or another format:", report);
    }
  }

  private void select(Object tree, ListSink sink, Report report) {
    JsonSelection selection = JsonSelection.of(form.select());
    List<?> found = selection.in(tree);
    if (found.isEmpty()) {
      add(
          Code.LIST_FORM,
          0,
          "nothing is there that %s selects".formatted(Words.quoted(form.select())),
          "write another path in select:",
          report);
    }
    int wrong = 0;
    for (int index = 0; index < found.size() && wrong < SHOWN; index++) {
      if (!(found.get(index) instanceof String text)) {
        wrong++;
        addWrong(selection.place(tree, index), "it is no string", report);
      } else if (AddressText.parse(text) instanceof AddressText.Ok ok) {
        sink.entry(ok.interval(), "", 0);
      } else {
        wrong++;
        addWrong(selection.place(tree, index), "it is no address, prefix or range", report);
      }
    }
  }

  private void addWrong(String place, String why, Report report) {
    add(
        Code.LIST_FORM,
        0,
        "%s is selected, and %s".formatted(Visible.shortened(Visible.text(place)), why),
        "write a path in select: that selects addresses alone",
        report);
  }

  private void add(Code code, int line, String message, String fix, Report report) {
    report.add(code, new Span(name, line, 0, 1, "", quotable), message, fix);
  }
}
