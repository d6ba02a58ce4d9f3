package org.postern.target.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.Sizes;
import org.postern.address.AddressSet;
import org.postern.address.text.SpecialPurpose;
import org.postern.host.CommandRunner;
import org.postern.plan.Equivalence;
import org.postern.plan.Observation;
import org.postern.plan.Plan;
import org.postern.plan.Ruleset;
import org.postern.plan.ToyWorld;
import org.postern.target.Secrets;
import org.postern.target.Target;
import org.postern.target.windows.ExchangeModel.Connector;

/** Random organisations: plan, apply, read back, change, restore. */
class ExchangeWorldsIT {
  private static final List<String> VERSIONS =
      List.of(
          "Version 8.3 (Build 83.6)",
          "Version 14.3 (Build 123.4)",
          "Version 15.0 (Build 1497.2)",
          "Version 15.1 (Build 2507.6)",
          "Version 15.2 (Build 1118.7)");

  static LongStream seeds() {
    return LongStream.range(0, Sizes.pick(50, 400));
  }

  /** A server, and which of its connectors is meant. */
  private record World(ModelledExchange server, Connector meant, int port) {}

  private static World world(Random random) {
    ModelledExchange made = new ModelledExchange();
    String version = VERSIONS.get(random.nextInt(VERSIONS.size()));
    boolean modern = version.startsWith("Version 15");
    boolean edge = random.nextInt(4) == 0;
    String roles = edge ? "Edge" : modern ? "Mailbox" : "Mailbox, ClientAccess, HubTransport";
    made.server("MBX1", version, roles, "10.9.8.7", "2001:db8:99::7");
    for (int i = 2; i < 2 + random.nextInt(3); i++) {
      made.server("MBX" + i, version, "Mailbox", "192.0.2." + i, "10.9.8." + (6 + i));
    }
    made.exchange.snapin =
        modern
            ? "Microsoft.Exchange.Management.PowerShell.SnapIn"
            : "Microsoft.Exchange.Management.PowerShell."
                + (version.startsWith("Version 8") ? "Admin" : "E2010");
    made.exchange.loaded = random.nextBoolean();
    boolean special = random.nextInt(4) == 0;
    int port = special ? 2525 : 25;
    String front = modern && !edge ? "FrontendTransport" : "HubTransport";
    Connector meant;
    if (special) {
      made.options.put("connector", "Filter (au\u00dfen) '" + random.nextInt(9) + "'");
      meant = made.connector(made.options.get("connector"), front, "0.0.0.0:2525");
    } else {
      String name =
          edge
              ? "Default internal receive connector MBX1"
              : modern ? "Default Frontend MBX1" : "Default MBX1";
      meant = made.connector(name, front, "0.0.0.0:25", "[::]:25");
    }
    meant.comment = random.nextInt(3) == 0 ? "made by setup [sic]" : "";
    if (modern && !edge) {
      made.connector("Default MBX1", "HubTransport", "0.0.0.0:2525", "[::]:2525").ranges =
          List.of("10.0.0.0/8");
      made.connector("Client Frontend MBX1", front, "0.0.0.0:587");
    }
    others(random, made, front);
    return new World(made, meant, port);
  }

  private static void others(Random random, ModelledExchange made, String front) {
    for (int i = 0; i < random.nextInt(4); i++) {
      Connector other =
          made.connector(
              "Relay " + i, front, "192.168.1." + i + ":" + (random.nextBoolean() ? 25 : 2525));
      other.enabled = random.nextInt(5) > 0;
      other.ranges =
          switch (random.nextInt(4)) {
            case 0 -> List.of("10.1.0.0/255.255.0.0", "10.2.3.4");
            case 1 -> List.of("192.0.2.16-192.0.2.200", "2001:db8::/32");
            case 2 -> List.of("172.16.0.0/12");
            default -> ExchangeModel.EVERYWHERE;
          };
      other.comment = random.nextBoolean() ? "printers" : "[Postern other mta 25]";
    }
  }

  private static AddressSet own(ModelledExchange server) {
    List<String> texts = new ArrayList<>();
    server.exchange.addresses.values().forEach(texts::addAll);
    return ToyWorld.set(texts.toArray(String[]::new));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void holdsExactlyTheListAndGivesItBack(long seed) throws Exception {
    Random random = new Random(seed);
    World world = world(random);
    ModelledExchange server = world.server();
    List<String> before = server.exchange.describe();
    List<String> rest = without(world.meant(), server);
    AddressSet peers = new WindowsWorld(random).scattered(5 + random.nextInt(30));
    for (int round = 0; round < 2; round++) {
      Ruleset meant = new Ruleset(List.of(ModelledExchange.rule("mta", peers, world.port())));
      Ruleset wanted = server.held(meant);
      assertEquals(Optional.empty(), Equivalence.compare(meant, wanted));
      String script = script(server, wanted);
      int writes = server.exchange.writes;
      assertEquals(2, run(server, script, world, peers, "-WhatIf"));
      assertEquals(writes, server.exchange.writes, "-WhatIf changes nothing");
      assertEquals(0, run(server, script, world, peers));
      assertEquals(
          peers.union(own(server)).union(SpecialPurpose.LOOPBACK), world.meant().admitted());
      assertEquals(writes + 1, server.exchange.writes, "one write");
      assertEquals(0, run(server, script, world, peers));
      assertEquals(writes + 1, server.exchange.writes, "a second run changes nothing");
      assertEquals(rest, without(world.meant(), server), "no other connector is touched");
      Observation held = target(server).observe();
      assertEquals(List.of(), held.anomalies());
      assertEquals(List.of(), Plan.between(held, wanted).changes());
      peers = new WindowsWorld(random).changed(peers);
    }
    assertEquals(0, server.run(script(server, Ruleset.empty())).exit());
    assertEquals(before, server.exchange.describe());
    assertEquals(Ruleset.empty(), target(server).observe().owned());
  }

  private static List<String> without(Connector meant, ModelledExchange server) {
    return server.exchange.describe().stream()
        .filter(line -> !line.startsWith(meant.identity() + " "))
        .toList();
  }

  private static Target target(ModelledExchange server) {
    return server.kind().open(server.binding(), Secrets.none());
  }

  private static String script(ModelledExchange server, Ruleset wanted) {
    Observation other = Observation.of(ModelledExchange.rules(ToyWorld.set("203.0.113.77")));
    return target(server).compile(Plan.between(other, wanted)).steps().getFirst().text();
  }

  /** Runs a script, and checks whether it says what others let in; its code without that. */
  private static int run(
      ModelledExchange server, String script, World world, AddressSet peers, String... switches) {
    CommandRunner.Result result = server.run(script, switches);
    boolean everywhere = false;
    for (Connector other : server.exchange.connectors) {
      boolean shared = other.bindings.stream().anyMatch(one -> one.endsWith(":" + world.port()));
      if (other == world.meant() || !other.enabled || !shared) {
        continue;
      }
      everywhere |= other.ranges.equals(ExchangeModel.EVERYWHERE);
      AddressSet held = peers.union(own(server)).union(SpecialPurpose.LOOPBACK);
      if (!other.admitted().subtract(held).isEmpty()) {
        assertTrue((result.output() + result.error()).contains(other.name), result::toString);
      }
    }
    int undisturbed = switches.length > 0 && result.output().contains("set ") ? 2 : 0;
    assertEquals(everywhere ? 7 : undisturbed, result.exit(), result::toString);
    return everywhere ? undisturbed : result.exit();
  }
}
