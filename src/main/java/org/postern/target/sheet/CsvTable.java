package org.postern.target.sheet;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.postern.address.Interval;
import org.postern.address.Prefix;

/**
 * The entries to add and to remove, a line each, in their order (RFC 4180). No cell begins like a
 * formula of a spreadsheet.
 */
final class CsvTable {
  static final List<String> COLUMNS =
      List.of("action", "rule", "entry", "prefix", "first", "last", "mask");

  private static final String FORMULA = "=+-@";

  private CsvTable() {}

  static String of(Task task) {
    StringBuilder text = new StringBuilder();
    row(COLUMNS, text);
    rows("add", task.added(), task.system().form(), text);
    rows("remove", task.removed(), task.system().form(), text);
    return text.toString();
  }

  private static void rows(
      String action, Map<String, List<Interval>> lists, Form form, StringBuilder text) {
    lists.forEach(
        (list, entries) -> {
          for (Interval entry : entries) {
            row(
                List.of(
                    action,
                    list,
                    form.line(entry),
                    entry.prefix().map(Prefix::text).orElse(""),
                    entry.first().toString(),
                    entry.last().toString(),
                    Form.mask(entry)),
                text);
          }
        });
  }

  private static void row(List<String> cells, StringBuilder text) {
    text.append(cells.stream().map(CsvTable::cell).collect(Collectors.joining(","))).append("\r\n");
  }

  private static String cell(String text) {
    boolean formula = !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0;
    return "\"" + (formula ? "'" : "") + text.replace("\"", "\"\"") + "\"";
  }
}
