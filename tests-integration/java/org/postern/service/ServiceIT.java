package org.postern.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The daemon as a unit: it starts, hangs, dies, ends and is upgraded. */
@ExtendWith(OneGateway.class)
class ServiceIT {
  private final Gateway gateway;
  private final Box box;

  ServiceIT(Gateway gateway) {
    this.gateway = gateway;
    this.box = gateway.box();
  }

  @Test
  void isStartedWhenTheRulesAreProven() {
    box.sh("systemctl stop postern && nft delete table inet postern && systemctl start postern");
    assertTrue(gateway.accepts(Gateway.NODE), gateway::journal);
    assertTrue(
        gateway.property("postern", "StatusText").contains("enforces generation"),
        gateway::journal);
  }

  @Tag("nightly")
  @Test
  void isStartedWithNothingToEnforce() {
    box.sh("systemctl stop postern && postern remove && rm -r /var/lib/postern");
    box.sh("systemctl restart postern-restore postern");
    assertEquals("active", gateway.property("postern", "ActiveState"));
    assertEquals("success", gateway.property("postern-restore", "Result"));
  }

  @Test
  void isKilledWhenItHangsAndTheNextAdoptsTheRules() throws Exception {
    gateway.adjust("postern.service", "[Service]\nWatchdogSec=3s\nTimeoutAbortSec=1s\n");
    box.sh("systemctl restart postern");
    startsAnew("kill -STOP");
    assertTrue(gateway.journal().contains("Watchdog timeout"), gateway::journal);
  }

  @Test
  void isStartedAgainWhenItDiesAndAdoptsTheRules() throws Exception {
    startsAnew("kill -KILL");
  }

  private void startsAnew(String kill) throws InterruptedException {
    String before = gateway.daemon();
    String handles = gateway.handles();
    box.sh(kill + " " + before);
    gateway.await(
        "started again",
        () ->
            !gateway.daemon().equals(before)
                && gateway.property("postern", "ActiveState").equals("active"));
    assertNotEquals("0", gateway.daemon());
    assertEquals(handles, gateway.handles());
  }

  @Test
  void leavesTheRulesWhenItIsStopped() {
    String handles = gateway.handles();
    box.sh("systemctl stop postern postern-restore postern.socket postern-read.socket");
    assertEquals(handles, gateway.handles());
    assertEquals("success", gateway.property("postern", "Result"));
  }

  @Test
  void leavesTheRulesWhenItIsUpgraded() throws Exception {
    String handles = gateway.handles();
    String before = gateway.daemon();
    gateway.follow("upgrade");
    assertNotEquals(before, gateway.daemon());
    assertEquals(handles, gateway.handles());
  }

  @Test
  void leavesNothingWhenItIsRemoved() throws Exception {
    try {
      gateway.follow("removal");
      String ours =
          "-name '*postern*' ! -path '/etc/postern*' ! -path '/etc/systemd/system/postern*.d*'";
      assertEquals("", box.sh("find /etc /run /usr /var/lib -xdev " + ours));
      assertEquals("", box.sh("nft list tables | grep postern || true"));
    } finally {
      gateway.follow("install");
    }
  }

  @Test
  void reloadIsAnApply() {
    gateway.policy("185.201.18.7");
    box.sh("systemctl reload postern");
    assertTrue(gateway.accepts("185.201.18.7"), gateway::journal);
    assertTrue(box.sh("postern history").contains("systemctl reload"));
  }

  @Test
  void reloadFailsWithAWrongPolicyAndTheDaemonGoesOn() {
    String before = gateway.daemon();
    String handles = gateway.handles();
    box.write(Gateway.POLICY, "sets: {}\nrules: nonsense\n");
    assertEquals(1, box.run("systemctl reload postern").status());
    assertEquals(before, gateway.daemon());
    assertEquals(handles, gateway.handles());
  }
}
