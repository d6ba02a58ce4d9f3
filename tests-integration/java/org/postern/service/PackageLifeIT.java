package org.postern.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The package in a booted system: installed, upgraded, downgraded, removed and purged while peers
 * connect all the time, of which none may be judged wrongly.
 */
@Tag("package-nightly")
class PackageLifeIT {
  private static final String ACCEPTED = "10.25.0.3";
  private static final String REFUSED = "10.25.0.66";

  private static final String POLICY =
      """
      sets: {own: {sources: [%s]}}
      rules: [{name: smtp, port: tcp/25, accept: [own], otherwise: drop}]
      """
          .formatted(ACCEPTED);

  private static final String SERVER =
      "use IO::Socket::INET; my $s = IO::Socket::INET->new(LocalPort => 25, Listen => 512,"
          + " ReuseAddr => 1) or die; close $_ while $_ = $s->accept;";

  @TempDir private Path folder;

  private final Box box;
  private String later = "";

  PackageLifeIT() throws IOException {
    box = Box.create();
  }

  @BeforeEach
  void boot() throws Exception {
    box.boot();
    box.sh(
        """
        set -eu
        rm -f /usr/sbin/policy-rc.d
        mkdir -p /var/packets
        ip netns add outside
        ip link add gate type veth peer name eth0 netns outside
        ip address add 10.25.0.1/24 dev gate
        ip link set gate up
        ip -n outside link set eth0 up
        for peer in %s %s; do ip -n outside address add $peer/24 dev eth0; done
        """
            .formatted(ACCEPTED, REFUSED));
    box.write("/var/server.pl", SERVER);
    box.write("/var/packets.pl", Files.readString(Deb.resource(folder, "packets.pl")));
    box.sh("systemd-run -q --unit=server perl /var/server.pl");
    String deb = "/mnt/target/" + Deb.file().getFileName();
    later = Deb.version() + "+later";
    box.sh(
        """
        set -eu
        dpkg-deb --raw-extract %s /var/later
        sed -i 's/^Version: .*/Version: %s/' /var/later/DEBIAN/control
        echo '# of the later version' >>/var/later/usr/lib/sysusers.d/postern.conf
        dpkg-deb -Znone --build /var/later /var/later.deb >/dev/null
        cp %s /var/first.deb
        """
            .formatted(deb, later, deb));
  }

  @AfterEach
  void cut() throws IOException {
    box.close();
  }

  private String dpkg(String words) {
    return box.sh("DEBIAN_FRONTEND=noninteractive dpkg " + words + " </dev/null 2>&1");
  }

  private String property(String unit, String property) {
    return box.sh("systemctl show --value -p %s %s".formatted(property, unit));
  }

  private String handles() {
    return box.sh("nft -a -s -t list table inet postern");
  }

  private void connectAlways() {
    for (List<String> peer :
        List.of(
            List.of("accepted", ACCEPTED),
            List.of("refused-1", REFUSED),
            List.of("refused-2", REFUSED))) {
      String verdict = peer.getFirst().replaceFirst("-.*", "");
      box.sh(
          ("mkdir -p /var/packets/%1$s; systemd-run -q --unit=%1$s ip netns exec outside perl"
                  + " /var/packets.pl 10.25.0.1 25 %2$s %3$s /var/packets/%1$s")
              .formatted(peer.getFirst(), peer.getLast(), verdict));
    }
  }

  /** How many connections were made, all of them judged as meant. */
  private void assertAllRight() throws InterruptedException {
    box.sh("for peer in /var/packets/*; do touch $peer/stop; done");
    box.sh(
        "for i in $(seq 50); do test $(ls /var/packets/*/10.25.* | wc -l) = 3 && break; sleep .1;"
            + " done");
    String wrong = box.sh("cat /var/packets/*/wrong 2>/dev/null || true");
    String tried = box.sh("cat /var/packets/*/10.25.*");
    System.out.println("connections tried and judged wrongly: " + tried.replace("\n", ", "));
    assertEquals("", wrong);
    assertEquals(3, tried.lines().count(), tried);
    for (String line : tried.lines().toList()) {
      assertTrue(Integer.parseInt(line.split(" ", -1)[0]) > 100, tried);
    }
  }

