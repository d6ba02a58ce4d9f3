package org.postern.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who reaches the daemon, and when. */
@ExtendWith(OneGateway.class)
class SocketsIT {
  private static final String CHANGE = "/run/postern.sock";
  private static final String READ = "/run/postern-read.sock";

  private final Gateway gateway;
  private final Box box;

  SocketsIT(Gateway gateway) {
    this.gateway = gateway;
    this.box = gateway.box();
  }

  @BeforeEach
  void groups() {
    box.sh("usermod -aG postern reader && usermod -aG postern-admin changer");
  }

  @Test
  void belongToTheirGroups() {
    assertEquals("root:postern-admin 660", box.sh("stat -c '%U:%G %a' " + CHANGE));
    assertEquals("root:postern 660", box.sh("stat -c '%U:%G %a' " + READ));
  }

  @Test
  void aStrangerReachesNeither() {
    assertNotEquals(0, box.run("stranger", "test -w " + CHANGE).status());
    assertNotEquals(0, box.run("stranger", "test -w " + READ).status());
    assertNotEquals(0, box.run("stranger", "postern status").status());
    assertNotEquals(0, box.run("stranger", "postern pause --for 1h --reason x").status());
  }

  @Test
  void aReaderAsksAndChangesNothing() throws Exception {
    String handles = gateway.handles();
    gateway.await("well", () -> box.run("reader", "postern status").status() == 0);
    Box.Ran ran = box.run("reader", "postern open --for 1h --reason x");
    assertEquals(77, ran.status(), ran.output());
    assertEquals(handles, gateway.handles());
  }

  @Test
  void aChangerChanges() {
    Box.Ran ran = box.run("changer", "postern pause --for 1m --reason granted && postern resume");
    assertEquals(0, ran.status(), ran.output());
    String uid = box.sh("id -u changer");
    assertTrue(box.sh("postern history").contains("uid " + uid), () -> box.sh("postern history"));
  }

  @Test
  void nobodyIsRefusedWhileTheDaemonStartsAgain() {
    String outcomes =
        box.sh(
            """
            rm -rf /tmp/asked && mkdir /tmp/asked
            for client in 1 2 3; do
              (for turn in 1 2 3 4; do
                 postern status >/tmp/asked/$client-$turn.text 2>&1
                 echo $? >/tmp/asked/$client-$turn.exit
               done) &
            done
            sleep .3
            systemctl restart postern
            sleep .3
            systemctl kill -s KILL postern
            wait
            cat /tmp/asked/*.exit | sort | uniq -c
            """);
    assertEquals("12 0", outcomes.strip().replaceAll(" +", " "), () -> box.sh("cat /tmp/asked/*"));
  }
}
