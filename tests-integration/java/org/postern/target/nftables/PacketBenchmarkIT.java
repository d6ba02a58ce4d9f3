package org.postern.target.nftables;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.Sizes;
import org.postern.address.Address;
import org.postern.target.nftables.layout.Names;
import org.postern.target.nftables.netlink.TableFamily;
import org.postern.target.nftables.wire.Counters;

/**
 * What a large list costs a packet of a peer that is not on it, beside interval sets: the worst
 * case, for it is looked for in every set. Three hosts get the same openings, one of them without a
 * list; a foreign rule drops what gets through, lest the stack answers.
 */
@Tag("nightly")
class PacketBenchmarkIT {
  private static final int ROUNDS = Sizes.pick(20, 200);
  private static final int SLICE = 2_000;
  private static final int FRAME = Segment.ETHERNET + 40;
  private static final Address SERVER = Rulesets.address("198.51.100.10");

  @TempDir private Path folder;

  private final World world = new World();
  private final Host none = world.host("none");
  private final Host ours = world.host("ours");
  private final Host peer = world.host("peer");

  /** Nanoseconds a packet. */
  private record Cost(double least, double lower, double median, double upper) {
    static Cost of(String line) {
      String[] words = line.split(" ", -1);
      return new Cost(number(words[0]), number(words[1]), number(words[2]), number(words[3]));
    }

    private static double number(String word) {
      return Double.parseDouble(word);
    }

    long over(Cost base) {
      return Math.round(median - base.median);
    }
  }

  @BeforeEach
  void load() throws IOException {
    Blocklist list = Blocklist.of(Benchmarks.LARGE);
    ours.bring(Rulesets.accepting(list.set()));
    peer.load(IntervalTable.script(list));
  }

  @AfterEach
  void endOfTheWorld() {
    world.close();
  }

  @Test
  void newConnectionsToTheListedPort() throws IOException {
    List<Cost> costs = flood(25);
    assertCame(ours, Names.TABLE, Names.refused("smtp"));
    assertCame(peer, "peer", "refused");
    compare("opening to port 25", costs).print(Goal.ratio(1));
  }

  @Test
  void otherPorts() throws IOException {
    List<Cost> costs = flood(80);
    assertCame(ours, "end", "came");
    assertCame(peer, "end", "came");
    double noise = costs.getFirst().upper() - costs.getFirst().lower();
    compare("opening to port 80", costs).print(new Goal("noise", (own, other) -> noise));
  }

  private static Comparison compare(String what, List<Cost> costs) {
    Cost base = costs.getFirst();
    String name =
        "%s, %d prefixes, added to %.0f ns (quartiles %.0f to %.0f)"
            .formatted(what, Benchmarks.LARGE, base.median(), base.lower(), base.upper());
    Comparison comparison = new Comparison(name, Unit.TIME);
    comparison.ours(costs.get(1).over(base));
    comparison.peer(costs.get(2).over(base));
    return comparison;
  }

  /** What a packet costs the three hosts. */
  private List<Cost> flood(int port) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(CProgram.compile("flood", folder));
    List.of(ROUNDS, SLICE, FRAME).forEach(number -> command.add(number.toString()));
    for (Host host : List.of(none, ours, peer)) {
      command.addAll(join(host, port));
    }
    String output = Child.run(none, command.toArray(String[]::new)).output();
    assertCame(none, "end", "came");
    return output.lines().map(Cost::of).toList();
  }

  /** Joins the host to a client; returns the words that have it flooded from there. */
  private List<String> join(Host host, int port) throws IOException {
    Host client = world.host("client");
    Wire wire = world.wire(client, "eth0", host, "eth0");
    host.ip("address add 198.51.100.10/24 dev eth0");
    host.load(
        """
        table inet end {
          counter came { }
          chain in { type filter hook input priority 100; counter name "came" drop; }
        }
        """);
    Path frames = folder.resolve(host.name());
    Random random = new Random(port);
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(frames))) {
      for (int i = 0; i < (ROUNDS + 1) * SLICE; i++) {
        int source = 1_024 + random.nextInt(60_000);
        Address stranger = Blocklist.stranger(random);
        out.write(wire.frame(new Segment(stranger, source, SERVER, port, Segment.SYN)));
      }
    }
    return List.of("/run/netns/" + client.name(), "eth0", frames.toString());
  }

  /** All the packets got as far as the counter. */
  private static void assertCame(Host host, String table, String counter) {
    List<Counters.CounterInfo> all =
        host.connected(connection -> connection.reader().counters(TableFamily.INET, table));
    long packets =
        all.stream().filter(one -> one.name().equals(counter)).findFirst().orElseThrow().packets();
    assertTrue(packets >= (long) ROUNDS * SLICE, () -> table + " " + counter + ": " + packets);
  }
}