  /** Runs the commands of the page on installing below the comment with this name. */
  private void follow(String name) throws IOException {
    box.sh("set -eu; export DEBIAN_FRONTEND=noninteractive; cd /mnt/target\n" + Deb.commands(name));
  }

  @Test
  void noPacketIsJudgedWronglyWhateverHappensToThePackage() throws Exception {
    follow("debian");
    assertEquals("active", property("postern", "ActiveState"));
    assertEquals("enabled", property("postern.socket", "UnitFileState"));
    assertEquals("", box.sh("nft list tables | grep postern || true"));
    box.write("/etc/postern/policy.yaml", POLICY);
    box.sh("postern apply --reason first");
    String handles = handles();
    connectAlways();

    upgradeAndDowngrade(handles);
    whatIsStoppedStaysStopped();

    String said = dpkg("--remove postern");
    assertTrue(said.contains("rules that are in force stay in force"), said);
    assertEquals(handles, handles());
    assertEquals("", box.sh("systemctl list-units --no-legend 'postern*' | cat"));
    dpkg("--install /var/first.deb");
    assertEquals("active", property("postern", "ActiveState"));
    assertEquals(handles, handles());
    assertTrue(box.sh("postern plan").contains("in sync"));

    String purged = dpkg("--purge postern");
    assertTrue(purged.contains("stay in the packet filter"), purged);
    assertEquals(handles, handles());
    assertAllRight();
    assertEquals(
        "", box.sh("ls -d /etc/postern /var/lib/postern /run/postern 2>/dev/null || true"));
    assertEquals("", box.sh("find /etc/systemd -name 'postern*'"));
  }

  private void upgradeAndDowngrade(String handles) {
    String before = property("postern", "MainPID");
    dpkg("--install /var/later.deb");
    assertEquals(later, box.sh("dpkg-query -W -f '${Version}' postern"));
    assertNotEquals(before, property("postern", "MainPID"));
    assertEquals("active", property("postern", "ActiveState"));
    assertEquals(handles, handles());
    assertEquals(POLICY.strip(), box.sh("cat /etc/postern/policy.yaml"));
    dpkg("--force-downgrade --install /var/first.deb");
    assertEquals("active", property("postern", "ActiveState"));
    assertEquals(handles, handles());
  }

  private void whatIsStoppedStaysStopped() {
    box.sh("systemctl stop postern.service postern.socket postern-read.socket");
    dpkg("--install /var/later.deb");
    assertEquals("inactive", property("postern", "ActiveState"));
    box.sh("systemctl start postern.socket postern-read.socket postern");
    assertEquals("active", property("postern", "ActiveState"));
  }

  @Test
  void whoPurgesAndSaysSoHasNoRuleLeft() throws Exception {
    dpkg("--install /var/first.deb");
    for (String target : List.of("nftables", "iptables")) {
      box.write("/etc/postern/policy.yaml", POLICY + "targets: [" + target + "]\n");
      // By root itself: the daemon has the right to the older tables by a drop-in only.
      box.sh("systemctl stop postern.socket postern-read.socket postern");
      box.sh("postern apply --reason " + target);
      follow("debian purge");
      assertEquals(
          "", box.sh("{ nft list ruleset; ipset list -n; } | grep -i postern || true"), target);
      dpkg("--install /var/first.deb");
    }
  }

  @Test
  void aChangeOnTrialIsNotLeftBehind() throws Exception {
    dpkg("--install /var/first.deb");
    box.write("/etc/postern/policy.yaml", POLICY);
    box.sh("postern apply --confirm 5m");
    Box.Ran refused = box.run("dpkg --remove postern 2>&1");
    assertNotEquals(0, refused.status(), refused.output());
    assertTrue(refused.output().contains("postern confirm"), refused.output());
    box.sh("postern confirm");
    follow("debian remove");
    assertEquals("", box.sh("nft list tables | grep postern || true"));
  }
}
