package org.postern.daemon.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.daemon.Status;
import org.postern.daemon.Watched;
import org.postern.daemon.journal.EventKind;
import tools.jackson.jr.ob.JSON;

/** What is shipped for Prometheus and Grafana fits the figures that there are. */
class ResourcesTest {
  private static final Pattern NAME = Pattern.compile("postern_[a-z0-9_]+");

  @TempDir private Path folder;

  static String text(String resource) throws IOException {
    try (InputStream in = Objects.requireNonNull(Status.class.getResourceAsStream(resource))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static Set<String> names(String text) {
    return NAME.matcher(text)
        .results()
        .map(found -> found.group())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private Set<String> metrics() throws IOException {
    return Metrics.render(Watched.rich(folder).status())
        .lines()
        .filter(line -> line.startsWith("# TYPE "))
        .map(line -> line.split(" ", -1)[2])
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @ParameterizedTest
  @ValueSource(strings = {"postern-alerts.yaml", "postern-dashboard.json"})
  void everyMetricThatIsUsedExists(String resource) throws IOException {
    Set<String> unknown = names(text(resource));
    assertFalse(unknown.isEmpty());
    unknown.removeAll(metrics());
    assertEquals(Set.of(), unknown);
  }

  @Test
  void everyMetricIsShown() throws IOException {
    Set<String> hidden = metrics();
    hidden.removeAll(names(text("postern-dashboard.json")));
    hidden.removeAll(names(text("postern-alerts.yaml")));
    assertEquals(Set.of(), hidden);
  }

  @Test
  void everyAlarmOfAnAlertExists() throws IOException {
    Set<String> kinds =
        Set.of(EventKind.values()).stream()
            .filter(EventKind::stands)
            .map(EventKind::text)
            .collect(Collectors.toSet());
    List<String> used =
        Pattern.compile("kind=\"([a-z_]+)\"")
            .matcher(text("postern-alerts.yaml"))
            .results()
            .map(found -> found.group(1))
            .toList();
    assertFalse(used.isEmpty());
    assertTrue(kinds.containsAll(used), used::toString);
  }

  @Test
  void everyAlertSaysWhatItIsAndWhatToRun() throws IOException {
    List<String> alerts = List.of(text("postern-alerts.yaml").split("- alert: ", -1));
    assertTrue(alerts.size() > 15);
    for (String alert : alerts.subList(1, alerts.size())) {
      assertTrue(alert.contains("          summary: "), alert);
      assertTrue(
          Pattern.compile("\n {10}command: (postern|systemctl|journalctl|df) [a-z/-]")
              .matcher(alert)
              .find(),
          alert);
      assertTrue(alert.contains("severity: page") || alert.contains("severity: warn"), alert);
    }
  }

  @Test
  void theDashboardIsJsonWithPanelsThatDoNotOverlap() throws IOException {
    Map<String, Object> dashboard = JSON.std.mapFrom(text("postern-dashboard.json"));
    List<?> panels = (List<?>) Objects.requireNonNull(dashboard.get("panels"));
    assertTrue(panels.size() > 15);
    Set<String> cells = new TreeSet<>();
    for (Object panel : panels) {
      Map<?, ?> place = (Map<?, ?>) Objects.requireNonNull(((Map<?, ?>) panel).get("gridPos"));
      for (int x = number(place, "x"); x < number(place, "x") + number(place, "w"); x++) {
        for (int y = number(place, "y"); y < number(place, "y") + number(place, "h"); y++) {
          assertTrue(x < 24 && cells.add(x + "," + y), () -> "taken twice: " + panel);
        }
      }
    }
  }

  private static int number(Map<?, ?> map, String name) {
    return (Integer) Objects.requireNonNull(map.get(name));
  }
}
