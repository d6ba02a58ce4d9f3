package org.postern.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.host.Json;
import org.postern.host.JsonTree;

/**
 * {@code postern doctor} on a machine with a real Postfix, a real name server and the kernel's own
 * rules: first healthy, then made sick in one way after the other.
 */
class DoctorIT {
  private static final String ZONE =
      """
      @ 60 IN SOA ns admin 1 7200 3600 86400 60
      @ 60 IN NS ns
      ns 60 IN A 198.51.100.10
      @ 60 IN MX 10 mx.filter
      mx.filter 60 IN A 8.8.8.1
      delivery 60 IN A 8.8.8.1
      """;

  private static final String NSD =
      """
      server:
        ip-address: 198.51.100.10@53
        username: ""
        chroot: ""
        zonesdir: "/mnt"
        database: ""
        pidfile: "/mnt/nsd.pid"
        xfrdfile: "/mnt/xfrd.state"
        xfrdir: "/mnt"
        zonelistfile: "/mnt/zone.list"
        minimal-responses: yes
        server-count: 1
      remote-control:
        control-enable: no
      zone:
        name: example.com
        zonefile: zone
      """;

  private static final String POLICY =
      """
      sets: {filter: {sources: [{dns: delivery.example.com}]}}
      rules: [{name: smtp, port: tcp/25, accept: [filter], otherwise: drop}]
      protects: {domains: [example.com], mx: [filter.example.com], clean-since: 2020-01-01}
      targets: [nftables]
      """;

  /** The clock of a machine without systemd is not told. */
  private static final List<String> HEALTHY =
      List.of(
          "not checked whether name server 198.51.100.10:53 validates",
          "not checked whether the clock is synchronised");

  @TempDir private Path folder;
  private MailLab lab;

  @BeforeEach
  void startTheMachine() throws IOException, InterruptedException {
    lab = MailLab.start(MailHost.POSTFIX, folder);
    lab.write("/mnt/zone", ZONE);
    lab.write("/mnt/nsd.conf", NSD);
    lab.sh(
        """
        echo nameserver 198.51.100.10 > /etc/resolv.conf
        rm -rf /etc/nftables.conf /etc/exim4
        mkdir -p /etc/postern /etc/systemd/system/sysinit.target.wants
        ln -s /lib/systemd/system/postern-restore.service /etc/systemd/system/sysinit.target.wants/
        nsd -c /mnt/nsd.conf
        until dig +short @198.51.100.10 MX example.com | grep -q filter; do sleep 0.05; done
        """);
    lab.write(Enforcement.POLICY, POLICY);
    lab.postern("apply").expecting(0);
  }

  @AfterEach
  void endTheMachine() throws IOException {
    lab.close();
  }

  /** What the machine is made of: its rules, and every file that a look could touch. */
  private String contents() throws IOException, InterruptedException {
    return lab.sh(
        """
        nft -s list ruleset
        iptables-nft-save -t filter > /mnt/none 2>&1 || true
        find /etc /var/lib /var/spool /run -xdev -type f -printf '%p %s %C@ ' -exec sha256sum {} +
        """);
  }

  /** Each finding, its severity before its title. */
  private List<String> found(int exit) throws IOException, InterruptedException {
    String before = contents();
    String output = lab.postern("doctor", "--format", "json").expecting(exit);
    assertEquals(before, contents(), "something was changed");
    List<String> found = new ArrayList<>();
    for (JsonTree one : Json.read(output).objects("findings")) {
      assertFalse(one.string("evidence").isEmpty(), output);
      assertFalse(one.string("check").isEmpty(), output);
      found.add(one.string("severity") + " " + one.string("title"));
    }
    return found;
  }

  /** What is found besides what is not told on this machine. */
  private void finds(int exit, String... sick) throws IOException, InterruptedException {
    List<String> expected = new ArrayList<>(List.of(sick));
    expected.addAll(HEALTHY);
    assertEquals(expected, found(exit));
  }

