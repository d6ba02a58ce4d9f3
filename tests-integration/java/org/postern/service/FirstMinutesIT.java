package org.postern.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.postern.readme.Readme;

/**
 * From nothing to an observing gateway by the commands of the pages and no others: counted, timed,
 * and looked at with packets. The name server is another host.
 */
@Tag("package")
class FirstMinutesIT {
  private static final int MOST_COMMANDS = 10;

  /** For what follows the package: how long dpkg takes is a matter of the disk. */
  private static final int MOST_SECONDS = 300;

  private static final String STRANGER = "10.25.0.66";

  private static final Pattern EXIT = Pattern.compile("  # exit ([0-9]+)(:.*)?$");

  private static final String NAMES =
      """
      server:
        ip-address: 10.25.0.53@53
        username: ""
        chroot: ""
        zonesdir: "/var/names"
        database: ""
        pidfile: ""
        xfrdfile: "/var/names/xfrd.state"
        xfrdir: "/var/names"
        zonelistfile: "/var/names/zone.list"
        server-count: 1
      remote-control:
        control-enable: no
      zone:
        name: antispamcloud.com
        zonefile: zone
      """;

  private static final String ZONE =
      """
      $ORIGIN antispamcloud.com.
      $TTL 300
      @ SOA ns hostmaster 1 3600 600 86400 300
      @ NS ns
      ns A 10.25.0.53
      delivery A 185.201.16.10
      delivery A 185.201.17.10
      delivery AAAA 2a01:111:f400::10
      """;

  private final Box box;
  private final List<String> ran = new ArrayList<>();

  FirstMinutesIT() throws IOException {
    box = Box.create();
  }

  @BeforeEach
  void boot() throws Exception {
    Box.require("nsd", "nsd");
    box.boot();
    // The machine has many pages of the manual; a gateway has none or few for man-db to read.
    box.sh("rm -f /var/lib/man-db/auto-update");
    box.write("/var/names/nsd.conf", NAMES);
    box.write("/var/names/zone", ZONE);
    box.sh(
        """
        set -eu
        rm -f /usr/sbin/policy-rc.d /etc/resolv.conf
        echo 'nameserver 10.25.0.53' >/etc/resolv.conf
        ip netns add outside
        ip link add gate type veth peer name eth0 netns outside
        ip address add 10.25.0.1/24 dev gate
        ip link set gate up
        ip -n outside link set eth0 up
        for host in 53 66; do ip -n outside address add 10.25.0.$host/24 dev eth0; done
        systemd-run -q --unit=names ip netns exec outside nsd -d -c /var/names/nsd.conf
        systemd-run -q --unit=server perl -e 'use IO::Socket::INET; my $s = IO::Socket::INET->new(
          LocalPort => 25, Listen => 16, ReuseAddr => 1) or die; close $_ while $_ = $s->accept;'
        for i in $(seq 100); do
          dig +short +tries=1 +time=1 @10.25.0.53 delivery.antispamcloud.com | grep -q 185 && exit
          sleep .1
        done
        exit 1
        """);
  }

  @AfterEach
  void cut() throws IOException {
    box.close();
  }

  /** Runs a command of a page, which ends as the page says. */
  private void follow(String line) {
    Matcher exit = EXIT.matcher(line);
    int expected = exit.find() ? Integer.parseInt(exit.group(1)) : 0;
    String command = line.replaceFirst(" +# .*", "");
    ran.add(command);
    Box.Ran said =
        box.run(
            "export HOME=/root DEBIAN_FRONTEND=noninteractive; cd /root/postern 2>/dev/null ||"
                + " cd /mnt/target; "
                + command);
    assertEquals(expected, said.status(), command + "\n" + said.output());
  }

  private void install() throws IOException {
    Deb.commands("debian").lines().filter(line -> !line.startsWith("#")).forEach(this::follow);
  }

  @Test
  void aGatewayObservesAfterTheCommandsOfThePages() throws Exception {
    long start = System.nanoTime();
    install();
    long installed = System.nanoTime();
    Readme.blocks(Readme.README).stream()
        .filter(block -> block.lines().stream().anyMatch(line -> line.startsWith("postern init ")))
        .findFirst()
        .orElseThrow()
        .lines()
        .stream()
        .filter(line -> !line.startsWith("PATH="))
        .forEach(this::follow);
    long end = System.nanoTime();
    System.out.printf(
        "from nothing to an observing gateway: %d commands, %.1f s, %.1f s of them the package%n",
        ran.size(), (end - start) / 1e9, (installed - start) / 1e9);
    assertTrue(ran.size() <= MOST_COMMANDS, ran::toString);
    assertTrue((end - installed) / 1e9 < MOST_SECONDS, ran::toString);

    box.sh(
        "ip netns exec outside perl -e 'use IO::Socket::INET; IO::Socket::INET->new("
            + "PeerAddr => q(10.25.0.1:25), LocalAddr => q(%s), Timeout => 5) or die'"
                .formatted(STRANGER));
    assertTrue(box.sh("postern refused").contains(STRANGER));
    String status = box.sh("postern status");
    assertTrue(status.contains("all well"), status);
  }

  /** With the answers taken from what is found, and the policy where the package has its own. */
  @Tag("package-nightly")
  @Test
  void thePolicyOfThePackageGivesWayToTheFirstOne() throws Exception {
    install();
    box.sh("postern init --provider hosted-cloud --yes");
    box.sh("postern apply --confirm 5m && postern confirm");
    assertTrue(box.sh("cat /etc/postern/policy.yaml").contains("otherwise: observe"));
    assertTrue(box.sh("nft list table inet postern").contains("185.201.16.10"));
  }
}
