package org.postern.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.daemon.alarm.Alarm;
import org.postern.daemon.journal.EventKind;
import org.postern.pipeline.Lab;
import org.postern.pipeline.Request;
import org.postern.plan.Observation;
import org.postern.policy.LogRate;
import org.postern.target.MailServerKind;

/** Many strangers in a minute are an alarm, on a packet filter and on a mail server. */
class StrangerAlarmTest {
  private final MailServerKind server;
  private final LifeHost host;
  private long drops;
  private long deferrals;

  StrangerAlarmTest(@TempDir Path folder) {
    Lab lab = new Lab(folder);
    this.server = new MailServerKind(folder.resolve("mail"));
    this.host = new LifeHost(lab.kind(server));
  }

  @BeforeEach
  void start() throws IOException {
    host.lab()
        .policy(
            """
            sets: {filter: {sources: [192.0.2.1]}}
            rules:
              - {name: smtp, port: tcp/25, accept: [filter], otherwise: drop}
              - {name: out, hook: output, port: tcp/25, accept: [filter], otherwise: drop}
              - {name: mta, hook: smtp, accept: [filter], otherwise: defer}
            targets: [example, mailserver]
            """);
    host.pipeline().apply(Request.of(host.lab().file()));
    host.start();
    daemon().alarmAt(Optional.of(new LogRate(600, LogRate.Unit.MINUTE)));
    calm(Duration.ofMinutes(3));
  }

  private Reconciler daemon() {
    return host.daemon().orElseThrow();
  }

  /** So much more has been counted at the end. */
  private void count(long dropped, long deferred) {
    drops += dropped;
    deferrals += deferred;
    host.lab()
        .target()
        .counting(
            Map.of(
                "smtp", new Observation.Counters(drops / 2, drops),
                "out", new Observation.Counters(0, drops * 100)));
    server.counting(Map.of("mta", new Observation.Counters(0, deferrals)));
  }

  private void minutes(int number, long dropped, long deferred) throws IOException {
    for (int half = 0; half < 2 * number; half++) {
      count(dropped / 2, deferred / 2);
      host.advance(Duration.ofSeconds(30));
    }
  }

  private void calm(Duration time) throws IOException {
    count(0, 0);
    host.advance(time);
  }

  private List<String> alarms() {
    return daemon().status().alarms().stream()
        .filter(one -> one.kind() == EventKind.STRANGERS)
        .map(Alarm::message)
        .toList();
  }

  @Test
  void manyOnTheMailServerStandUntilTheyWereFewerForSomeMinutes() throws IOException {
    minutes(2, 0, 2_000);
    assertEquals(1, alarms().size(), () -> alarms().toString());
    assertTrue(alarms().getFirst().startsWith("mailserver: "), alarms().getFirst());
    assertTrue(alarms().getFirst().contains("more than 600/m"), alarms().getFirst());
    assertTrue(daemon().status().alarms().getFirst().kind().wakes());
    calm(Duration.ofMinutes(4));
    assertEquals(1, alarms().size());
    calm(Duration.ofMinutes(4));
    assertEquals(List.of(), alarms());
    assertTrue(
        host.events().stream().anyMatch(one -> one.kind() == EventKind.CLEARED),
        host.events()::toString);
  }

  @Test
  void manyAtThePacketFilterAreToldOfIt() throws IOException {
    minutes(3, 1_000, 500);
    assertEquals(1, alarms().size(), () -> alarms().toString());
    assertTrue(alarms().getFirst().startsWith("example: "), alarms().getFirst());
    assertTrue(
        daemon().status().targets().getFirst().strangers().orElse(0) > 800,
        daemon().status().targets()::toString);
  }

  /** What goes out comes from no stranger. */
  @Test
  void fewAreNoAlarm() throws IOException {
    minutes(5, 400, 400);
    assertEquals(List.of(), alarms());
  }

  @Test
  void withoutASettingThereIsNoAlarm() throws IOException {
    daemon().alarmAt(Optional.empty());
    minutes(3, 100_000, 100_000);
    assertEquals(List.of(), alarms());
  }
}
