package org.postern.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the daemon may do, and what it costs. */
@ExtendWith(OneGateway.class)
class SandboxIT {
  /** Bit 12, capabilities(7). */
  private static final String NET_ADMIN = "0000000000001000";

  private static final int MOST_RESIDENT = 72 << 10;
  private static final int MOST_OWN = 48 << 10;
  private static final double TICKS = 100;
  private static final int SECONDS = 10;

  private final Gateway gateway;
  private final Box box;

  SandboxIT(Gateway gateway) {
    this.gateway = gateway;
    this.box = gateway.box();
  }

  @Test
  void hasOneRight() {
    for (String set : new String[] {"CapEff", "CapPrm", "CapBnd", "CapAmb"}) {
      assertEquals(NET_ADMIN, status(set), set);
    }
    assertEquals("1", status("NoNewPrivs"));
    assertEquals("2", status("Seccomp")); // a filter
    assertEquals(box.sh("id -u postern"), status("Uid"));
    assertEquals(box.sh("id -g postern"), status("Groups"));
  }

  @Test
  void writesItsStateAndNothingElse() {
    String inside = "nsenter -t %s -m ".formatted(gateway.daemon());
    for (String file : new String[] {"/etc/x", "/usr/x", "/root/x", "/sys/x", "/var/x"}) {
      assertTrue(box.run(inside + "touch " + file).status() != 0, file);
    }
    box.sh(inside + "touch /var/lib/postern/x && rm /var/lib/postern/x");
  }

  /** The half of what is resident is files of the runtime, which the system may share and drop. */
  @Test
  void isSmallAndQuietWhenIdle() throws Exception {
    box.sh("systemctl restart postern");
    Thread.sleep(5_000);
    long before = ticks();
    Thread.sleep(SECONDS * 1_000L);
    double busy = (ticks() - before) / TICKS / SECONDS;
    int resident = kilobytes("Rss");
    int own = kilobytes("Pss_Anon");
    System.out.printf(
        "idle daemon: %.1f MB resident (goal 64), %.1f of them its own; %.2f %% of a processor%n",
        resident / 1024.0, own / 1024.0, busy * 100);
    assertTrue(resident <= MOST_RESIDENT, resident + " kB");
    assertTrue(own <= MOST_OWN, own + " kB");
  }

  /** A figure of proc_pid_smaps_rollup(5). */
  private int kilobytes(String figure) {
    String rollup = box.sh("cat /proc/%s/smaps_rollup".formatted(gateway.daemon()));
    Matcher matcher = Pattern.compile(figure + ": +([0-9]+) kB").matcher(rollup);
    assertTrue(matcher.find(), rollup);
    return Integer.parseInt(matcher.group(1));
  }

  /** Processor time of the daemon in user and kernel mode, proc(5). */
  private long ticks() {
    String stat = box.sh("cat /proc/%s/stat".formatted(gateway.daemon()));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
  }

  /** The first value of a line of the daemon's status, proc(5). */
  private String status(String line) {
    return box.sh(
        "sed -n 's/^%s:[[:space:]]*\\([^[:space:]]*\\).*/\\1/p' /proc/%s/status"
            .formatted(line, gateway.daemon()));
  }
}
