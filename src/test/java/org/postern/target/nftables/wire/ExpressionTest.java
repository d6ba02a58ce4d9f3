package org.postern.target.nftables.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.postern.target.nftables.netlink.NfTables.NFT_REG_1;
import static org.postern.target.nftables.netlink.NfTables.NFT_REG_2;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.target.nftables.Encoded;
import org.postern.target.nftables.ExampleRuleset;
import org.postern.target.nftables.netlink.AttributeWriter;
import org.postern.target.nftables.netlink.Attributes;
import org.postern.target.nftables.netlink.Bytes;
import org.postern.target.nftables.netlink.NfTables;
import org.postern.target.nftables.netlink.NftablesException;
import org.postern.target.nftables.wire.Expression.Unknown;

class ExpressionTest {

  static Stream<Expression> all() {
    return Stream.concat(
        ExampleRuleset.rules().stream().flatMap(rule -> rule.expressions().stream()),
        Stream.of(
            new Loads.Meta(NfTables.NFT_META_OIFNAME, NFT_REG_2),
            new Loads.Ct(NfTables.NFT_CT_STATE, OptionalInt.empty(), NFT_REG_1),
            new Loads.Ct(NfTables.NFT_CT_PROTO_DST, OptionalInt.of(1), NFT_REG_1),
            new Loads.Meta(NfTables.NFT_META_TIME_NS, NFT_REG_1),
            new Loads.Exthdr(44, 2, 2, NFT_REG_2),
            Loads.Byteorder.comparable(NFT_REG_1, 8),
            new Loads.Byteorder(NFT_REG_1, NFT_REG_2, 0, 4, 2),
            new Loads.Bitwise(NFT_REG_1, NFT_REG_2, Bytes.host32(8), Bytes.host32(1)),
            new Matches.Cmp(NFT_REG_1, NfTables.NFT_CMP_NEQ, Bytes.interfaceName("eth0")),
            new Matches.Range(NFT_REG_1, NfTables.NFT_RANGE_NEQ, Bytes.be16(1), Bytes.be16(9)),
            new Matches.Lookup("blocked", NFT_REG_2, true),
            new Matches.Limit(10, 3600, 0, true),
            new Statements.ImmediateVerdict(NfTables.NF_DROP),
            new Statements.ImmediateVerdict(NfTables.NFT_GOTO, Optional.of("elsewhere")),
            new Statements.Counter(3, 180),
            new Statements.DynsetUpdate(
                NfTables.NFT_DYNSET_OP_UPDATE,
                "seen",
                NFT_REG_1,
                Optional.of(Duration.ofMillis(90_061)),
                Optional.of(new Statements.Counter(1, 60))),
            new Statements.Reject(NfTables.NFT_REJECT_ICMPX_UNREACH, OptionalInt.of(3)),
            new Statements.Log(Optional.empty(), 6),
            new Unknown("nat", Bytes.zeros(0)),
            new Unknown("xfrm", Bytes.of(8, 0, 1, 0, 0, 0, 0, 2))));
  }

  @ParameterizedTest
  @MethodSource("all")
  void everyExpressionIsReadBackAsItWasWritten(Expression expression) throws NftablesException {
    assertEquals(expression, Expression.decode(Encoded.expression(expression)));
  }

  @Test
  void anAttributeThatIsNotUnderstoodMakesTheExpressionUnknown() throws NftablesException {
    Expression lookup = new Matches.Lookup("map", NFT_REG_1, false);
    AttributeWriter data = new AttributeWriter();
    lookup.encodeData(data);
    int destinationRegister = 3;
    data.be32(destinationRegister, NFT_REG_2);

    Unknown map = new Unknown("lookup", Bytes.copyOf(data.toArray(), 0, data.length()));

    assertEquals(map, Expression.decode(Encoded.expression(map)));
  }

  @Test
  void zeroesThatTheKernelAddsChangeNothing() throws NftablesException {
    Expression mask = Loads.Bitwise.and(NFT_REG_1, Bytes.be32(0xffffff00));
    AttributeWriter data = new AttributeWriter();
    mask.encodeData(data);
    data.be32(NfTables.NFTA_BITWISE_OP, 0);
    Unknown asDumped = new Unknown("bitwise", Bytes.copyOf(data.toArray(), 0, data.length()));

    assertEquals(mask, Expression.decode(Encoded.expression(asDumped)));
  }

  /** Whether there is such a header, and an option of TCP: others' rules ask for these. */
  @Test
  void anExtensionHeaderThatIsOnlyLookedForIsNotRead() throws NftablesException {
    Expression header = new Loads.Exthdr(44, 0, 1, NFT_REG_1);
    for (int attribute : List.of(NfTables.NFTA_EXTHDR_FLAGS, NfTables.NFTA_EXTHDR_OP)) {
      AttributeWriter data = new AttributeWriter();
      header.encodeData(data);
      data.be32(attribute, 1);
      Unknown asDumped = new Unknown("exthdr", Bytes.copyOf(data.toArray(), 0, data.length()));
      assertEquals(asDumped, Expression.decode(Encoded.expression(asDumped)));
    }
  }

  @Test
  void aConstantLoadedIntoARegisterIsNoVerdict() throws NftablesException {
    AttributeWriter data = new AttributeWriter();
    data.be32(NfTables.NFTA_IMMEDIATE_DREG, NFT_REG_1);
    data.data(NfTables.NFTA_IMMEDIATE_DATA, Bytes.be32(1));
    Unknown load = new Unknown("immediate", Bytes.copyOf(data.toArray(), 0, data.length()));

    assertEquals(load, Expression.decode(Encoded.expression(load)));
  }

  @Test
  void listsKeepTheirOrder() throws NftablesException {
    List<Expression> expressions = all().toList();
    AttributeWriter out = new AttributeWriter();
    Expression.encodeList(NfTables.NFTA_RULE_EXPRESSIONS, expressions, out);
    Attributes list = Attributes.read(out.toArray(), 0, out.length());

    assertEquals(expressions, Expression.decodeList(list.nested(NfTables.NFTA_RULE_EXPRESSIONS)));
  }
}
