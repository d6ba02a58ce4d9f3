package org.postern.daemon.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.daemon.Watched;
import org.postern.host.CommandRunner;
import org.postern.host.ProcessRunner;

/** Prometheus' own tool reads the figures and the alerts, and the alerts fire when they should. */
class PromtoolIT {
  private static final String ALERTS = "postern-alerts.yaml";

  @TempDir private Path folder;

  private static final String FIRE =
      """
      rule_files: [postern-alerts.yaml]
      evaluation_interval: 1m
      tests:
        - interval: 1m
          input_series:
            - series: 'postern_status_timestamp_seconds{instance="mx"}'
              values: '0+60x20'
            - series: 'postern_alarms{instance="mx",kind="source_failing",priority="error"}'
              values: '0x9 1x10'
            - series: 'postern_held_changes{instance="mx"}'
              values: '0x9 2x10'
          alert_rule_test:
            - {eval_time: 5m, alertname: PosternSourceFailing, exp_alerts: []}
            - {eval_time: 5m, alertname: PosternChangeHeld, exp_alerts: []}
            - eval_time: 12m
              alertname: PosternSourceFailing
              exp_alerts:
                - exp_labels: {severity: page, instance: mx, kind: source_failing, priority: error}
                  exp_annotations:
                    summary: A source on mx has given no information for longer than alarm-after; its last answer stands.
                    command: postern status
            - eval_time: 12m
              alertname: PosternChangeHeld
              exp_alerts:
                - exp_labels: {severity: page, instance: mx}
                  exp_annotations:
                    summary: 2 changes of sets wait for an approval on mx.
                    command: postern status
            - {eval_time: 12m, alertname: PosternSilent, exp_alerts: []}
            - {eval_time: 12m, alertname: PosternGone, exp_alerts: []}
        - interval: 1m
          input_series:
            - series: 'postern_status_timestamp_seconds{instance="mx"}'
              values: '0+60x10 600x20'
          alert_rule_test:
            - {eval_time: 9m, alertname: PosternSilent, exp_alerts: []}
            - eval_time: 25m
              alertname: PosternSilent
              exp_alerts:
                - exp_labels: {severity: page, instance: mx}
                  exp_annotations:
                    summary: "The figures of Postern on mx are 15m 0s old: it does not run, or hangs."
                    command: systemctl status postern
        - interval: 1m
          input_series:
            - series: 'postern_source_last_success_timestamp_seconds{instance="mx",job="node",set="filter",source="dns a.example",family="ip"}'
              values: '0x1900'
            - series: 'postern_source_consecutive_failures{instance="mx",job="node",set="filter",source="dns a.example",family="ip"}'
              values: '0x500 1+1x1400'
          alert_rule_test:
            - {eval_time: 20h, alertname: PosternSourceSilent, exp_alerts: []}
            - eval_time: 30h
              alertname: PosternSourceSilent
              exp_alerts:
                - exp_labels: {severity: warn, instance: mx, job: node, set: filter, source: dns a.example, family: ip}
                  exp_annotations:
                    summary: dns a.example of set filter on mx has given no information for 1d 6h 0m 0s; its last answer stands.
                    command: postern resolve
      """;

  private CommandRunner.Result promtool(String input, String... words) throws IOException {
    String[] command = new String[words.length + 1];
    command[0] = "promtool";
    System.arraycopy(words, 0, command, 1, words.length);
    try {
      return new ProcessRunner().run(Arrays.asList(command), input, Duration.ofMinutes(1));
    } catch (IOException e) {
      throw new AssertionError("run src/build/install-test-tools", e);
    }
  }

  private void assertPasses(CommandRunner.Result result) {
    assertEquals(0, result.exit(), result::toString);
  }

  private Path alerts() throws IOException {
    return Files.writeString(folder.resolve(ALERTS), ResourcesTest.text(ALERTS));
  }

  @Test
  void theFiguresAreReadAndNamedAsTheyShould() throws IOException {
    Path host = Files.createDirectory(folder.resolve("host"));
    String text = Metrics.render(Watched.rich(host).status());
    assertPasses(promtool(text, "check", "metrics"));
    assertNotEquals(0, promtool(text + "postern_x{ 1\n", "check", "metrics").exit());
  }

  @Test
  void theAlertsAreRules() throws IOException {
    assertPasses(promtool("", "check", "rules", "--lint-fatal", alerts().toString()));
  }

  @Test
  void theAlertsFireWhenTheyShould() throws IOException {
    alerts();
    Path test = Files.writeString(folder.resolve("test.yaml"), FIRE);
    assertPasses(promtool("", "test", "rules", test.toString()));
  }
}