  @Test
  void aHealthyMachineHasNothingAndTheRulesOfOthersAreSeen() throws Exception {
    finds(0);
    String text = lab.postern("doctor").expecting(0);
    assertTrue(text.contains("0 things to do"), text);
    lab.sh(
        "nft 'add table inet foe; add chain inet foe in { type filter hook input priority 0; }'");
    finds(0);
    lab.sh("nft 'add rule inet foe in tcp dport 25 drop'");
    finds(1, "must others refuse the peers that rule smtp accepts");
    lab.sh("nft 'insert rule inet foe in ip saddr 8.8.8.1 accept'");
    finds(0);
    lab.sh("nft delete table inet foe");
    lab.sh(
        """
        nft 'add table ip nat
        add chain ip nat pre { type nat hook prerouting priority -100; }
        add rule ip nat pre tcp dport 25 dnat to 172.17.0.2:25'
        """);
    lab.postern("apply").expecting(0); // rules are made otherwise where addresses are translated
    finds(1, "must port 25 is sent on to another host, where no rule judges");
  }

  /** Who may not look is told what was not looked at. */
  @Test
  void withoutRootItSaysWhatItDidNotLookAt() throws Exception {
    String text =
        lab.sh(
            "setpriv --reuid 65534 --regid 65534 --clear-groups "
                + String.join(" ", MailMachine.program("doctor")));
    assertTrue(text.contains("not checked: the rules of the kernel and files of root: "), text);
    assertTrue(text.contains("not checked: what is in force: "), text);
    assertTrue(text.contains("not checked: target nftables: "), text);
    assertTrue(text.contains("0 things to do"), text);
  }

  @Test
  void theNameServerAndTheListenersAreLookedAt() throws Exception {
    lab.sh(
        """
        nft 'add table inet foe
        add chain inet foe out { type filter hook output priority 0; }
        add rule inet foe out tcp dport 53 reject with tcp reset'
        """);
    finds(1, "must name server 198.51.100.10:53 does not answer over TCP");
    lab.sh("nft delete table inet foe; kill $(cat /mnt/nsd.pid)");
    String dead = lab.postern("doctor").expecting(1);
    assertTrue(dead.contains("must: name server 198.51.100.10:53 does not answer: "), dead);
    assertTrue(dead.contains("not checked: where mail of example.com goes: "), dead);
    lab.write(
        Enforcement.POLICY, POLICY.replace("port: tcp/25,", "port: tcp/25, to: [198.51.100.10],"));
    lab.postern("apply").expecting(0);
    String open = lab.postern("doctor").expecting(1);
    assertTrue(open.contains("must: port 25 is open by IPv6 where no rule judges: "), open);
    assertTrue(open.contains("2001:db8::10"), open);
    assertFalse(open.contains("open by IPv4"), open);
  }

  @Test
  void theConfigurationOfPostfixIsLookedAt() throws Exception {
    lab.sh(
        """
        echo 'antispamcloud.com OK' > /etc/postfix/access
        postmap /etc/postfix/access
        cat >> /etc/postfix/main.cf << 'EOF'
        smtpd_client_restrictions = check_client_access hash:/etc/postfix/access,
          permit_mynetworks, reject
        smtpd_recipient_restrictions = permit_mynetworks, reject_unauth_destination,
          reject_rbl_client zen.example
        EOF
        echo '=delivery.antispamcloud.com:allow,RELAYCLIENT=""' > /etc/tcp.smtp
        """);
    finds(
        1,
        "must the manual's table lets the filter in by its name",
        "must the manual's rules of tcpserver deny no client",
        "must the filter may relay to anywhere",
        "should Postfix asks block lists about the filter's own nodes");
    lab.sh(
        "rm /etc/systemd/system/sysinit.target.wants/postern-restore.service; echo >"
            + " /etc/tcp.smtp");
    String text = lab.postern("doctor").expecting(1);
    assertTrue(text.contains("must: nothing brings our rules back at boot"), text);
    assertFalse(text.contains("tcpserver"), text);
  }
}
