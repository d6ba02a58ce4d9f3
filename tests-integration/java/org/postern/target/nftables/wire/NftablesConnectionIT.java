package org.postern.target.nftables.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postern.target.nftables.CollectedElements;
import org.postern.target.nftables.ExampleRuleset;
import org.postern.target.nftables.NetnsThread;
import org.postern.target.nftables.netlink.Bytes;
import org.postern.target.nftables.netlink.NfTables;
import org.postern.target.nftables.netlink.TableFamily;
import org.postern.target.nftables.wire.Chains.ChainInfo;
import org.postern.target.nftables.wire.ElementCursor.Element;
import org.postern.target.nftables.wire.Rules.NewRule;
import org.postern.target.nftables.wire.Rules.RuleInfo;
import org.postern.target.nftables.wire.Sets.SetInfo;

/** What we write, as the kernel and nft see it. */
class NftablesConnectionIT {
  private static final TableFamily FAMILY = ExampleRuleset.FAMILY;
  private static final String TABLE = ExampleRuleset.TABLE;

  private final NetnsThread namespace = new NetnsThread();

  @AfterEach
  void leaveNamespace() {
    namespace.close();
  }

  private long load() {
    return namespace.connected(connection -> connection.commit(ExampleRuleset.requests()));
  }

  private List<RuleInfo> rules() {
    return namespace.connected(connection -> connection.reader().rules(FAMILY, TABLE));
  }

  @Test
  void nftListsWhatWeWrote() throws IOException {
    load();

    assertEquals(example(), namespace.nft("", "list", "ruleset"));
  }

  private static String example() throws IOException {
    try (InputStream file =
        NftablesConnectionIT.class.getResourceAsStream("/nftables/example.nft")) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void theKernelReturnsTheRulesThatWeWrote() {
    load();

    List<RuleInfo> rules = rules();
    for (int index = 0; index < rules.size(); index++) {
      NewRule sent = ExampleRuleset.rules().get(index);
      RuleInfo found = rules.get(index);
      assertEquals(sent.chain(), found.chain());
      assertEquals(sent.expressions(), found.expressions());
      assertEquals(sent.comment(), found.comment());
    }
    assertEquals(ExampleRuleset.rules().size(), rules.size());
  }

  @Test
  void rulesWrittenByNftDecodeLikeOurs() throws IOException {
    namespace.nft(example(), "-f", "-");

    assertEquals(
        ExampleRuleset.rules().stream().map(NewRule::expressions).toList(),
        rules().stream().map(RuleInfo::expressions).toList());
  }

  @Test
  void chainsAreReadBack() {
    load();

    List<Optional<Chains.BaseHook>> bases =
        namespace.connected(connection -> connection.reader().chains()).stream()
            .map(ChainInfo::base)
            .toList();
    assertEquals(
        List.of(
            Optional.of(Chains.BaseHook.filter(NfTables.NF_INET_LOCAL_IN, -10)),
            Optional.of(Chains.BaseHook.filter(NfTables.NF_INET_FORWARD, -10)),
            Optional.of(Chains.BaseHook.filter(NfTables.NF_INET_LOCAL_OUT, -10)),
            Optional.empty()),
        bases);
  }

  @Test
  void setsAreReadBackWithoutTheirElements() {
    load();

    List<SetInfo> sets = namespace.connected(connection -> connection.reader().sets(FAMILY, TABLE));
    assertEquals(
        List.of("wan", "n32", "n24", "m64", "seen4", "seen6"),
        sets.stream().map(SetInfo::name).toList());
    SetInfo seen = sets.get(4);
    assertEquals(Optional.of(65536), seen.size());
    assertEquals(Optional.of(Duration.ofHours(1)), seen.timeout());
    assertEquals(Optional.of(Statements.Counter.ZERO), seen.element());
  }

  @Test
  void elementsTellTheirTimeAndTheirCounter() {
    load();
    namespace.nft(
        "add element inet postern seen4 { 192.0.2.9 counter packets 3 bytes 180 timeout 30m }",
        "-f",
        "-");

    CollectedElements found = new CollectedElements();
    namespace.connected(
        connection -> {
          connection.reader().elements(FAMILY, TABLE, "seen4", found);
          return found;
        });
    Element element = found.elements().getFirst();
    assertEquals(Bytes.of(192, 0, 2, 9), element.key());
    assertEquals(Optional.of(Duration.ofMinutes(30)), element.timeout());
    assertTrue(element.expires().orElseThrow().toMinutes() >= 29);
    assertEquals(Optional.of(new Statements.Counter(3, 180)), element.counter());
  }

  @Test
  void aGenerationIsMovedByChangesOnly() {
    long loaded = load();

    long same = namespace.connected(connection -> connection.commit(List.of()));
    assertEquals(loaded, same);
    long next = namespace.connected(connection -> connection.commit(ExampleRuleset.requests()));
    assertTrue(next > loaded);
    long read = namespace.connected(NftablesConnection::generation);
    assertEquals(next, read);
  }

  @Test
  void aTableOfOursGoesWithoutATrace() {
    load();
    namespace.connected(
        connection -> connection.commit(List.of(new Tables.DelTable(FAMILY, TABLE))));

    assertEquals("", namespace.nft("", "list", "ruleset"));
  }

  @Test
  void rulesOfOthersAreReadInEveryFamily() {
    namespace.nft(
        """
        table ip a {
          chain c { type nat hook postrouting priority srcnat; masquerade; }
        }
        table ip6 a {
          chain c { ip6 nexthdr tcp meta mark set 1 counter log group 2; }
        }
        table arp a {
          chain c { type filter hook input priority 0; policy drop; arp operation 1 accept; }
        }
        table bridge a {
          chain c { ether type vlan vlan id 5 drop; }
        }
        table netdev a {
          chain c { tcp dport vmap { 25 : drop, 80 : accept }; tcp dport 1-9 notrack; }
        }
        table inet a {
          set s { type ipv4_addr; flags interval; elements = { 10.0.0.0/8 }; }
          chain c { ip saddr @s ct mark set 7 limit rate over 3 mbytes/second drop; }
        }
        """,
        "-f",
        "-");

    for (TableFamily family : TableFamily.values()) {
      List<RuleInfo> rules =
          namespace.connected(connection -> connection.reader().rules(family, "a"));
      assertTrue(!rules.isEmpty(), family::word);
      for (RuleInfo rule : rules) {
        assertTrue(!rule.expressions().isEmpty(), rule::toString);
      }
    }
    assertEquals(6, namespace.connected(connection -> connection.reader().tables()).size());
  }
}
