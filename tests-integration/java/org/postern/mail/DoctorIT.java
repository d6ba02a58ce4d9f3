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
import org.junit.jupiter.api.Tag;
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

  /** Senders behind a gateway, all of whose packets come from an address of it. */
  private static final String GATEWAY =
      """
      ip netns add gateway
      ip netns add senders
      ip link add outer type veth peer name out netns gateway
      ip -n gateway link add in type veth peer name eth0 netns senders
      ip address add 10.7.0.1/30 dev outer
      ip -n gateway address add 10.7.0.2/30 dev out
      ip -n gateway address add 203.0.113.1/24 dev in
      ip -n senders address add 203.0.113.9/24 dev eth0
      ip link set outer up
      ip -n gateway link set out up
      ip -n gateway link set in up
      ip -n senders link set eth0 up
      ip -n senders route add default via 203.0.113.1
      ip -n gateway route add default via 10.7.0.1
      ip route add 10.7.0.2/32 dev outer table local
      ip netns exec gateway sh -c 'echo 1 > /proc/sys/net/ipv4/ip_forward'
      ip netns exec gateway nft 'add table ip nat
      add chain ip nat post { type nat hook postrouting priority 100; }
      add rule ip nat post oifname out masquerade'
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
        find /etc /var/lib /var/spool /run -xdev -path /run/netns -prune -o -type f -printf '%p %s %C@ ' -exec sha256sum {} +
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

  /** A gateway that translates, and what is behind it, all in the kernel. */
  @Tag("nightly")
  @Tag("nightly")
  @Test
  void sendersBehindAGatewayThatTranslatesAreHidden() throws Exception {
    lab.write(Enforcement.POLICY, POLICY.replace("otherwise: drop", "otherwise: observe"));
    lab.postern("apply").expecting(0);
    lab.sh(GATEWAY);
    finds(0);
    lab.sh(
        """
        ip netns exec senders bash -c '
          for i in $(seq 24); do exec {held}<>/dev/tcp/198.51.100.10/25; done
          exec sleep 100' > /dev/null 2>&1 &
        until [ "$(grep -c ':0019 .* 01 ' /proc/net/tcp)" -ge 24 ]; do sleep 0.05; done
        """);
    String hidden = lab.postern("doctor").expecting(1);
    assertTrue(
        hidden.contains(
            "must: something hides the senders from this host: connections that stand now:"
                + " 10.7.0.2 carries 24 of 24 connections to port 25; do: do not enforce here"),
        hidden);
    lab.sh("kill $(ip netns pids senders)");
    lab.sh(
        """
        until [ "$(grep -c ':0019 .* 01 ' /proc/net/tcp)" = 0 ]; do sleep 0.05; done
        ip netns exec senders systemd-socket-activate -l 25 cat > /dev/null 2>&1 &
        until ip netns exec senders grep -q ':0019 .* 0A ' /proc/net/tcp /proc/net/tcp6; do
          sleep 0.05
        done
        """);
    finds(1, "must port 25 is open in a network namespace where no rule judges");
    lab.write(
        Enforcement.POLICY,
        POLICY.replace(
            "tcp/25,",
            "tcp/25, hook: [input, forward], to: [198.51.100.10, 10.7.0.1, \"2001:db8::10\"],"));
    lab.postern("apply").expecting(0);
    finds(0);
  }

  /** Before the first apply, without a resolver and with a policy that is wrong. */
  @Test
  void whatKeepsAPolicyFromComingIntoForceIsFound() throws Exception {
    lab.postern("remove").expecting(0);
    lab.sh("rm -rf /var/lib/postern; kill $(cat /mnt/nsd.pid)");
    String dead = lab.postern("doctor").expecting(1);
    assertTrue(dead.contains("must: name server 198.51.100.10:53 does not answer: "), dead);
    assertTrue(dead.contains("not checked: what the policy means: rule smtp: "), dead);
    lab.write(Enforcement.POLICY, POLICY.replace("accept:", "akzept:"));
    String before = contents();
    String wrong = lab.postern("doctor", "--format", "json").expecting(65);
    assertTrue(wrong.contains("akzept"), wrong);
    assertEquals(before, contents());
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
