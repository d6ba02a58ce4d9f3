package org.postern.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.Sizes;
import org.postern.target.nftables.NetnsThread;

/**
 * Clients that real mail servers accept by the name that a real name server has for them, and those
 * who only say that they have it.
 */
class NamesIT {
  /** The whole of DNS, so that what is not in it does not exist. */
  private static final String ZONE =
      """
      . 60 IN SOA ns. admin. 1 7200 3600 86400 60
      . 60 IN NS ns.
      ns. 60 IN A 198.51.100.10
      antispamcloud.com. 60 IN A 192.0.2.8
      mx1.antispamcloud.com. 60 IN A 192.0.2.9
      mx2.antispamcloud.com. 60 IN AAAA 2001:db8::9
      mx.evilantispamcloud.com. 60 IN A 192.0.2.11
      8.2.0.192.in-addr.arpa. 60 IN PTR antispamcloud.com.
      9.2.0.192.in-addr.arpa. 60 IN PTR mx1.antispamcloud.com.
      10.2.0.192.in-addr.arpa. 60 IN PTR mx1.antispamcloud.com.
      11.2.0.192.in-addr.arpa. 60 IN PTR mx.evilantispamcloud.com.
      9.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa. 60 IN PTR mx2.antispamcloud.com.
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
        server-count: 1
      remote-control:
        control-enable: no
      zone:
        name: "."
        zonefile: zone
      """;

  /** Who has the name: by the domain itself and below it, of either family. */
  private static final List<String> NAMED = List.of("192.0.2.8", "192.0.2.9", "2001:db8::9");

  /** A forged PTR record, a name that only ends alike, and none. */
  private static final List<String> STRANGERS = List.of("192.0.2.10", "192.0.2.11", "192.0.2.12");

  @TempDir private Path folder;

  private static void startNames(MailMachine lab) throws IOException, InterruptedException {
    lab.write("/mnt/zone", ZONE);
    lab.write("/mnt/nsd.conf", NSD);
    lab.sh(
        """
        mkdir -p /etc/postern
        echo nameserver 198.51.100.10 > /etc/resolv.conf
        echo options timeout:1 attempts:1 >> /etc/resolv.conf
        nsd -c /mnt/nsd.conf
        until dig +short @198.51.100.10 -x 192.0.2.9 | grep -q mx1; do sleep 0.05; done
        """);
  }

  private static String apply(MailMachine lab, String target, String otherwise, int exit)
      throws IOException, InterruptedException {
    String spare = target.startsWith("tcp") ? "" : "authenticated";
    lab.write(
        Enforcement.POLICY,
        """
        sets: {by-name: {sources: [{ptr: antispamcloud.com}]}}
        rules: [{name: mta, hook: smtp, accept: [by-name], spare: [%s], otherwise: %s}]
        targets: [%s]
        """
            .formatted(spare, otherwise, target));
    return lab.postern("apply").expecting(exit);
  }

  /** What the server says to a recipient of that peer. */
  private static int code(MailLab lab, String peer) throws IOException {
    Caller caller = new Caller(Dialogues.address(peer), false, false);
    try (NetnsThread thread = lab.thread()) {
      return thread
          .run(() -> caller.say(List.of("RCPT TO:<u@example.com>"), lab.host()))
          .getFirst()
          .code();
    }
  }

  private static void hold(MailLab lab, int named, int stranger) throws IOException {
    for (String peer : NAMED) {
      assertEquals(named, code(lab, peer), peer);
    }
    for (String peer : STRANGERS) {
      assertEquals(stranger, code(lab, peer), peer);
    }
  }

  static List<MailHost> hosts() {
    return Sizes.pick(List.of(MailHost.POSTFIX), List.of(MailHost.POSTFIX, MailHost.EXIM_SPLIT));
  }

