package org.postern.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The timer instead of the daemon, and both by mistake. */
@ExtendWith(OneGateway.class)
class TimerIT {
  private static final String SECOND = "185.201.16.11";

  private final Gateway gateway;
  private final Box box;

  TimerIT(Gateway gateway) {
    this.gateway = gateway;
    this.box = gateway.box();
  }

  @AfterEach
  void oneNode() {
    gateway.names(List.of(Gateway.NODE));
  }

  @Test
  void theTimerAloneFollowsTheSources() throws Exception {
    gateway.follow("timer");
    gateway.adjust(
        "postern-refresh.timer",
        "[Timer]\nOnCalendar=\nOnCalendar=*:*:*\nRandomizedDelaySec=0\nAccuracySec=100ms\n");
    gateway.names(List.of(Gateway.NODE, SECOND));
    assertFalse(gateway.accepts(SECOND));
    box.sh("systemctl restart postern-refresh.timer");
    gateway.await("following", () -> gateway.accepts(SECOND));
    assertTrue(gateway.accepts(Gateway.NODE));
    assertEquals("inactive", gateway.property("postern", "ActiveState"));
  }

  @Test
  void besideTheDaemonItEndsAndSaysWhy() {
    String handles = gateway.handles();
    assertEquals(1, box.run("systemctl start postern-refresh").status());
    assertEquals("75", gateway.property("postern-refresh", "ExecMainStatus"));
    String said = box.sh("journalctl -b -q --no-pager -o cat -u postern-refresh");
    assertTrue(said.contains("daemon runs"), said);
    assertEquals("active", gateway.property("postern", "ActiveState"));
    assertEquals(handles, gateway.handles());
  }
}
