package org.postern.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Boots of a gateway whose rules were accepted before. */
@ExtendWith(OneGateway.class)
class BootIT {
  private static final String OTHER = "185.201.17.99";

  private final Gateway gateway;

  BootIT(Gateway gateway) {
    this.gateway = gateway;
  }

  @Test
  void theRulesAreBackAfterOtherFirewallsAndBeforeTheNetworkWithoutDaemonAndNames()
      throws Exception {
    gateway.box().sh("systemctl disable postern postern.socket postern-read.socket names");
    gateway.box().halt();
    gateway.box().boot();

    assertTrue(gateway.accepts(Gateway.NODE), gateway::journal);
    assertEquals("inactive", gateway.property("postern", "ActiveState"));
    assertEquals("inactive", gateway.property("names", "ActiveState"));
    long others = gateway.micros("nftables", "ExecMainExit");
    long start = gateway.micros("postern-restore", "ExecMainStart");
    long end = gateway.micros("postern-restore", "ExecMainExit");
    long network = gateway.micros("network-pre.target", "ActiveEnter");
    assertTrue(others > 0 && others <= start, "nftables %d, we %d".formatted(others, start));
    assertTrue(end <= network, "we %d, network %d".formatted(end, network));
    System.out.printf("restore at boot: %.2f s (goal 0.5 s)%n", (end - start) / 1e6);
  }

  @Test
  void aPowerCutBeforeTheConfirmationBootsWhatWasConfirmed() throws Exception {
    gateway.policy(OTHER);
    gateway.box().sh("postern apply --confirm 10m --reason trial " + Gateway.POLICY);
    assertTrue(gateway.accepts(OTHER), gateway::journal);
    gateway.box().cut();
    gateway.box().boot();

    assertTrue(gateway.accepts(Gateway.NODE), gateway::journal);
    assertFalse(gateway.accepts(OTHER), gateway::journal);
    gateway.await("ready", () -> gateway.property("postern", "ActiveState").equals("active"));
    assertFalse(gateway.accepts(OTHER), gateway::journal);
  }

  @Tag("nightly")
  @Test
  void aPowerCutLeavesWhatWasConfirmed() throws Exception {
    gateway.policy(OTHER);
    gateway.box().sh("postern apply --confirm 10m --reason trial " + Gateway.POLICY);
    gateway.box().sh("postern confirm");
    gateway.box().cut();
    gateway.box().boot();

    assertTrue(gateway.accepts(OTHER), gateway::journal);
  }
}