  @ParameterizedTest
  @MethodSource("hosts")
  void aMailServerTakesMailByAConfirmedNameAlone(MailHost host) throws Exception {
    try (MailLab lab = MailLab.start(host, folder)) {
      startNames(lab);
      if (host.isPostfix()) {
        lab.sh("postconf -e smtpd_peername_lookup=yes");
      }
      String applied = apply(lab, host.target(), "defer", 4);
      assertTrue(applied.contains("smtp for all recipients, by name antispamcloud.com"), applied);
      if (host.isPostfix()) {
        lab.postern("hook", "postfix", "--write").expecting(0);
        lab.restart();
      } else {
        lab.restarting("hook", "exim", "--write");
      }
      lab.postern("apply").expecting(0);
      hold(lab, 250, host.isPostfix() ? 450 : 451);
      lab.postern("prove", host.kind()).expecting(0);
      String why = lab.postern("why", "192.0.2.12", "--for", "example.com").expecting(1);
      assertTrue(why.contains("antispamcloud.com"), why);
      lab.sh("kill $(cat /mnt/nsd.pid); while pgrep -x nsd; do sleep 0.05; done");
      hold(lab, host.isPostfix() ? 450 : 451, host.isPostfix() ? 450 : 451);
      lab.postern("apply").expecting(0);
      String rejecting = apply(lab, host.target(), "reject", 65);
      assertTrue(rejecting.contains("write otherwise: defer"), rejecting);
      hold(lab, host.isPostfix() ? 450 : 451, host.isPostfix() ? 450 : 451);
      apply(lab, host.target(), "observe", 0);
      hold(lab, 250, 250);
    }
  }

  @Tag("nightly")
  @Test
  void tcpdLetsInByAConfirmedNameAlone() throws Exception {
    try (ConnectionLab lab = new ConnectionLab("tcpwrappers", folder)) {
      startNames(lab);
      apply(lab, "tcpwrappers", "defer", 4);
      lab.postern("hook", "tcpwrappers", "--write").expecting(0);
      lab.postern("apply").expecting(0);
      for (String peer : NAMED) {
        assertTrue(lab.greeting(peer).isPresent(), peer);
      }
      for (String peer : STRANGERS) {
        assertFalse(lab.greeting(peer).isPresent(), peer);
      }
      lab.postern("prove", "tcpwrappers").expecting(0);
      lab.sh("kill $(cat /mnt/nsd.pid); while pgrep -x nsd; do sleep 0.05; done");
      for (String peer : NAMED) {
        assertFalse(lab.greeting(peer).isPresent(), peer);
      }
    }
  }

  private static void serve(ConnectionLab lab, String words)
      throws IOException, InterruptedException {
    lab.sh(
        """
        sed -i 's/tcpserver -R .* -l mx/tcpserver -R %s -l mx/' /mnt/serve
        old=$(cat /run/tcpserver)
        setsid /mnt/serve /mnt/names.cdb > /dev/null 2>&1 &
        while [ -e /proc/$old ]; do sleep 0.02; done
        until grep -q ':0019 0*:0000 0A' /proc/net/tcp; do sleep 0.02; done
        """
            .formatted(words));
  }

  /** Why the target refuses names: the program believes them, unless it is told not to. */
  @Test
  void tcpserverBelievesAForgedNameAndItsTargetTakesNone() throws Exception {
    try (ConnectionLab lab = new ConnectionLab("tcpserver", folder)) {
      startNames(lab);
      String refused = apply(lab, "tcpserver", "defer", 65);
      assertTrue(
          refused.contains("tcpserver cannot accept clients by name (ptr: antispamcloud.com)"),
          refused);
      assertTrue(refused.contains("ways out: write the rule for a packet filter"), refused);
      lab.sh(
          """
          printf '=mx1.antispamcloud.com:allow\n:deny\n' > /mnt/names
          tcprules /mnt/names.cdb /mnt/names.tmp < /mnt/names
          """);
      serve(lab, "-h");
      assertTrue(lab.greeting("192.0.2.9").isPresent(), "it has the name");
      assertTrue(lab.greeting("192.0.2.10").isPresent(), "it says that it has the name");
      serve(lab, "-h -p");
      assertTrue(lab.greeting("192.0.2.9").isPresent());
      assertFalse(lab.greeting("192.0.2.10").isPresent());
    }
  }
}
