package org.postern.service;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The daemon on a machine that has no memory to spare, or no processor. */
@Tag("nightly")
@ExtendWith(OneGateway.class)
class HardTimesIT {
  private static final int STRESSED_SECONDS = 150;

  private final Gateway gateway;
  private final Box box;

  HardTimesIT(Gateway gateway) {
    this.gateway = gateway;
    this.box = gateway.box();
  }

  /** It ends, is started again and again, and its rules are left alone meanwhile. */
  @Test
  void withoutMemoryItEndsAndTheRulesStay() throws Exception {
    String handles = gateway.handles();
    gateway.adjust(
        "postern.service",
        """
        [Service]
        Environment="POSTERN_JAVA_OPTIONS=-Xmx3m -XX:+ExitOnOutOfMemoryError"
        """);
    box.sh("systemctl restart --no-block postern");
    gateway.await(
        "started again", () -> Integer.parseInt(gateway.property("postern", "NRestarts")) > 2);
    assertEquals(handles, gateway.handles());

    box.sh("rm /run/systemd/system/postern.service.d/test.conf && systemctl daemon-reload");
    box.sh("systemctl restart postern");
    assertEquals("active", gateway.property("postern", "ActiveState"));
    assertEquals(handles, gateway.handles());
  }

  /** Longer than the watchdog waits, which must not take a busy machine for a daemon that hangs. */
  @Test
  void onABusyMachineItIsNotKilledAndRepairs() throws Exception {
    box.sh("systemctl restart postern");
    String daemon = gateway.daemon();
    Process stress =
        new ProcessBuilder(
                "stress-ng",
                "--cpu",
                "4",
                "--vm",
                "2",
                "--vm-bytes",
                "25%",
                "--quiet",
                "--timeout",
                STRESSED_SECONDS + "s")
            .inheritIO()
            .start();
    try {
      while (!stress.waitFor(10, TimeUnit.SECONDS)) {
        box.sh("nft delete table inet postern");
        gateway.await("repaired", () -> gateway.accepts(Gateway.NODE));
      }
    } finally {
      stress.destroyForcibly().waitFor();
    }
    assertEquals(daemon, gateway.daemon(), gateway::journal);
  }
}
