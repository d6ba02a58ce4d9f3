package org.postern.service;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Alarms reach people by a unit that has none of the daemon's rights. */
@ExtendWith(OneGateway.class)
class AlarmIT {
  private static final String TOLD = "/var/told/alarms";

  private final Gateway gateway;
  private final Box box;

  AlarmIT(Gateway gateway) {
    this.gateway = gateway;
    this.box = gateway.box();
  }

  @BeforeEach
  void command() {
    box.write(
        "/etc/postern/daemon.yaml", "alarm: {command: [/usr/bin/tee, -a, %s]}\n".formatted(TOLD));
    gateway.adjust("postern-alarm.service", "[Service]\nRestartSec=1s\n");
    box.sh("systemctl restart postern");
  }

  @AfterEach
  void noCommand() {
    box.sh("rm -rf /etc/postern/daemon.yaml /var/told && postern resume");
    box.sh("systemctl restart postern");
  }

  @Test
  void theCommandIsTriedUntilItSucceeds() throws Exception {
    box.sh("postern open --for 10m --reason 'the filter is down'");
    gateway.await("failed", () -> !gateway.property("postern-alarm", "NRestarts").equals("0"));
    box.sh("install -d -o postern /var/told");
    gateway.await("told", () -> box.run("grep -q OPEN " + TOLD).status() == 0);
    gateway.await("fetched", () -> box.sh("ls /run/postern/alarms").isEmpty());
    assertTrue(box.sh("cat " + TOLD).contains("\"stands\""), () -> box.sh("cat " + TOLD));
  }
}
