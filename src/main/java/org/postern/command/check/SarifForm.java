package org.postern.command.check;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.postern.command.Line;
import org.postern.diagnostic.Severity;
import org.postern.diagnostic.Span;
import org.postern.host.Json;
import org.postern.host.RecordTree;

/**
 * Writes annotations as a log of the Static Analysis Results Interchange Format (OASIS, SARIF
 * 2.1.0), which code scanning services read.
 */
final class SarifForm {
  static final String FORMAT = "sarif";

  /** Characters of a path that a URI holds as they are (RFC 3986 section 3.3). */
  private static final String PLAIN =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/";

  private SarifForm() {}

  /** Returns the log of one run with all annotations. */
  static List<Line> of(List<Annotation> annotations) {
    Map<String, SarifLog.Rule> rules = new TreeMap<>();
    for (Annotation one : annotations) {
      rules.put(one.id(), new SarifLog.Rule(one.id(), new SarifLog.Text(one.title())));
    }
    SarifLog log =
        SarifLog.of(
            List.copyOf(rules.values()), annotations.stream().map(SarifForm::result).toList());
    return Json.writePretty(RecordTree.write(log)).lines().map(Line::plain).toList();
  }

  private static SarifLog.Result result(Annotation one) {
    return new SarifLog.Result(
        one.id(),
        level(one.severity()),
        new SarifLog.Text(one.text()),
        List.of(new SarifLog.Location(place(one.span()))));
  }

  private static String level(Severity severity) {
    return switch (severity) {
      case ERROR -> "error";
      case WARNING -> "warning";
      case NOTE -> "note";
    };
  }

  private static SarifLog.Place place(Span span) {
    Optional<Integer> column = Optional.of(span.column()).filter(number -> number > 0);
    return new SarifLog.Place(
        new SarifLog.File(uri(span.file())),
        span.line() == 0
            ? Optional.empty()
            : Optional.of(
                new SarifLog.Region(
                    span.line(), column, column.map(number -> number + span.length()))));
  }

  private static String uri(String file) {
    StringBuilder uri = new StringBuilder(Path.of(file).isAbsolute() ? "file://" : "");
    for (byte octet : file.getBytes(StandardCharsets.UTF_8)) {
      if (PLAIN.indexOf(octet) >= 0) {
        uri.append((char) octet);
      } else {
        uri.append(String.format(Locale.ROOT, "%%%02X", octet & 0xFF));
      }
    }
    return uri.toString();
  }
}
