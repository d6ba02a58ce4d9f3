package org.postern.source;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.postern.address.text.AddressText;
import org.postern.diagnostic.Code;
import org.postern.diagnostic.Counted;
import org.postern.diagnostic.Report;
import org.postern.diagnostic.Span;
import org.postern.diagnostic.Visible;
import org.postern.policy.ListForm;
import org.postern.policy.parse.list.ListSink;
import org.postern.policy.parse.text.SourceText;
import org.postern.policy.parse.text.Words;

/** Reads one column of a list in CSV. */
final class CsvList {
  private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,2}");
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  /**
   * The most faults that are reported, since a file that is no such list, such as a web page, would
   * be reported row by row.
   */
  private static final int SHOWN = 20;

  private final ListForm.Csv form;
  private final String name;
  private final boolean quotable;

  CsvList(ListForm.Csv form, String name, boolean quotable) {
    this.form = form;
    this.name = name;
    this.quotable = quotable;
  }

  void read(byte[] bytes, ListSink sink, Report report) {
    String text = SourceText.decode(bytes);
    CsvRows rows = new CsvRows(text.indexOf(BYTE_ORDER_MARK) == 0 ? text.substring(1) : text);
    try {
      Optional<Integer> column =
          NUMBER.matcher(form.column()).matches()
              ? Optional.of(Integer.parseInt(form.column()) - 1)
              : named(rows, report);
      if (column.isPresent()) {
        read(rows, column.get(), sink, report);
      }
    } catch (CsvRows.Broken e) {
      report.add(
          Code.LIST_FORM,
          place(e.line()),
          "it is no CSV: " + e.getMessage(),
          "write fields set apart by commas, in quotes where they hold one");
    }
  }

  private Optional<Integer> named(CsvRows rows, Report report) throws CsvRows.Broken {
    List<String> names = rows.next().map(CsvRows.Row::fields).orElse(List.of());
    int found = names.stream().map(String::strip).toList().indexOf(form.column());
    if (found < 0) {
      report.add(
          Code.LIST_FORM,
          place(1),
          "there is no column %s in the first row".formatted(Words.quoted(form.column())),
          "write one of its names, or the number of a column, in column:");
    }
    return Optional.of(found).filter(index -> index >= 0);
  }

  private void read(CsvRows rows, int column, ListSink sink, Report report) throws CsvRows.Broken {
    int wrong = 0;
    for (Optional<CsvRows.Row> row = rows.next();
        row.isPresent() && wrong < SHOWN;
        row = rows.next()) {
      List<String> fields = row.get().fields();
      if (column >= fields.size()) {
        wrong++;
        report.add(
            Code.LIST_FORM,
            place(row.get().line()),
            "the row has %s, and the column is number %d"
                .formatted(Counted.of(fields.size(), "field"), column + 1),
            "give each row the same columns");
      } else if (!add(fields.get(column).strip(), row.get().line(), sink, report)) {
        wrong++;
      }
    }
  }

  private boolean add(String field, int line, ListSink sink, Report report) {
    return switch (AddressText.parse(field)) {
      case AddressText.Ok ok -> {
        sink.entry(ok.interval(), "", line);
        yield true;
      }
      case AddressText.Wrong wrong -> {
        report.add(
            Code.LIST_LINE,
            place(line),
            "%s is no address, prefix or range: %s"
                .formatted(Words.quoted(Visible.text(field)), wrong.reason()),
            wrong.fix().isEmpty() ? "take the row out" : "write " + wrong.fix());
        yield false;
      }
    };
  }

  private Span place(int line) {
    return new Span(name, line, 0, 1, "", quotable);
  }
}
