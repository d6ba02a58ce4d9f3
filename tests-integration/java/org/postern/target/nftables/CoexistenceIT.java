package org.postern.target.nftables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.plan.Observation.Foreign;
import org.postern.plan.Ruleset;
import org.postern.target.nftables.Watch.Fate;

/**
 * Beside the rules of others: theirs cannot open what we close, and what they close is reported.
 */
class CoexistenceIT {
  private static final String POLICY =
      """
      sets: {s: {sources: [192.0.2.1]}}
      rules: [{name: smtp, hook: input, port: tcp/25, accept: [s], otherwise: drop}]
      """;

  /** The table's name as strace prints attributes. */
  private static final String POSTERN = "\\x70\\x6f\\x73\\x74\\x65\\x72\\x6e\\x00";

  private static final Ruleset WANTED = Rulesets.of(POLICY);

  private final World world = new World();
  private final Host host = world.host("server");

  @TempDir private Path folder;

  @AfterEach
  void endOfTheWorld() {
    world.close();
  }

  @ParameterizedTest
  @CsvSource({"-200", "0"})
  void whatOthersAcceptIsStillRefused(int priority) {
    Wire wire = world.wire(world.host("client"), "eth0", host, "eth0");
    host.ip("address add 198.51.100.10/24 dev eth0");
    host.bring(WANTED);
    host.load(
        "table inet open { chain c { type filter hook input priority %d; tcp dport 25 accept; }; }"
            .formatted(priority));
    Watch watch = Watch.of(host);
    Segment segment =
        new Segment(
            Rulesets.address("192.0.2.2"),
            4_000,
            Rulesets.address("198.51.100.10"),
            25,
            Segment.SYN);
    assertEquals(Fate.REFUSED, watch.fate(4_000, () -> wire.send(segment)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "inet | policy drop; | drops by policy what none of its rules accepts",
        "ip   | policy drop; | drops by policy what none of its rules accepts",
        "ip6  | policy drop; | drops by policy what none of its rules accepts",
        "inet | tcp dport 25 drop; | drops or rejects tcp/25",
        "ip   | tcp dport 25 counter drop; | drops or rejects tcp/25",
        "ip6  | tcp dport 25 reject; | drops or rejects tcp/25",
        "inet | tcp dport 25 reject with tcp reset; | drops or rejects tcp/25",
        "inet | tcp dport 20-30 drop; | drops or rejects tcp/20-30",
        "ip   | drop; | drops or rejects everything that reaches its rule",
        "inet | counter reject; | drops or rejects everything that reaches its rule",
      })
  void whatOthersRefuseIsReported(String family, String rule, String effect) {
    host.bring(WANTED);
    host.load(
        "table %s shut { chain c { type filter hook input priority 0; %s }; }"
            .formatted(family, rule));

    assertEquals(
        List.of(new Foreign(family + " shut c (hook input)", effect)), host.observe().foreign());
    host.holds(WANTED);
  }

  /** Whatever stands there is read without complaint, and about it we cannot tell. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ip saddr 10.0.0.0/8 drop",
        "limit rate 5000000000/second log prefix \"x\" drop",
        "limit rate over 5 mbytes/second drop",
        "meta nfproto ipv4 @nh,0,128 & 0xff00ff == 0xff drop",
        "ip6 saddr & ffff::ff00 == 2001:: drop",
        "iifname \"abcdefghijklmn*\" drop",
        "iifname \"ÄÄÄÄÄÄ\" drop",
        "tcp dport { 25, 465 } drop",
        "meta l4proto tcp ct state new ct original proto-dst 26 drop",
        "ip saddr . tcp dport { 10.0.0.1 . 25 } drop",
        "tcp flags syn tcp option maxseg size 1-500 drop",
        "meta l4proto tcp fib saddr type local drop",
      })
  void rulesOfEveryKindAreRead(String rule) {
    host.bring(WANTED);
    host.load(
        "table inet odd { chain c { type filter hook input priority 0; %s; }; }".formatted(rule));

    assertEquals(List.of(), host.observe().foreign());
    host.holds(WANTED);
  }

  /** The kernel takes half a minute to list a large interval set: we never ask for one. */
  @Test
  void elementsOfOthersAreNeverAskedFor() throws Exception {
    host.bring(WANTED);
    host.load(
        """
        table inet other {
          set big { type ipv4_addr; flags interval; elements = { 10.0.0.0/8 }; }
          set plain { type ipv4_addr; elements = { 192.0.2.9 }; }
          chain c { type filter hook input priority 0; ip saddr @big drop; ip saddr @plain drop; }
        }
        """);
    Path policy = Files.writeString(folder.resolve("policy.yaml"), POLICY);
    Path trace = folder.resolve("trace");
    host.exec(
        "strace -f -qq -s 200 -e trace=sendto,sendmsg -o %s %s plan %s --state %s"
            .formatted(
                trace, System.getProperty("postern.image"), policy, folder.resolve("state")));

    List<String> asked =
        Files.readAllLines(trace).stream().filter(line -> line.contains("GETSETELEM")).toList();
    assertTrue(!asked.isEmpty(), "the trace shows no question for elements");
    assertEquals(List.of(), asked.stream().filter(line -> !line.contains(POSTERN)).toList());
  }
}
