package org.postern.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.postern.Sizes;

/** A mail server that is open for a while is closed in time, whatever has died meanwhile. */
@ExtendWith(OneGateway.class)
class OpeningIT {
  private static final String POLICY =
      """
      sets:
        filter:
          sources:
            - dns: nodes.example.net
      rules:
        - {name: smtp, port: tcp/25, accept: [filter], otherwise: drop}
        - {name: mta, hook: smtp, accept: [filter], otherwise: defer}
      targets: [nftables, postfix]
      """;

  private final Gateway gateway;
  private final Box box;

  OpeningIT(Gateway gateway) {
    this.gateway = gateway;
    this.box = gateway.box();
  }

  @BeforeEach
  void holdTheMailServer() {
    box.write(Gateway.POLICY, POLICY);
    box.sh("postern apply --reason mail " + Gateway.POLICY);
    assertTrue(isClosed(), gateway::journal);
  }

  @AfterEach
  void standing() throws InterruptedException {
    box.sh("systemctl start postern-confirm.path postern.service");
    gateway.await("resumed", () -> box.run("postern resume").status() == 0);
    gateway.policy();
    box.sh("postern apply --reason done " + Gateway.POLICY);
    gateway.standing();
  }

  private String map() {
    return box.sh("cat /var/lib/postern-mail/postfix/mta.cidr");
  }

  private boolean isClosed() {
    return map().contains("0.0.0.0/0 DEFER") && map().contains("::/0 DEFER");
  }

  private boolean isOpen() {
    return map().contains("0.0.0.0/0 WARN") && map().contains("::/0 WARN");
  }

  private void open(int seconds) {
    String order = "postern open mta --for %ds --reason 'the filter is down'".formatted(seconds);
    Box.Ran ran = box.run(order);
    assertEquals(0, ran.status(), () -> ran.output() + gateway.journal());
    assertTrue(isOpen(), gateway::journal);
  }

  private void awaitClosed() throws InterruptedException {
    gateway.await("closed", this::isClosed);
    gateway.await(
        "the mark is gone", () -> box.run("test -e /var/lib/postern/opening").status() == 1);
    gateway.await(
        "nothing waits", () -> box.run("systemctl is-active postern-confirm").status() != 0);
  }

  private void stopTheDaemon() {
    box.sh("systemctl stop postern.service postern.socket postern-read.socket");
  }

  @Test
  void theDaemonCloses() throws Exception {
    box.sh("systemctl stop postern-confirm.path postern-confirm.service");
    open(600);
    assertTrue(box.run("postern status").output().contains("refuses no peer"), gateway::journal);
    box.sh("postern open mta --for 5s --reason 'the filter is back'");
    gateway.await("closed", this::isClosed);
    gateway.await("well", () -> box.run("postern status").status() == 0);
  }

  @Test
  @Tag("nightly")
  void theDaemonIsKilledAndDoesNotComeBack() throws Exception {
    gateway.adjust("postern.service", "[Service]\nRestart=no\n");
    open(Sizes.pick(10, 15));
    box.sh("systemctl stop postern.socket postern-read.socket");
    box.sh("systemctl kill -s KILL postern.service");
    awaitClosed();
  }

  @Test
  @Tag("nightly")
  void aDaemonThatDoesNotAnswerClosesWhenItIsWell() throws Exception {
    box.sh("systemctl stop postern-confirm.path postern-confirm.service");
    box.sh("systemctl kill -s STOP postern.service");
    open(40);
    box.sh("systemctl kill -s CONT postern.service");
    gateway.await("closed", this::isClosed);
  }

  @Tag("nightly")
  @Test
  void noDaemonRunsAndTheWaitingProcessIsKilled() throws Exception {
    stopTheDaemon();
    open(Sizes.pick(10, 15));
    gateway.await(
        "the unit waits", () -> box.run("systemctl is-active postern-confirm").status() == 0);
    box.sh("systemctl kill -s KILL postern-confirm.service");
    awaitClosed();
  }

  @Tag("nightly")
  @Test
  void aPowerCutKeepsItOpenNoLongerThanItWasTo() throws Exception {
    box.sh("systemctl disable postern postern.socket postern-read.socket");
    stopTheDaemon();
    open(45);
    box.cut();
    box.boot();
    awaitClosed();
  }

  @Test
  void whereNothingWouldCloseItNothingIsOpened() {
    stopTheDaemon();
    box.sh("systemctl stop postern-confirm.path postern-confirm.service");
    String before = map();
    Box.Ran refused = box.run("postern open mta --for 1h");
    assertEquals(3, refused.status(), refused.output());
    assertTrue(refused.output().contains("postern-confirm.path"), refused.output());
    assertEquals(before, map());
    assertEquals(0, box.run("postern open smtp --for 1h").status(), gateway::journal);
    assertEquals(before, map());
  }
}
