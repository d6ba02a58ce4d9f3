package org.postern.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Where no daemon runs, administrators are told that a unit failed. */
@ExtendWith(OneGateway.class)
class FailureIT {
  private static final String TOLD = "/var/told/alarms";

  /** Without its right it can change no rule. */
  private static final String POWERLESS =
      "[Service]\nCapabilityBoundingSet=\nAmbientCapabilities=\n";

  private final Gateway gateway;
  private final Box box;

  FailureIT(Gateway gateway) {
    this.gateway = gateway;
    this.box = gateway.box();
  }

  @BeforeEach
  void noDaemon() {
    box.write("/etc/postern/daemon.yaml", "alarm: {command: [/usr/bin/tee, -a, " + TOLD + "]}\n");
    box.write(dropIn("postern-alarm"), "[Service]\nReadWritePaths=-/var/told\n");
    box.sh("install -d -o postern-alarm /var/told; rm -f " + TOLD);
    box.sh("systemctl disable -q --now postern postern.socket postern-read.socket");
  }

  @AfterEach
  void daemon() {
    box.sh(
        "rm -rf /etc/postern/daemon.yaml /var/told /run/postern/told %s %s %s"
            .formatted(
                dropIn("postern-alarm"), dropIn("postern-restore"), dropIn("postern-refresh")));
    box.sh("systemctl daemon-reload");
  }

  private static String dropIn(String unit) {
    return "/etc/systemd/system/%s.service.d/test.conf".formatted(unit);
  }

  private void awaitTold(String... parts) throws InterruptedException {
    gateway.await(
        "told",
        () -> {
          String told = box.run("cat " + TOLD).output();
          return Stream.of(parts).allMatch(told::contains);
        });
  }

  @Test
  void ofTheUnitThatBringsRulesBackAtBoot() throws Exception {
    box.write(dropIn("postern-restore"), POWERLESS);
    box.halt();
    box.boot();

    awaitTold(
        "\"kind\" : \"UNIT_FAILED\"", "postern-restore.service failed (exit-code, exited, 77)");
    String journal = box.sh("journalctl -b -q --no-pager -o cat -p crit -u 'postern-failed@*'");
    assertTrue(journal.contains("postern-restore.service failed"), gateway::journal);
  }

  @Tag("nightly")
  @Test
  void ofTheUnitThatFollowsTheSourcesOnceUntilItIsWell() throws Exception {
    box.write(dropIn("postern-refresh"), POWERLESS);
    box.sh("systemctl daemon-reload");
    assertEquals(1, box.run("systemctl start postern-refresh").status());
    awaitTold("UNIT_FAILED", "postern-refresh.service failed");
    assertEquals(1, box.run("systemctl start postern-refresh").status());

    box.sh("rm %s; systemctl daemon-reload".formatted(dropIn("postern-refresh")));
    box.sh("systemctl start postern-refresh");
    awaitTold("\"stands\" : false");
    assertEquals("2", box.sh("grep -c UNIT_FAILED " + TOLD), () -> box.sh("cat " + TOLD));
  }
}
