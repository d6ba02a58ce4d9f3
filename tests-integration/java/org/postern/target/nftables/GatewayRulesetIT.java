package org.postern.target.nftables;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postern.plan.Ruleset;
import org.postern.target.nftables.Watch.Fate;

/** The shipped policy of a firewall in front, in a kernel that translates the public address. */
class GatewayRulesetIT {
  private static final String NODE = "192.0.2.7";
  private static final String STRANGER = "203.0.113.80";
  private static final String PUBLIC = "198.51.100.10";
  private static final String INNER = "10.0.0.5";

  private final World world = new World();
  private final Host internet = world.host("internet");
  private final Host gateway = world.host("gateway");
  private final Host inner = world.host("inner");
  private final Wire wan = world.wire(internet, "eth0", gateway, "eth0");
  private final Wire lan = world.wire(inner, "eth0", gateway, "eth1");
  private int port = 10_000;

  @BeforeEach
  void giveAddresses() {
    gateway.ip("address add 198.51.100.10/24 dev eth0");
    gateway.ip("address add 10.0.0.1/24 dev eth1");
    gateway.ip("route add default dev eth0");
    inner.ip("address add 10.0.0.5/24 dev eth0");
    gateway.exec("sysctl -qw net.ipv4.ip_forward=1");
    gateway.ip("neighbor replace 10.0.0.5 lladdr 02:00:00:00:00:03 dev eth1");
    for (String far : List.of(NODE, STRANGER)) {
      gateway.ip("neighbor replace " + far + " lladdr 02:00:00:00:00:01 dev eth0");
    }
  }

  @AfterEach
  void endOfTheWorld() {
    world.close();
  }

  /** As shipped, but for the name, which stands for one node here. */
  private Watch shipped(int listener) throws IOException {
    gateway.load(
        """
        table ip translate {
          chain pre { type nat hook prerouting priority dstnat;
            ip daddr 198.51.100.10 tcp dport { 25, 443 } dnat ip to 10.0.0.5:%d; }
        }
        """
            .formatted(listener));
    String text = Files.readString(Path.of("rulesets/gateway-nat.yaml"));
    String name = "- dns: delivery.antispamcloud.com";
    assertEquals(2, text.split(name, -1).length);
    Ruleset rules = Rulesets.of(text.replace(name, "- " + NODE));
    gateway.bring(rules);
    return Watch.of(gateway);
  }

  private Fate fate(Watch watch, Wire wire, String from, String to, int dialled) {
    int own = ++port;
    Segment segment =
        new Segment(Rulesets.address(from), own, Rulesets.address(to), dialled, Segment.SYN);
    return watch.fate(own, () -> wire.send(segment));
  }

  @Test
  void theFilterAloneReachesPort25OfThePublicAddress() throws IOException {
    for (int listener : List.of(25, 2525)) {
      Watch watch = shipped(listener);
      Watch server = Watch.of(inner);
      assertEquals(Fate.ACCEPTED, fate(watch, wan, NODE, PUBLIC, 25));
      Watch.await(() -> server.arrived().contains(port), "it did not reach the inner server");
      assertEquals(Fate.REFUSED, fate(watch, wan, STRANGER, PUBLIC, 25));
      assertEquals(Fate.REFUSED, fate(watch, lan, INNER, PUBLIC, 25), "own-networks lets it in");
      assertEquals(Fate.UNJUDGED, fate(watch, wan, STRANGER, PUBLIC, 443));
      gateway.load("delete table ip translate");
    }
  }

  @Test
  void innerServersAskOverPort53TcpAndSendMail() throws IOException {
    Watch watch = shipped(25);
    Watch outside = Watch.of(internet);
    assertEquals(Fate.ACCEPTED, fate(watch, lan, INNER, STRANGER, 53));
    Watch.await(() -> outside.arrived().contains(port), "a question over TCP is dropped");
    assertEquals(Fate.UNJUDGED, fate(watch, lan, INNER, STRANGER, 25));
    Watch.await(() -> outside.arrived().contains(port), "mail that goes out is dropped");
    assertEquals(Fate.UNJUDGED, fate(watch, wan, STRANGER, PUBLIC, 53));
  }
}
