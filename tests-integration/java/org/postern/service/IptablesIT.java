package org.postern.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The units on a host where the target is iptables, of either variant. */
@ExtendWith(OneGateway.class)
class IptablesIT {
  /** Bits 12 and 13, capabilities(7). */
  private static final String NET_ADMIN_AND_RAW = "0000000000003000";

  private final Gateway gateway;
  private final Box box;

  IptablesIT(Gateway gateway) {
    this.gateway = gateway;
    this.box = gateway.box();
  }

  @AfterEach
  void backToNftables() {
    box.sh(
        """
        set -eu
        systemctl start postern
        """);
    gateway.policy();
    box.sh("postern apply --reason back " + Gateway.POLICY);
    box.sh("rm -rf /etc/systemd/system/postern*.service.d/iptables.conf; systemctl daemon-reload");
    box.sh("systemctl restart postern");
    assertFalse(box.sh("iptables-save").contains("POSTERN"), "something was left behind");
    assertFalse(box.sh("ipset list -n").contains("postern"), "something was left behind");
  }

  private boolean accepts(String address) {
    return box.run("ipset save").output().contains(" " + address + "\n")
        && box.run("iptables-save").output().contains("-j POSTERN-INPUT");
  }

  @ParameterizedTest
  @ValueSource(strings = {"nft", "legacy"})
  void appliesRestoresAtBootAndStaysInItsSandbox(String variant) throws IOException, Exception {
    for (String tool : new String[] {"iptables", "ip6tables"}) {
      box.sh("update-alternatives --set %s /usr/sbin/%s-%s".formatted(tool, tool, variant));
    }
    gateway.follow("iptables");
    gateway.policy();
    box.sh("echo 'targets: [iptables]' >> " + Gateway.POLICY);
    box.sh("postern apply --reason iptables " + Gateway.POLICY);
    assertTrue(accepts(Gateway.NODE), gateway::journal);
    assertFalse(gateway.accepts(Gateway.NODE), "nftables was not left");
    assertEquals(
        NET_ADMIN_AND_RAW,
        box.sh("sed -n 's/^CapEff:[[:space:]]*//p' /proc/%s/status".formatted(gateway.daemon())));
    String inside = "nsenter -t %s -m ".formatted(gateway.daemon());
    for (String file : new String[] {"/etc/x", "/usr/x", "/root/x", "/var/x"}) {
      assertTrue(box.run(inside + "touch " + file).status() != 0, file);
    }

    box.sh("iptables -F POSTERN-INPUT");
    gateway.await(
        "repaired", () -> box.run("iptables -S POSTERN-INPUT").output().contains("--dport 25"));

    box.sh("systemctl disable postern postern.socket postern-read.socket");
    box.halt();
    box.boot();
    assertTrue(accepts(Gateway.NODE), gateway::journal);
    assertEquals("inactive", gateway.property("postern", "ActiveState"));
  }
}
