package org.postern.target.nftables;

import static org.postern.target.nftables.netlink.NfTables.IPPROTO_TCP;
import static org.postern.target.nftables.netlink.NfTables.IP_CT_DIR_ORIGINAL;
import static org.postern.target.nftables.netlink.NfTables.NFPROTO_IPV4;
import static org.postern.target.nftables.netlink.NfTables.NFT_CT_DIRECTION;
import static org.postern.target.nftables.netlink.NfTables.NFT_CT_PROTO_DST;
import static org.postern.target.nftables.netlink.NfTables.NFT_DYNSET_OP_ADD;
import static org.postern.target.nftables.netlink.NfTables.NFT_DYNSET_OP_UPDATE;
import static org.postern.target.nftables.netlink.NfTables.NFT_JUMP;
import static org.postern.target.nftables.netlink.NfTables.NFT_META_IIFNAME;
import static org.postern.target.nftables.netlink.NfTables.NFT_META_L4PROTO;
import static org.postern.target.nftables.netlink.NfTables.NFT_META_NFPROTO;
import static org.postern.target.nftables.netlink.NfTables.NFT_PAYLOAD_NETWORK_HEADER;
import static org.postern.target.nftables.netlink.NfTables.NFT_PAYLOAD_TRANSPORT_HEADER;
import static org.postern.target.nftables.netlink.NfTables.NFT_REG_1;
import static org.postern.target.nftables.netlink.NfTables.NFT_RETURN;
import static org.postern.target.nftables.netlink.NfTables.NF_INET_FORWARD;
import static org.postern.target.nftables.netlink.NfTables.NF_INET_LOCAL_IN;
import static org.postern.target.nftables.netlink.NfTables.NF_INET_LOCAL_OUT;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.postern.target.nftables.netlink.Bytes;
import org.postern.target.nftables.netlink.NfTables;
import org.postern.target.nftables.netlink.TableFamily;
import org.postern.target.nftables.wire.Chains.BaseHook;
import org.postern.target.nftables.wire.Chains.NewChain;
import org.postern.target.nftables.wire.Counters.NewCounter;
import org.postern.target.nftables.wire.ElementKeys;
import org.postern.target.nftables.wire.Elements.NewSetElem;
import org.postern.target.nftables.wire.Expression;
import org.postern.target.nftables.wire.KeyType;
import org.postern.target.nftables.wire.Loads.Bitwise;
import org.postern.target.nftables.wire.Loads.Ct;
import org.postern.target.nftables.wire.Loads.Meta;
import org.postern.target.nftables.wire.Loads.Payload;
import org.postern.target.nftables.wire.Matches.Cmp;
import org.postern.target.nftables.wire.Matches.Limit;
import org.postern.target.nftables.wire.Matches.Lookup;
import org.postern.target.nftables.wire.Request;
import org.postern.target.nftables.wire.Rules.NewRule;
import org.postern.target.nftables.wire.Sets.NewSet;
import org.postern.target.nftables.wire.Statements;
import org.postern.target.nftables.wire.Statements.DynsetUpdate;
import org.postern.target.nftables.wire.Statements.ImmediateVerdict;
import org.postern.target.nftables.wire.Statements.Log;
import org.postern.target.nftables.wire.Statements.Objref;
import org.postern.target.nftables.wire.Statements.Reject;
import org.postern.target.nftables.wire.Tables.NewTable;

/** A table with everything that Postern puts into one, as requests. */
public final class ExampleRuleset {
  public static final String TABLE = "postern";
  public static final TableFamily FAMILY = TableFamily.INET;

  private static final int BEFORE_FILTER = -10;
  private static final int SYN = 0x02;
  private static final int SYN_ACK = 0x12;

  private ExampleRuleset() {}

  public static List<Request> requests() {
    List<Request> requests = new ArrayList<>();
    requests.add(new NewTable(FAMILY, TABLE));
    requests.addAll(sets());
    requests.addAll(elements());
    requests.add(new NewCounter(FAMILY, TABLE, "passed"));
    requests.add(new NewCounter(FAMILY, TABLE, "blocked"));
    requests.add(base("input", NF_INET_LOCAL_IN));
    requests.add(base("forward", NF_INET_FORWARD));
    requests.add(base("output", NF_INET_LOCAL_OUT));
    requests.add(new NewChain(FAMILY, TABLE, "smtp", Optional.empty()));
    requests.addAll(rules());
    return requests;
  }

  private static List<Request> sets() {
    return List.of(
        NewSet.hash(FAMILY, TABLE, "wan", KeyType.IFNAME),
        NewSet.hash(FAMILY, TABLE, "n32", KeyType.IPV4_ADDR),
        NewSet.hash(FAMILY, TABLE, "n24", KeyType.IPV4_ADDR),
        NewSet.hash(FAMILY, TABLE, "m64", KeyType.IPV6_ADDR),
        NewSet.learning(
            FAMILY, TABLE, "seen4", KeyType.IPV4_ADDR, 65536, Duration.ofHours(1), true),
        NewSet.learning(
            FAMILY, TABLE, "seen6", KeyType.IPV6_ADDR, 65536, Duration.ofHours(1), false));
  }

  private static List<Request> elements() {
    return List.of(
        new NewSetElem(FAMILY, TABLE, "wan", ElementKeys.interfaces("eth0")),
        new NewSetElem(FAMILY, TABLE, "n32", ElementKeys.ipv4(0xc0000201L)),
        new NewSetElem(FAMILY, TABLE, "n24", ElementKeys.ipv4(0xc6336400L)),
        new NewSetElem(FAMILY, TABLE, "m64", ElementKeys.ipv6(0x20010db800010000L, 0)));
  }

