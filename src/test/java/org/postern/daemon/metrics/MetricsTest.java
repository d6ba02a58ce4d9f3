package org.postern.daemon.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.daemon.Watched;
import org.postern.daemon.journal.EventKind;

/** A status as metrics says what the status says. */
class MetricsTest {
  @TempDir private Path folder;

  private static void assertLine(String text, String line) {
    assertTrue(text.lines().anyMatch(line::equals), () -> line + " is not in\n" + text);
  }

  @Test
  void whatIsWellIsToldAsThat() throws IOException {
    String text = Metrics.render(Watched.well(folder).status());
    assertLine(text, "postern_target_held{target=\"example\"} 1.0");
    assertLine(text, "postern_target_proof{proof=\"exact\",target=\"example\"} 1.0");
    assertLine(text, "postern_alarms{kind=\"not_enforced\",priority=\"critical\"} 0.0");
    assertLine(text, "postern_paused 0.0");
    assertLine(text, "postern_sources{result=\"none\"} 0.0");
    assertLine(text, "postern_set_prefixes{family=\"ip6\",set=\"filter\"} 1.0");
    assertLine(text, "postern_held_changes 0.0");
    assertLine(text, "postern_series_left_out 0.0");
    assertLine(
        text,
        "postern_source_entries{family=\"ip\",set=\"filter\",source=\"dns filter.example.com\"}"
            + " 3.0");
  }

  @Test
  void whatIsWrongIsToldWithItsNames() throws IOException {
    Watched watched = Watched.rich(folder);
    String text = Metrics.render(watched.status());
    String of =
        "postern_source_%s{family=\"ip\",%sset=\"filter\",source=\"dns silent.example.com\"} %s";
    assertLine(text, of.formatted("result", "result=\"none\",", "1.0"));
    assertLine(text, of.formatted("result", "result=\"data\",", "0.0"));
    assertLine(text, of.formatted("stale", "", "1.0"));
    assertTrue(watched.status().failures().values().stream().anyMatch(times -> times > 0));
    assertLine(text, "postern_alarms{kind=\"source_failing\",priority=\"error\"} 2.0");
    assertLine(text, "postern_alarms{kind=\"change_held\",priority=\"error\"} 1.0");
    assertLine(
        text, "postern_set_held_entries{family=\"ip\",half=\"removals\",set=\"filter\"} 2.0");
    assertLine(text, "postern_set_entries{family=\"ip\",set=\"filter\",standing=\"stale\"} 1.0");
    assertLine(text, "postern_set_entries{family=\"ip\",set=\"filter\",standing=\"held\"} 2.0");
    assertLine(text, "postern_rule_open{rule=\"smtp\"} 1.0");
    assertLine(text, "postern_rule_open{rule=\"pop\"} 0.0");
    assertLine(text, "postern_edited_files 1.0");
    assertLine(text, "postern_target_repairs_total{target=\"example\"} 1.0");
    assertLine(
        text,
        "postern_events_total{kind=\"repaired\"} %d.0"
            .formatted(watched.happened(EventKind.REPAIRED)));
    assertEquals(1, watched.happened(EventKind.REPAIRED));
    assertLine(text, "postern_memory_limit_bytes 2.68435456E8");
  }

  @Test
  void packetsAreCountedByWhatBecameOfThem() throws IOException {
    String text = Metrics.render(Watched.well(folder).status());
    String of = "postern_rule_packets_total{judgement=\"%s\",rule=\"%s\",target=\"example\"} %s";
    assertLine(text, of.formatted("accepted", "smtp", "120.0"));
    assertLine(text, of.formatted("refused", "smtp", "7.0"));
    assertLine(text, of.formatted("observed", "pop", "2.0"));
    assertLine(text, of.formatted("accepted", "dns", "50.0"));
    assertFalse(text.contains("judgement=\"refused\",rule=\"dns\""), text);
    String mail = "postern_mail_packets_total{from=\"%s\",target=\"example\"} %s";
    assertLine(text, mail.formatted("accepted", "120.0"));
    assertLine(text, mail.formatted("others", "7.0"));
  }

  @Test
  void whenThePolicyWasAcceptedOutlivesOtherAnswers() throws IOException {
    Watched watched = Watched.well(folder);
    long first = number(Metrics.render(watched.status()), "postern_generation");
    long accepted =
        number(Metrics.render(watched.status()), "postern_policy_accepted_timestamp_seconds");
    watched.lab().answers("silent.example.com", "198.51.100.1", "198.51.100.2");
    watched.later(Duration.ofHours(1));
    String text = Metrics.render(watched.status());
    assertEquals(first + 1, number(text, "postern_generation"));
    assertEquals(accepted, number(text, "postern_policy_accepted_timestamp_seconds"));
    assertTrue(number(text, "postern_generation_timestamp_seconds") > accepted + 3000, text);
    assertLine(text, "postern_applies_total 1.0");
  }

  private static long number(String text, String name) {
    return text.lines()
        .filter(line -> line.startsWith(name + " "))
        .map(line -> (long) Double.parseDouble(line.substring(name.length() + 1)))
        .findFirst()
        .orElseThrow(() -> new AssertionError(name + " is not in\n" + text));
  }

  @Test
  void everyMetricIsExplainedAndNamedAsIsUsual() throws IOException {
    List<String> lines = Metrics.render(Watched.rich(folder).status()).lines().toList();
    for (String line : lines) {
      if (line.startsWith("# TYPE ")) {
        String[] words = line.split(" ", -1);
        assertTrue(words[2].matches("postern_[a-z0-9_]+[a-z]"), line);
        assertEquals(words[3].equals("counter"), words[2].endsWith("_total"), line);
        assertTrue(
            lines.stream().anyMatch(one -> one.startsWith("# HELP " + words[2] + " ")), line);
      }
    }
  }

  @Test
  void noAddressIsALabel() throws IOException {
    String text = Metrics.render(Watched.rich(folder).status());
    assertFalse(text.contains("192.0.2.") || text.contains("2001:db8") || text.contains("literal"));
  }

  @Test
  void labelsAreCleanAndShortAndStayDifferent() {
    Figures figures = new Figures();
    Figures.Metric metric = figures.gauge("x", "Some.", "name");
    metric.set(1, "a\n\"b\"\\\u202e\u001b[31m");
    metric.set(2, "y".repeat(300) + "1");
    metric.set(3, "y".repeat(300) + "2");
    List<String> lines =
        figures.text().lines().filter(line -> line.startsWith("postern_x{")).toList();
    assertEquals(3, lines.size(), lines::toString);
    assertEquals(
        "postern_x{name=\"a\\\\x0A\\\"b\\\"\\\\\\\\u{202E}\\\\x1B[31m\"} 1.0", lines.getFirst());
    assertTrue(lines.stream().allMatch(line -> line.length() < 220), lines::toString);
  }

  @Test
  void thereIsAnEndToSeriesAndItIsTold() {
    Figures figures = new Figures();
    Figures.Metric metric = figures.gauge("x", "Some.", "name");
    for (int i = 0; i < Figures.MOST + 5; i++) {
      metric.set(i, "name" + i);
    }
    metric.set(7, "name0");
    String text = figures.text();
    assertEquals(Figures.MOST, text.lines().filter(line -> line.startsWith("postern_x{")).count());
    assertLine(text, "postern_x{name=\"name0\"} 7.0");
    assertLine(text, "postern_series_left_out 5.0");
  }
}
