package org.postern.command.check;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.postern.command.Line;
import org.postern.diagnostic.Severity;
import org.postern.diagnostic.Span;
import org.postern.host.Json;

/**
 * Annotations as a log of the Static Analysis Results Interchange Format (OASIS, SARIF 2.1.0),
 * which code scanning services read.
 */
final class SarifForm {
  static final String FORMAT = "sarif";

  /** Characters of a path that a URI holds as they are (RFC 3986 section 3.3). */
  private static final String PLAIN =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/";

  private SarifForm() {}

  /** One run with all of them. */
  static List<Line> of(List<Annotation> annotations) {
    Map<String, Object> log = new LinkedHashMap<>();
    log.put(
        "$schema",
        "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json");
    log.put("version", "2.1.0");
    log.put("runs", List.of(run(annotations)));
    return Json.writePretty(log).lines().map(Line::plain).toList();
  }

  private static Map<String, Object> run(List<Annotation> annotations) {
    Map<String, Object> driver = new LinkedHashMap<>();
    driver.put("name", "postern");
    driver.put("rules", rules(annotations));
    Map<String, Object> run = new LinkedHashMap<>();
    run.put("tool", Map.of("driver", driver));
    run.put("columnKind", "unicodeCodePoints");
    run.put("results", annotations.stream().map(SarifForm::result).toList());
    return run;
  }

  private static List<Map<String, Object>> rules(List<Annotation> annotations) {
    Map<String, Map<String, Object>> rules = new TreeMap<>();
    for (Annotation one : annotations) {
      Map<String, Object> rule = new LinkedHashMap<>();
      rule.put("id", one.id());
      rule.put("shortDescription", Map.of("text", one.title()));
      rules.put(one.id(), rule);
    }
    return List.copyOf(rules.values());
  }

  private static Map<String, Object> result(Annotation one) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("ruleId", one.id());
    result.put("level", level(one.severity()));
    result.put("message", Map.of("text", one.text()));
    result.put("locations", List.of(Map.of("physicalLocation", location(one.span()))));
    return result;
  }

  private static String level(Severity severity) {
    return switch (severity) {
      case ERROR -> "error";
      case WARNING -> "warning";
      case NOTE -> "note";
    };
  }

  private static Map<String, Object> location(Span span) {
    Map<String, Object> location = new LinkedHashMap<>();
    location.put("artifactLocation", Map.of("uri", uri(span.file())));
    if (span.line() > 0) {
      location.put("region", region(span));
    }
    return location;
  }

  private static Map<String, Object> region(Span span) {
    Map<String, Object> region = new LinkedHashMap<>();
    region.put("startLine", span.line());
    if (span.column() > 0) {
      region.put("startColumn", span.column());
      region.put("endColumn", span.column() + span.length());
    }
    return region;
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
