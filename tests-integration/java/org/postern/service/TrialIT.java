package org.postern.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.postern.Sizes;

/** A change that is not confirmed is taken back in time, whatever has died meanwhile. */
@ExtendWith(OneGateway.class)
class TrialIT {
  private static final String BEFORE = "192.0.2.71";
  private static final String TRIED = "192.0.2.72";

  private static final int SECONDS = Sizes.pick(12, 20);

  private final Gateway gateway;
  private final Box box;

  TrialIT(Gateway gateway) {
    this.gateway = gateway;
    this.box = gateway.box();
  }

  @BeforeEach
  void acceptOne() {
    gateway.policy(BEFORE);
    box.sh("postern apply --reason before " + Gateway.POLICY);
    gateway.policy(TRIED);
  }

  @AfterEach
  void standing() {
    box.sh("systemctl start postern.service && postern resume --reason done");
    gateway.standing();
  }

  private void awaitBack() throws InterruptedException {
    gateway.await(
        "what was confirmed is back", () -> gateway.accepts(BEFORE) && !gateway.accepts(TRIED));
    assertTrue(box.run("postern history").output().contains("not confirmed"), gateway::journal);
    assertEquals(1, box.run("postern confirm").status(), gateway::journal);
  }

  private void tryForSeconds(int seconds) {
    box.sh("postern apply --confirm %ds --reason trial %s".formatted(seconds, Gateway.POLICY));
    assertTrue(gateway.accepts(TRIED), gateway::journal);
  }

  @Test
  void theDaemonIsKilledAndDoesNotComeBack() throws Exception {
    gateway.adjust("postern.service", "[Service]\nRestart=no\n");
    tryForSeconds(SECONDS);
    box.sh("systemctl stop postern.socket postern-read.socket");
    box.sh("systemctl kill -s KILL postern.service");
    awaitBack();
  }

  @Test
  @Tag("nightly")
  void noDaemonRunsAndTheWaitingProcessIsKilled() throws Exception {
    box.sh("systemctl stop postern.service postern.socket postern-read.socket");
    tryForSeconds(SECONDS);
    gateway.await(
        "the unit waits", () -> box.run("systemctl is-active postern-confirm").status() == 0);
    box.sh("systemctl kill -s KILL postern-confirm.service");
    awaitBack();
  }

  @Tag("nightly")
  @Test
  void theUnitIsNotInstalledSoThatATimerWaits() throws Exception {
    box.sh("systemctl stop postern.service postern.socket postern-read.socket");
    box.sh("systemctl stop postern-confirm.path postern-confirm.service");
    tryForSeconds(SECONDS);
    assertTrue(box.sh("systemctl list-timers").contains("postern-confirm-"), gateway::journal);
    awaitBack();
  }
}
