package org.postern.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.Sizes;

/** The units on a host where the target is iptables, of either variant. */
@ExtendWith(OneGateway.class)
class IptablesIT {
  /** Bits 12 and 13, capabilities(7). */
  private static final String NET_ADMIN_AND_RAW = "0000000000003000";

  private static final String NODE6 = "2001:db8:25::10";

  private static final String POLICY =
      """
      sets:
        filter: {sources: [dns: nodes.example.net]}
        six: {sources: ["%s"]}
      rules:
        - {name: smtp, port: tcp/25, accept: [filter, six], otherwise: drop}
      targets: [iptables]
      """
          .formatted(NODE6);

  /** Notes what is there between the two. */
  private static final String WITNESS =
      """
      [Unit]
      DefaultDependencies=no
      After=netfilter-persistent.service
      Before=postern-restore.service
      [Service]
      Type=oneshot
      ExecStart=/bin/sh -c '{ iptables-save; ip6tables-save; ipset save; } >/var/witness'
      [Install]
      WantedBy=sysinit.target
      """;

  private final Gateway gateway;
  private final Box box;

  IptablesIT(Gateway gateway) {
    this.gateway = gateway;
    this.box = gateway.box();
  }

  @AfterEach
  void backToNftables() {
    box.run(
        "systemctl disable -q --now netfilter-persistent witness postern-sets;"
            + " iptables -D INPUT -p tcp --dport 22 -j DROP;"
            + " ip6tables -D INPUT -p tcp --dport 22 -j DROP; rm -rf /etc/iptables");
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

  /** By day that which Debian has by default; the other loads the same rules in other tests. */
  static List<String> variants() {
    return Sizes.pick(List.of("nft"), List.of("nft", "legacy"));
  }

  @ParameterizedTest
  @MethodSource("variants")
  void appliesRestoresAtBootAndStaysInItsSandbox(String variant) throws IOException, Exception {
    for (String tool : new String[] {"iptables", "ip6tables"}) {
      box.sh("update-alternatives --set %s /usr/sbin/%s-%s".formatted(tool, tool, variant));
    }
    gateway.follow("iptables");
    box.write(Gateway.POLICY, POLICY);
    box.sh("postern apply --reason iptables " + Gateway.POLICY);
    assertTrue(accepts(Gateway.NODE) && accepts(NODE6), gateway::journal);
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

    saveRulesOfTheHost();
    box.sh("systemctl disable postern postern.socket postern-read.socket");
    box.halt();
    box.boot();
    assertTrue(accepts(Gateway.NODE) && accepts(NODE6), gateway::journal);
    assertEquals("inactive", gateway.property("postern", "ActiveState"));
    assertTheSavedRulesWereLoaded();
    assertThatRulesLeftBehindRefuseNobody();
  }

  /** Rules that were saved before iptables was left are brought up to date by nothing any more. */
  private void assertThatRulesLeftBehindRefuseNobody() {
    gateway.policy();
    box.sh("systemctl start postern && postern apply --reason leaving " + Gateway.POLICY);
    Box.Ran left = box.run("postern apply " + Gateway.POLICY);
    assertTrue(left.output().contains("once more, without ours: netfilter-persistent save"));
    box.sh("postern restore --sets");
    String sets = box.sh("ipset save && ipset destroy");
    assertTrue(sets.contains(" 0.0.0.0/1\n") && sets.contains(" ::/1\n"), sets);
    assertFalse(sets.contains(Gateway.NODE), sets);
  }

  /** By Debian's own package, as administrators do; from then on they are loaded at boot. */
  private void saveRulesOfTheHost() {
    box.sh("cp -a /mnt/target/saved-rules/usr /mnt/target/saved-rules/etc /");
    box.write("/etc/systemd/system/witness.service", WITNESS);
    box.sh("systemctl daemon-reload; systemctl enable -q netfilter-persistent witness");
    for (String tool : new String[] {"iptables", "ip6tables"}) {
      box.sh(tool + " -A INPUT -p tcp --dport 22 -j DROP");
    }
    box.sh("netfilter-persistent save");
    box.sh("systemctl disable -q postern-sets");
    Box.Ran warned = box.run("postern apply " + Gateway.POLICY);
    assertTrue(warned.output().contains("/etc/iptables/rules.v4, /etc/iptables/rules.v6: saved"));
    assertTrue(warned.output().contains("systemctl enable postern-sets.service"));
    box.sh("systemctl enable -q postern-sets");
    Box.Ran silent = box.run("postern apply " + Gateway.POLICY);
    assertFalse(silent.output().contains("postern-sets"), silent.output());
  }

  /** From when the saved rules are loaded, before ours are brought back. */
  private void assertTheSavedRulesWereLoaded() {
    assertEquals("success", gateway.property("netfilter-persistent", "Result"), gateway::journal);
    String seen = box.sh("cat /var/witness");
    for (String rule :
        new String[] {
          "-A INPUT -p tcp -m tcp --dport 22 -j DROP",
          "--match-set postern_smtp_ip_",
          "--match-set postern_smtp_ip6_",
          " " + Gateway.NODE + "\n",
          " " + NODE6 + "\n"
        }) {
      assertTrue(seen.contains(rule), () -> rule + " is not in\n" + seen);
    }
    assertEquals(2, seen.split("-j POSTERN-INPUT\n", -1).length - 1, seen);
    for (String tool : new String[] {"iptables", "ip6tables"}) {
      assertTrue(box.sh(tool + " -S INPUT").contains("--dport 22 -j DROP"), tool);
    }
  }
}
