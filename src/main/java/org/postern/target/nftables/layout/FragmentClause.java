package org.postern.target.nftables.layout;

import static org.postern.target.nftables.netlink.NfTables.IPPROTO_FRAGMENT;
import static org.postern.target.nftables.netlink.NfTables.IPPROTO_HOPOPTS;
import static org.postern.target.nftables.netlink.NfTables.IPPROTO_TCP;
import static org.postern.target.nftables.netlink.NfTables.NFT_CMP_GTE;
import static org.postern.target.nftables.netlink.NfTables.NFT_CMP_NEQ;
import static org.postern.target.nftables.netlink.NfTables.NFT_META_L4PROTO;
import static org.postern.target.nftables.netlink.NfTables.NFT_PAYLOAD_NETWORK_HEADER;
import static org.postern.target.nftables.netlink.NfTables.NFT_PAYLOAD_TRANSPORT_HEADER;
import static org.postern.target.nftables.netlink.NfTables.NFT_REG_1;

import java.util.List;
import org.postern.address.Family;
import org.postern.target.nftables.netlink.Bytes;
import org.postern.target.nftables.wire.Expression;
import org.postern.target.nftables.wire.Keys;
import org.postern.target.nftables.wire.Loads;
import org.postern.target.nftables.wire.Matches;

/** The clauses that match fragments, and packets whose TCP header cannot be read. */
sealed interface FragmentClause extends Clause {
  /** Matches a packet whose transport protocol is known and is not TCP. */
  record NotTcp() implements FragmentClause {
    @Override
    public String text() {
      return "meta l4proto != tcp";
    }

    @Override
    public List<Expression> expressions() {
      return List.of(
          new Loads.Meta(NFT_META_L4PROTO, NFT_REG_1),
          new Matches.Cmp(NFT_REG_1, NFT_CMP_NEQ, Bytes.of(IPPROTO_TCP)));
    }
  }

  /**
   * Matches a packet with a whole TCP header, not counting options: only there can the last field,
   * the urgent pointer, be read.
   */
  record WholeTcpHeader() implements FragmentClause {
    private static final int URGENT_OFFSET = 18;

    @Override
    public String text() {
      return "tcp urgptr >= 0";
    }

    @Override
    public List<Expression> expressions() {
      return List.of(
          new Loads.Payload(NFT_PAYLOAD_TRANSPORT_HEADER, URGENT_OFFSET, 2, NFT_REG_1),
          new Matches.Cmp(NFT_REG_1, NFT_CMP_GTE, Bytes.zeros(2)));
    }
  }

  /** Matches an IPv6 packet that is the first fragment, or the only one. */
  record First() implements FragmentClause {
    private static final int OFFSET_MASK = 0xfff8;

    @Override
    public String text() {
      return "frag frag-off 0";
    }

    @Override
    public List<Expression> expressions() {
      return Keys.join(
          Keys.isFamily(Family.IP6),
          List.of(
              new Loads.Exthdr(IPPROTO_FRAGMENT, 2, 2, NFT_REG_1),
              Loads.Bitwise.and(NFT_REG_1, Bytes.be16(OFFSET_MASK)),
              Matches.Cmp.equal(NFT_REG_1, Bytes.zeros(2))));
    }
  }

  /**
   * Matches a packet whose fragment header follows the IPv6 header, or the hop-by-hop options
   * header behind it.
   *
   * @param afterHopByHop whether it follows the hop-by-hop options header
   */
  record HeaderNext(boolean afterHopByHop) implements FragmentClause {
    private static final int NEXT_HEADER_OFFSET = 6;

    @Override
    public String text() {
      return afterHopByHop
          ? "ip6 nexthdr %d hbh nexthdr %d".formatted(IPPROTO_HOPOPTS, IPPROTO_FRAGMENT)
          : "ip6 nexthdr " + IPPROTO_FRAGMENT;
    }

    @Override
    public List<Expression> expressions() {
      Expression next =
          new Loads.Payload(NFT_PAYLOAD_NETWORK_HEADER, NEXT_HEADER_OFFSET, 1, NFT_REG_1);
      Expression isFragment = Matches.Cmp.equal(NFT_REG_1, Bytes.of(IPPROTO_FRAGMENT));
      return Keys.join(
          Keys.isFamily(Family.IP6),
          afterHopByHop
              ? List.of(
                  next,
                  Matches.Cmp.equal(NFT_REG_1, Bytes.of(IPPROTO_HOPOPTS)),
                  new Loads.Exthdr(IPPROTO_HOPOPTS, 0, 1, NFT_REG_1),
                  isFragment)
              : List.of(next, isFragment));
    }
  }
}