  private static Request base(String name, int hook) {
    return new NewChain(FAMILY, TABLE, name, Optional.of(BaseHook.filter(hook, BEFORE_FILTER)));
  }

  public static List<NewRule> rules() {
    return List.of(
        rule("input", concat(port(), syn(), jump("smtp"))),
        rule(
            "forward",
            concat(
                Stream.of(
                    new Meta(NFT_META_IIFNAME, NFT_REG_1), new Lookup("wan", NFT_REG_1, false)),
                tcp(),
                syn(),
                originalPort(),
                jump("smtp"))),
        rule("smtp", concat(source4(), lookup("n32"), accepted())),
        rule("smtp", concat(source4(), mask(0xffffff00), lookup("n24"), accepted())),
        rule("smtp", concat(source6(), Stream.of(mask64()), lookup("m64"), accepted())),
        rule("smtp", concat(source4(), remember(NFT_DYNSET_OP_UPDATE, "seen4", Optional.empty()))),
        rule(
            "smtp",
            concat(
                source6(),
                remember(NFT_DYNSET_OP_ADD, "seen6", Optional.of(Statements.Counter.ZERO)))),
        rule("smtp", Stream.of(new Limit(5, 60, 5, false), Log.warning("postern smtp "))),
        new NewRule(
            FAMILY,
            TABLE,
            "smtp",
            concat(Stream.of(Objref.counter("blocked")), tcp(), Stream.of(Reject.tcpReset()))
                .toList(),
            Optional.of("policy.yaml:14")));
  }

  private static NewRule rule(String chain, Stream<Expression> expressions) {
    return new NewRule(FAMILY, TABLE, chain, expressions.toList(), Optional.empty());
  }

  @SafeVarargs
  private static Stream<Expression> concat(Stream<? extends Expression>... streams) {
    Stream<Expression> all = Stream.empty();
    for (Stream<? extends Expression> stream : streams) {
      all = Stream.concat(all, stream);
    }
    return all;
  }

  private static Stream<Expression> tcp() {
    return Stream.of(
        new Meta(NFT_META_L4PROTO, NFT_REG_1), Cmp.equal(NFT_REG_1, Bytes.of(IPPROTO_TCP)));
  }

  private static Stream<Expression> port() {
    return concat(
        tcp(),
        Stream.of(
            new Payload(NFT_PAYLOAD_TRANSPORT_HEADER, 2, 2, NFT_REG_1),
            Cmp.equal(NFT_REG_1, Bytes.be16(25))));
  }

  /**
   * After the flags: nft 1.0.6 cannot read back what it lists when the flags come last. A range is
   * two comparisons, as nft writes it.
   */
  private static Stream<Expression> originalPort() {
    return Stream.of(
        new Ct(NFT_CT_DIRECTION, OptionalInt.empty(), NFT_REG_1),
        Cmp.equal(NFT_REG_1, Bytes.of(IP_CT_DIR_ORIGINAL)),
        new Ct(NFT_CT_PROTO_DST, OptionalInt.of(IP_CT_DIR_ORIGINAL), NFT_REG_1),
        new Cmp(NFT_REG_1, NfTables.NFT_CMP_GTE, Bytes.be16(24)),
        new Cmp(NFT_REG_1, NfTables.NFT_CMP_LTE, Bytes.be16(26)));
  }

  private static Stream<Expression> syn() {
    return Stream.of(
        new Payload(NFT_PAYLOAD_TRANSPORT_HEADER, 13, 1, NFT_REG_1),
        Bitwise.and(NFT_REG_1, Bytes.of(SYN_ACK)),
        Cmp.equal(NFT_REG_1, Bytes.of(SYN)));
  }

  private static Stream<Expression> jump(String chain) {
    return Stream.of(new ImmediateVerdict(NFT_JUMP, Optional.of(chain)));
  }

  private static Stream<Expression> source4() {
    return Stream.of(
        new Meta(NFT_META_NFPROTO, NFT_REG_1),
        Cmp.equal(NFT_REG_1, Bytes.of(NFPROTO_IPV4)),
        new Payload(NFT_PAYLOAD_NETWORK_HEADER, 12, 4, NFT_REG_1));
  }

  private static Stream<Expression> source6() {
    return Stream.of(
        new Meta(NFT_META_NFPROTO, NFT_REG_1),
        Cmp.equal(NFT_REG_1, Bytes.of(NfTables.NFPROTO_IPV6)),
        new Payload(NFT_PAYLOAD_NETWORK_HEADER, 8, 16, NFT_REG_1));
  }

  private static Stream<Expression> mask(int mask) {
    return Stream.of(Bitwise.and(NFT_REG_1, Bytes.be32(mask)));
  }

  private static Expression mask64() {
    return Bitwise.and(
        NFT_REG_1, Bytes.of(255, 255, 255, 255, 255, 255, 255, 255, 0, 0, 0, 0, 0, 0, 0, 0));
  }

  private static Stream<Expression> lookup(String set) {
    return Stream.of(new Lookup(set, NFT_REG_1, false));
  }

  private static Stream<Expression> accepted() {
    return Stream.of(Objref.counter("passed"), new ImmediateVerdict(NFT_RETURN));
  }

  private static Stream<Expression> remember(int op, String set, Optional<Expression> state) {
    return Stream.of(new DynsetUpdate(op, set, NFT_REG_1, Optional.empty(), state));
  }
}
