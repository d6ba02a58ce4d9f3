package org.postern.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.jr.ob.JSON;

/** The measurements as Markdown and as JSON. */
record Tables(Machine machine, List<Row> rows) {
  private static final String BEGIN = "<!-- The benchmark writes what follows. -->\n";
  private static final String END = "<!-- End of what the benchmark writes. -->\n";

  Tables {
    rows = List.copyOf(rows);
  }

  /** Writes the tables into their place in a page, whose other text stays. */
  void writeInto(Path page) throws IOException {
    String text = Files.readString(page);
    int begin = text.indexOf(BEGIN);
    int end = text.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new AssertionError(page + " has no place for the tables");
    }
    Files.writeString(
        page, text.substring(0, begin + BEGIN.length()) + markdown() + text.substring(end));
  }

  private String markdown() {
    return """

    Measured on %s: %s, %s, Linux %s; load %s.

    %s
    %s
    """
        .formatted(
            machine.date(),
            machine.processor(),
            machine.memory(),
            machine.kernel(),
            machine.load(),
            times(),
            costs());
  }

  private String times() {
    return "| Work | Entries | Wall s | CPU s | Memory MB | Peer | Wall s | CPU s | Memory MB"
        + " | Ratio | Goal |\n|---|---:|---:|---:|---:|---|---:|---:|---:|---:|---|\n"
        + rows.stream().map(Tables::timeLine).collect(Collectors.joining());
  }

  private static String timeLine(Row row) {
    List<String> cells = new ArrayList<>(List.of(row.work().text(), entries(row)));
    cells.addAll(cells(row.ours()));
    row.peer()
        .ifPresentOrElse(
            did -> {
              cells.add(did.name());
              cells.addAll(cells(did.measured()));
            },
            () -> cells.addAll(List.of("", "", "", "")));
    cells.add(row.ratio().map(Tables::number).orElse(""));
    cells.add(
        row.goals().stream()
            .map(goal -> "≤ " + goal.text() + (goal.isReachedBy(row.ours()) ? " ✓" : " ✗"))
            .collect(Collectors.joining(", ")));
    return line(cells);
  }

  private static List<String> cells(Measured measured) {
    return List.of(number(measured.wall()), number(measured.cpu()), number(measured.peak() / 1e6));
  }

  private String costs() {
    return "| Command | Entries | Files read | kB read | Files written | kB written | fsyncs"
        + " | State kB |\n|---|---:|---:|---:|---:|---:|---:|---:|\n"
        + rows.stream()
            .flatMap(row -> row.trace().map(trace -> costLine(row, trace)).stream())
            .collect(Collectors.joining());
  }

  private static String costLine(Row row, StateTrace trace) {
    return line(
        List.of(
            row.work().text(),
            entries(row),
            String.valueOf(trace.opened().size()),
            kilobytes(trace.bytesRead()),
            String.valueOf(trace.written().size()),
            kilobytes(trace.bytesWritten()),
            String.valueOf(trace.syncs()),
            kilobytes(row.stateBytes())));
  }

  private static String entries(Row row) {
    return row.entries() == 0 ? "" : String.format(Locale.ROOT, "%,d", row.entries());
  }

  private static String kilobytes(long bytes) {
    return bytes == 0 ? "0" : number(bytes / 1e3);
  }

  /** Three digits at most behind the point, none where there are enough before it. */
  private static String number(double value) {
    return String.format(
        Locale.ROOT, value >= 100 ? "%,.0f" : value >= 10 ? "%.1f" : "%.2f", value);
  }

  private static String line(List<String> cells) {
    return "| " + String.join(" | ", cells) + " |\n";
  }

  /** For programs: an object with the machine and the rows. */
  String json() throws IOException {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("version", 1);
    tree.put("date", machine.date().toString());
    tree.put("processor", machine.processor());
    tree.put("memory", machine.memory());
    tree.put("kernel", machine.kernel());
    tree.put("load", machine.load());
    tree.put("rows", rows.stream().map(Tables::tree).toList());
    return JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT).asString(tree) + "\n";
  }

  private static Map<String, Object> tree(Row row) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("work", row.work().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    tree.put("entries", row.entries());
    tree.put("ours", tree(row.ours()));
    row.peer()
        .ifPresent(
            did -> {
              Map<String, Object> peer = new LinkedHashMap<>();
              peer.put("name", did.name().replace("`", ""));
              peer.putAll(tree(did.measured()));
              tree.put("peer", peer);
            });
    row.ratio().ifPresent(ratio -> tree.put("ratio", ratio));
    row.trace().ifPresent(trace -> tree.put("state", state(row, trace)));
    List<Map<String, Object>> goals = new ArrayList<>();
    for (Goal goal : row.goals()) {
      goals.add(Map.of("most", goal.text(), "reached", goal.isReachedBy(row.ours())));
    }
    tree.put("goals", goals);
    return tree;
  }

  private static Map<String, Object> tree(Measured measured) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("wallSeconds", measured.wall());
    tree.put("cpuSeconds", measured.cpu());
    tree.put("memoryBytes", measured.peak());
    return tree;
  }

  private static Map<String, Object> state(Row row, StateTrace trace) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("filesRead", trace.opened().size());
    tree.put("bytesRead", trace.bytesRead());
    tree.put("filesWritten", trace.written().size());
    tree.put("bytesWritten", trace.bytesWritten());
    tree.put("fsyncs", trace.syncs());
    tree.put("bytesOnDisk", row.stateBytes());
    return tree;
  }
}
