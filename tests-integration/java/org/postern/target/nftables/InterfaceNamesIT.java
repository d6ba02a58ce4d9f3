package org.postern.target.nftables;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.host.Interfaces;
import org.postern.host.ffm.KernelLinks;
import org.postern.plan.Ruleset;
import org.postern.target.nftables.Watch.Fate;

/**
 * By which of its names what arrives at an interface is judged, of hosts and of gateways: what is
 * said of each name against what becomes of real packets.
 */
@ParameterizedClass
@MethodSource("org.postern.target.nftables.Filter#ours")
class InterfaceNamesIT {
  /** The name at port 10,000 and its place. */
  private static final List<String> NAMES = List.of("s0", "wan0", "br0", "alias0");

  private static final int FIRST = 10_000;
  private static final List<String> HERE = List.of("198.51.100.10", "2001:db8:ff::10");
  private static final List<String> BEHIND = List.of("10.0.0.5", "2001:db8:aa::5");

  private final World world = new World();
  private final Host server;
  private final Wire wan;
  private int port = 20_000;

  InterfaceNamesIT(Filter filter) {
    Host inner = world.host("inner");
    server = world.host("server", filter);
    wan = world.wire(world.host("internet"), "eth0", server, "s0");
    world.wire(inner, "eth0", server, "lan");
    server.ip("address add 10.0.0.1/24 dev lan");
    server.ip("address add 2001:db8:aa::1/64 dev lan nodad");
    server.ip("neighbor replace 10.0.0.5 lladdr 02:00:00:00:00:03 dev lan");
    server.ip("neighbor replace 2001:db8:aa::5 lladdr 02:00:00:00:00:03 dev lan");
    server.exec("sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1");
  }

  @BeforeEach
  void writeARuleForEachName() {
    server.bring(ruleset());
  }

  private static Ruleset ruleset() {
    StringBuilder policy = new StringBuilder("rules:\n");
    for (int i = 0; i < NAMES.size(); i++) {
      policy.append(
          """
            - {name: %s, in: [%s], hook: [input, forward], port: tcp/%d, accept: none,
               otherwise: drop}
          """
              .formatted("r" + i, NAMES.get(i), FIRST + i));
    }
    return Rulesets.of(policy.toString());
  }

  @AfterEach
  void endOfTheWorld() {
    world.close();
  }

  /** Gives the addresses of the outside to the interface that is to have them. */
  private void at(String device) {
    server.ip("link set " + device + " up");
    server.ip("address replace 198.51.100.10/24 dev " + device);
    server.ip("address replace 2001:db8:ff::10/64 dev " + device + " nodad");
    server.ip("route replace default dev " + device);
    server.ip("-6 route replace default dev " + device);
  }

  /** The names that nothing comes in by are those that are said to be such. */
  private void judgesBy(String... judged) {
    Interfaces interfaces = new Interfaces(Path.of("/sys/class/net"), new KernelLinks());
    List<String> seen =
        NAMES.stream()
            .filter(name -> server.run(() -> interfaces.look(name)) instanceof Interfaces.Seen.Here)
            .toList();
    assertEquals(List.of(judged), seen);
    Watch watch = Watch.of(server);
    assertEquals(List.of(judged), refusedTo(watch, HERE), "input");
    assertEquals(List.of(judged), refusedTo(watch, BEHIND), "forward");
    server.nft("delete table inet watch");
  }

  private List<String> refusedTo(Watch watch, List<String> addresses) {
    List<String> refused = new ArrayList<>();
    for (int i = 0; i < NAMES.size(); i++) {
      Fate four = fate(watch, "203.0.113.80", addresses.getFirst(), FIRST + i);
      assertEquals(four, fate(watch, "2001:db8:9::9", addresses.getLast(), FIRST + i));
      if (four == Fate.REFUSED) {
        refused.add(NAMES.get(i));
      }
    }
    return refused;
  }

  private Fate fate(Watch watch, String from, String to, int dialled) {
    int own = ++port;
    Segment segment =
        new Segment(Rulesets.address(from), own, Rulesets.address(to), dialled, Segment.SYN);
    return watch.fate(own, () -> wan.send(segment));
  }

  @Test
  void asItIsCalled() {
    at("s0");
    judgesBy("s0");
  }

  @Test
  void renamedAndBack() {
    server.ip("link set s0 down");
    server.ip("link set s0 name wan0");
    at("wan0");
    judgesBy("wan0");
    server.ip("link set wan0 down");
    server.ip("link set wan0 name s0");
    at("s0");
    judgesBy("s0");
  }

  /** The kernel finds an interface by its other names, but packets come in by the first alone. */
  @Test
  void byAnotherNameBesides() {
    server.ip("link property add dev s0 altname alias0");
    at("s0");
    judgesBy("s0");
  }

  @Test
  void asAPortOfABridgeAndBack() {
    server.ip("link add br0 type bridge");
    server.ip("link set s0 master br0");
    server.ip("address flush dev s0");
    at("br0");
    judgesBy("br0");
    server.ip("link set s0 nomaster");
    server.ip("link delete br0");
    at("s0");
    judgesBy("s0");
  }
}
