package org.postern.target.nftables.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.postern.target.nftables.CollectedElements;
import org.postern.target.nftables.Encoded;
import org.postern.target.nftables.netlink.Bytes;
import org.postern.target.nftables.netlink.NfTables;
import org.postern.target.nftables.netlink.NftablesException;
import org.postern.target.nftables.netlink.TableFamily;
import org.postern.target.nftables.wire.Chains.BaseHook;
import org.postern.target.nftables.wire.Chains.ChainInfo;
import org.postern.target.nftables.wire.Counters.CounterInfo;
import org.postern.target.nftables.wire.Rules.NewRule;
import org.postern.target.nftables.wire.Rules.RuleInfo;
import org.postern.target.nftables.wire.Sets.SetInfo;
import org.postern.target.nftables.wire.Tables.TableInfo;

/** What we ask for is what our decoders find in it. */
class RequestTest {
  private static final TableFamily FAMILY = TableFamily.INET;

  @Test
  void aTable() throws NftablesException {
    Request request = new Tables.NewTable(FAMILY, "t", NfTables.NFT_TABLE_F_OWNER, true);

    assertEquals(
        new TableInfo(FAMILY, "t", NfTables.NFT_TABLE_F_OWNER, 0, 0, Optional.empty()),
        TableInfo.decode(Encoded.message(request)));
  }

  @Test
  void aBaseChain() throws NftablesException {
    BaseHook base = new BaseHook("filter", NfTables.NF_INET_FORWARD, -10, NfTables.NF_DROP);
    Request request = new Chains.NewChain(TableFamily.IP6, "t", "c", Optional.of(base));

    assertEquals(
        new ChainInfo(TableFamily.IP6, "t", "c", 0, Optional.of(base)),
        ChainInfo.decode(Encoded.message(request)));
  }

  @Test
  void aPlainChain() throws NftablesException {
    Request request = new Chains.NewChain(FAMILY, "t", "c", Optional.empty());

    assertEquals(
        new ChainInfo(FAMILY, "t", "c", 0, Optional.empty()),
        ChainInfo.decode(Encoded.message(request)));
  }

  @Test
  void aRuleWithItsComment() throws NftablesException {
    List<Expression> expressions = ExpressionTest.all().toList();
    Request request = new NewRule(FAMILY, "t", "c", expressions, Optional.of("policy.yaml:3"));

    assertEquals(
        new RuleInfo(
            FAMILY, "t", "c", 0, Optional.empty(), expressions, Optional.of("policy.yaml:3")),
        RuleInfo.decode(Encoded.message(request)));
  }

  @Test
  void aPlainSet() throws NftablesException {
    Request request = Sets.NewSet.hash(FAMILY, "t", "s", KeyType.IPV6_ADDR);

    assertEquals(
        new SetInfo(
            FAMILY,
            "t",
            "s",
            0,
            8,
            16,
            0,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty()),
        SetInfo.decode(Encoded.message(request)));
  }

  @Test
  void aSetThatLearnsAndCounts() throws NftablesException {
    Duration hour = Duration.ofHours(1);
    Request request = Sets.NewSet.learning(FAMILY, "t", "s", KeyType.IPV4_ADDR, 65536, hour, true);

    assertEquals(
        new SetInfo(
            FAMILY,
            "t",
            "s",
            0,
            7,
            4,
            NfTables.NFT_SET_EVAL | NfTables.NFT_SET_TIMEOUT,
            Optional.of(65536),
            Optional.of(hour),
            Optional.of(Statements.Counter.ZERO),
            Optional.empty()),
        SetInfo.decode(Encoded.message(request)));
  }

  @Test
  void aCounter() throws NftablesException {
    Request request = new Counters.NewCounter(FAMILY, "t", "passed");

    assertEquals(
        new CounterInfo(FAMILY, "t", "passed", 0, 0, 0),
        CounterInfo.decode(Encoded.message(request)));
  }

  @Test
  void elementsOfEveryType() throws NftablesException {
    assertEquals(
        List.of(Bytes.of(192, 0, 2, 1), Bytes.of(255, 255, 255, 255)),
        keys(ElementKeys.ipv4(0xc0000201L, 0xffffffffL)));
    assertEquals(
        List.of(Bytes.of(0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0x80, 0, 0, 0, 0, 0, 0, 5)),
        keys(ElementKeys.ipv6(0x20010db800000000L, 0x8000000000000005L)));
    assertEquals(
        List.of(Bytes.interfaceName("eth0"), Bytes.interfaceName("wg-backbone-0")),
        keys(ElementKeys.interfaces("eth0", "wg-backbone-0")));
  }

  private static List<Bytes> keys(ElementKeys keys) throws NftablesException {
    CollectedElements found = new CollectedElements();
    Request request = new Elements.NewSetElem(FAMILY, "t", "s", keys);
    ElementCursor.decode(Encoded.message(request), found);
    return new ArrayList<>(found.keys());
  }

  @Test
  void namesOfInterfacesMustFitTheKernels() {
    assertThrows(IllegalArgumentException.class, () -> ElementKeys.interfaces("sixteen-letters-"));
  }

  @Test
  void theUserDataOfOthersIsNoComment() {
    assertEquals(Optional.empty(), UserData.ruleComment(Bytes.of(1, 4, 0, 0, 0, 0)));
    assertEquals(Optional.empty(), UserData.ruleComment(Bytes.of(0, 9, 'x')));
    assertEquals(
        Optional.of("ours"), UserData.ruleComment(Bytes.of(1, 1, 7, 0, 5, 'o', 'u', 'r', 's', 0)));
  }
}
