package org.postern.target.mail.tcpserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.address.Address;
import org.postern.address.AddressSet;
import org.postern.address.Family;
import org.postern.plan.AccessRule;
import org.postern.plan.Ruleset;
import org.postern.plan.ToyWorld;
import org.postern.policy.Refusal;
import org.postern.target.mail.ConnectionRules;
import org.postern.target.mail.MailBench;

/** The administrator's lines and ours, by the order in which tcpserver looks for them. */
class MergedRulesTest {
  private static AccessRule rule(String... peers) {
    return MailBench.rule("mta", ConnectionRules.scope(), Refusal.DEFER, peers);
  }

  private static String merged(String his, AccessRule... rules) {
    return MergedRules.of(SourceLines.read(his), new Ruleset(List.of(rules))).text(his);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "192.0.2.1=192.0.2.1",
        "192.0.2.0/28=192.0.2.0-15",
        "192.0.2.0/24=192.0.2.",
        "192.0.2.0/23=192.0.2-3.",
        "10.0.0.0/8=10.",
        "8.0.0.0/6=8-11.",
        "10.1.0.0/16=10.1.",
        "0.0.0.0/0=0-255.",
        "192.0.2.254-192.0.3.1=192.0.2.254-255 192.0.3.0-1",
        "9.255.255.255-10.0.0.0=9.255.255.255 10.0.0.0",
        "255.255.255.255=255.255.255.255"
      })
  void anySetHasExactKeys(String line) {
    String[] parts = line.split("=", -1);
    AddressSet set = ToyWorld.set(parts[0]);
    List<String> keys = OctetKeys.of(set);
    assertEquals(List.of(parts[1].split(" ", -1)), keys);
    AddressSet.Builder read = AddressSet.builder();
    keys.forEach(key -> read.add(OctetKeys.read(key).orElseThrow().addresses()));
    assertEquals(set, read.build());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "192.0.2.0/24",
        "192.0.2",
        "10",
        "192.0.2.256",
        "192.0.2.1.",
        "01.2.3.4",
        "=a.example",
        "root@192.0.2.1",
        "192.0.2.1 ",
        "300.",
        "a.",
        "1.2.3.4.5",
        "1-2-3.",
        "2001",
        ""
      })
  void whatIsNoKeyOfAddressesIsNone(String key) {
    assertEquals(Optional.empty(), OctetKeys.read(key));
  }

  @Test
  void withoutLinesOfHisAllOthersAreDenied() {
    assertEquals("127.:allow\n192.0.2.0-15:allow\n:deny\n", merged("", rule("192.0.2.0/28")));
    assertEquals("127.:allow\n:deny\n", merged("", rule()));
  }

  @Test
  void hisLinesStayAndNoneOfOursIsWithinOneOfThem() {
    String his =
        """
        # relays
        10.1.:allow,RELAYCLIENT=""
        192.0.2.5:allow,RELAYCLIENT=""\s\s
        198.51.100.7:deny\
        """;
    assertEquals(
        """
        10.1.:allow,RELAYCLIENT=""
        192.0.2.5:allow,RELAYCLIENT=""
        198.51.100.7:deny
        127.:allow
        192.0.2.4:allow
        192.0.2.6-7:allow
        198.51.100.6:allow
        :deny
        """,
        merged(his, rule("10.1.2.3", "192.0.2.4/30", "198.51.100.6/31")));
  }

  @Test
  void aLineOfHisForAllOthersIsTheOnlyOne() {
    assertEquals(":deny\n127.:allow\n192.0.2.1:allow\n", merged(":deny", rule("192.0.2.1")));
    assertEquals(":allow\n", merged(":allow\n", rule("192.0.2.1")));
    String scanned = ":allow,QMAILQUEUE=\"/var/qmail/bin/simscan\"\n";
    assertEquals(scanned, merged(scanned, rule("192.0.2.1")));
  }

  @Test
  void whileARuleIsOpenOnlyHisLinesCount() {
    AccessRule open =
        rule("192.0.2.1").withOpenUntil(Optional.of(Instant.parse("2031-01-02T03:04:05Z")));
    assertEquals("10.:deny\n", merged("10.:deny\n", open));
    assertEquals(Optional.of(open), RuleText.read("mta", RuleText.write(open)));
    assertEquals("10.:deny\n", merged("10.:deny\n"));
  }

  /** A second reading of the manual, address by address, against the sets. */
  @Test
  void whatHisLinesMeanIsWhatTcpserverLooksUp() {
    List<String> keys =
        List.of(
            "10.", "10.1.", "10.1-2.", "10.1.1.", "10.1.1.1", "10.1.1.1-3", "10.2.3.", "", "=:x");
    List<String> peers =
        List.of("10.0.0.1", "10.1.0.1", "10.1.1.1", "10.1.1.3", "10.1.1.9", "10.2.3.4", "11.0.0.1");
    Random random = new Random(5);
    for (int world = 0; world < 2_000; world++) {
      List<String> his = new ArrayList<>();
      for (String key : keys) {
        if (random.nextInt(3) == 0) {
          his.add(
              random.nextInt(his.size() + 1), key + (random.nextBoolean() ? ":allow" : ":deny"));
        }
      }
      AccessRule rule =
          rule(
              Stream.of("10.1.1.3", "10.1.0.0/16", "11.0.0.1")
                  .filter(_ -> random.nextBoolean())
                  .toArray(String[]::new));
      String source = String.join("\n", his);
      MergedRules merged = MergedRules.of(SourceLines.read(source), new Ruleset(List.of(rule)));
      List<String> all = List.of(merged.text(source).split("\n", -1));
      for (String peer : peers) {
        Address address = ToyWorld.address(peer);
        assertEquals(found(all, peer), merged.accepts(address), () -> peer + " in " + all);
        assertEquals(meant(his, rule, peer), merged.accepts(address), () -> peer + " by " + his);
      }
    }
  }

  /** Denied by his lines or, where none of them has a say, by the rule. */
  private static boolean meant(List<String> his, AccessRule rule, String peer) {
    Optional<Boolean> line = decided(his, peer, true);
    return line.orElseGet(
        () ->
            decided(his, "", true).orElse(false) || rule.peers().contains(ToyWorld.address(peer)));
  }

  private static boolean found(List<String> lines, String peer) {
    return decided(lines, peer, true).or(() -> decided(lines, "", true)).orElse(true);
  }

  /** The whole address, then ever fewer octets with a dot behind them. */
  private static Optional<Boolean> decided(List<String> lines, String peer, boolean whole) {
    for (String line : lines) {
      String key = line.contains(":") ? line.substring(0, line.indexOf(':')) : "none";
      boolean same = key.equals(peer) || (!peer.isEmpty() && OctetKeys.singles(key).contains(peer));
      if (same) {
        return Optional.of(line.endsWith(":allow"));
      }
    }
    String rest = whole || !peer.endsWith(".") ? peer : peer.substring(0, peer.length() - 1);
    int dot = rest.lastIndexOf('.');
    return dot < 0 ? Optional.empty() : decided(lines, rest.substring(0, dot + 1), false);
  }

  @Test
  void namesOfHostsAreTold() {
    SourceLines lines =
        SourceLines.read("=.antispamcloud.com:allow,RELAYCLIENT=\"\"\n=x.example:deny\n:deny\n");
    assertEquals(List.of("=.antispamcloud.com:allow,RELAYCLIENT=\"\""), lines.names());
    assertFalse(lines.otherwise().orElseThrow().allows());
    assertTrue(lines.covered().isEmpty(Family.IP));
  }
}
