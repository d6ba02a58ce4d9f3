package org.postern.target.nftables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postern.Sizes;
import org.postern.address.Address;
import org.postern.plan.Ruleset;
import org.postern.target.nftables.netlink.TableFamily;

/**
 * What the watch over fragments costs packets that no rule judges, beside rules without it, and
 * beside connection tracking, which would put fragments together. A foreign rule drops what gets
 * through, lest the stack answers.
 */
@Tag("nightly")
class FragmentsBenchmarkIT {
  private static final int ROUNDS = Sizes.pick(40, 200);
  private static final int SLICE = 2_000;
  private static final Address SERVER = Rulesets.address("2001:db8:ff::10");
  private static final Address SERVER4 = Rulesets.address("198.51.100.10");
  private static final Address PEER = Rulesets.address("2a0e:bad::5");
  private static final Address PEER4 = Rulesets.address("45.9.0.5");
  private static final Ruleset RULES =
      Rulesets.of(
          """
          sets: {filter: {sources: ["2a01:111:f400::/48", 192.0.2.0/24]}}
          rules:
            - {name: smtp, hook: input, port: tcp/25, accept: [filter], otherwise: drop}
          """);

  @TempDir private Path folder;

  private final World world = new World();
  private final Map<Host, Wire> hosts = new LinkedHashMap<>();
  private final Map<Host, Host> clients = new LinkedHashMap<>();

  /** Packets of which none is for a port that a rule judges, all equally long. */
  private enum Packets {
    IPV4 {
      @Override
      byte[] packet(int port) {
        return Piece4.cut(segment(PEER4, port, SERVER4)).getFirst().packet(PEER4, SERVER4);
      }
    },
    IPV6 {
      @Override
      byte[] packet(int port) {
        return Piece.of(segment(PEER, port, SERVER)).packet(PEER, SERVER);
      }
    },
    IPV6_OPTIONS {
      @Override
      byte[] packet(int port) {
        return Piece.of(segment(PEER, port, SERVER))
            .behind(ExtensionHeader.DESTINATION, 8)
            .packet(PEER, SERVER);
      }
    };

    abstract byte[] packet(int port);

    private static Segment segment(Address from, int port, Address to) {
      return new Segment(from, port, to, 80, Segment.SYN);
    }
  }

  private static Ruleset withoutWatch() {
    return new Ruleset(RULES.rules().stream().map(rule -> rule.withWholeOnly(true)).toList());
  }

  @AfterEach
  void endOfTheWorld() {
    world.close();
  }

  @ParameterizedTest
  @EnumSource(Filter.class)
  void packetsThatNoRuleJudges(Filter filter) throws IOException {
    join("none", filter);
    join("without", filter).bring(withoutWatch());
    join("ours", filter).bring(RULES);
    Host tracking = join("tracking", filter);
    tracking.bring(withoutWatch());
    tracking.load(
        "table inet tracking { chain in { type filter hook input priority 50; ct state new; }; }");
    String program = CProgram.compile("flood", folder);
    for (Packets packets : Packets.values()) {
      List<String> costs = flood(program, packets);
      System.out.printf(
          "%s to another port, %s, ns (least, quartiles): no rules %s; rules %s; with fragments %s;"
              + " rules and connection tracking %s%n",
          packets, filter, costs.get(0), costs.get(1), costs.get(2), costs.get(3));
    }
    Set<Long> came =
        hosts.keySet().stream().map(FragmentsBenchmarkIT::came).collect(Collectors.toSet());
    assertEquals(1, came.size(), () -> "so many came to the hosts: " + came);
    assertTrue(came.iterator().next() >= (long) Packets.values().length * ROUNDS * SLICE);
  }

  private Host join(String role, Filter filter) throws IOException {
    Host host = world.host(role, filter);
    Host client = world.host("client");
    hosts.put(host, world.wire(client, "eth0", host, "eth0"));
    host.ip("address add 2001:db8:ff::10/64 dev eth0 nodad");
    host.ip("address add 198.51.100.10/24 dev eth0");
    host.load(
        """
        table inet end {
          counter came { }
          chain in { type filter hook input priority 100; tcp dport 80 counter name "came" drop; }
        }
        """);
    clients.put(host, client);
    return host;
  }

  private List<String> flood(String program, Packets packets) throws IOException {
    int length = Segment.ETHERNET + packets.packet(1).length;
    List<String> command = new ArrayList<>(List.of(program));
    List.of(ROUNDS, SLICE, length).forEach(number -> command.add(number.toString()));
    for (Map.Entry<Host, Wire> entry : hosts.entrySet()) {
      Path frames = folder.resolve(entry.getKey().name() + packets);
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(frames))) {
        for (int i = 0; i < (ROUNDS + 1) * SLICE; i++) {
          out.write(entry.getValue().frame(packets.packet(20_000 + i % 40_000)));
        }
      }
      Host client = Objects.requireNonNull(clients.get(entry.getKey()));
      command.addAll(List.of("/run/netns/" + client.name(), "eth0", frames.toString()));
    }
    Host any = hosts.keySet().iterator().next();
    return Child.run(any, command.toArray(String[]::new)).output().lines().toList();
  }

  private static long came(Host host) {
    return host
        .connected(connection -> connection.reader().counters(TableFamily.INET, "end"))
        .stream()
        .filter(one -> one.name().equals("came"))
        .findFirst()
        .orElseThrow()
        .packets();
  }
}
