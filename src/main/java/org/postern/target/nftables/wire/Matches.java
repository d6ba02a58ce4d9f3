package org.postern.target.nftables.wire;

import static org.postern.target.nftables.netlink.NfTables.NFTA_CMP_DATA;
import static org.postern.target.nftables.netlink.NfTables.NFTA_CMP_OP;
import static org.postern.target.nftables.netlink.NfTables.NFTA_CMP_SREG;
import static org.postern.target.nftables.netlink.NfTables.NFTA_LIMIT_BURST;
import static org.postern.target.nftables.netlink.NfTables.NFTA_LIMIT_FLAGS;
import static org.postern.target.nftables.netlink.NfTables.NFTA_LIMIT_PAD;
import static org.postern.target.nftables.netlink.NfTables.NFTA_LIMIT_RATE;
import static org.postern.target.nftables.netlink.NfTables.NFTA_LIMIT_TYPE;
import static org.postern.target.nftables.netlink.NfTables.NFTA_LIMIT_UNIT;
import static org.postern.target.nftables.netlink.NfTables.NFTA_LOOKUP_FLAGS;
import static org.postern.target.nftables.netlink.NfTables.NFTA_LOOKUP_SET;
import static org.postern.target.nftables.netlink.NfTables.NFTA_LOOKUP_SREG;
import static org.postern.target.nftables.netlink.NfTables.NFTA_RANGE_FROM_DATA;
import static org.postern.target.nftables.netlink.NfTables.NFTA_RANGE_OP;
import static org.postern.target.nftables.netlink.NfTables.NFTA_RANGE_SREG;
import static org.postern.target.nftables.netlink.NfTables.NFTA_RANGE_TO_DATA;
import static org.postern.target.nftables.netlink.NfTables.NFT_CMP_EQ;
import static org.postern.target.nftables.netlink.NfTables.NFT_LIMIT_F_INV;
import static org.postern.target.nftables.netlink.NfTables.NFT_LIMIT_PKTS;
import static org.postern.target.nftables.netlink.NfTables.NFT_LOOKUP_F_INV;

import java.util.Optional;
import org.postern.target.nftables.netlink.AttributeWriter;
import org.postern.target.nftables.netlink.Attributes;
import org.postern.target.nftables.netlink.Bytes;
import org.postern.target.nftables.netlink.NftablesException;

/** The expressions that end the rule for packets that do not match. */
public final class Matches {
  private Matches() {}

  /** Compares a register with a constant: {@code op} is an {@code NFT_CMP_…}. */
  public record Cmp(int sreg, int op, Bytes value) implements Expression.Match {
    static final String NAME = "cmp";

    public static Cmp equal(int sreg, Bytes value) {
      return new Cmp(sreg, NFT_CMP_EQ, value);
    }

    @Override
    public String name() {
      return NAME;
    }

    @Override
    public void encodeData(AttributeWriter out) {
      out.be32(NFTA_CMP_SREG, sreg);
      out.be32(NFTA_CMP_OP, op);
      out.data(NFTA_CMP_DATA, value);
    }

    static Optional<Expression> decode(Attributes data) throws NftablesException {
      if (!data.hasOnly(NFTA_CMP_SREG, NFTA_CMP_OP, NFTA_CMP_DATA)) {
        return Optional.empty();
      }
      Bytes value = data.require(NFTA_CMP_DATA).data();
      return Optional.of(new Cmp(data.be32(NFTA_CMP_SREG), data.be32(NFTA_CMP_OP), value));
    }
  }

  /** Is the register between two constants, both included: {@code op} is an {@code NFT_RANGE_…}. */
  public record Range(int sreg, int op, Bytes from, Bytes to) implements Expression.Match {
    static final String NAME = "range";

    @Override
    public String name() {
      return NAME;
    }

    @Override
    public void encodeData(AttributeWriter out) {
      out.be32(NFTA_RANGE_SREG, sreg);
      out.be32(NFTA_RANGE_OP, op);
      out.data(NFTA_RANGE_FROM_DATA, from);
      out.data(NFTA_RANGE_TO_DATA, to);
    }

    static Optional<Expression> decode(Attributes data) throws NftablesException {
      if (!data.hasOnly(NFTA_RANGE_SREG, NFTA_RANGE_OP, NFTA_RANGE_FROM_DATA, NFTA_RANGE_TO_DATA)) {
        return Optional.empty();
      }
      Bytes from = data.require(NFTA_RANGE_FROM_DATA).data();
      Bytes to = data.require(NFTA_RANGE_TO_DATA).data();
      return Optional.of(new Range(data.be32(NFTA_RANGE_SREG), data.be32(NFTA_RANGE_OP), from, to));
    }
  }

  /** Is the register an element of the set. */
  public record Lookup(String set, int sreg, boolean inverted) implements Expression.Match {
    static final String NAME = "lookup";

    @Override
    public String name() {
      return NAME;
    }

    @Override
    public void encodeData(AttributeWriter out) {
      out.string(NFTA_LOOKUP_SET, set);
      out.be32(NFTA_LOOKUP_SREG, sreg);
      if (inverted) {
        out.be32(NFTA_LOOKUP_FLAGS, NFT_LOOKUP_F_INV);
      }
    }

    /**
     * Decodes a look-up in a set. With a destination register it is one in a map, which is not
     * understood here.
     */
    static Optional<Expression> decode(Attributes data) throws NftablesException {
      int flags = data.be32(NFTA_LOOKUP_FLAGS, 0);
      if (!data.hasOnly(NFTA_LOOKUP_SET, NFTA_LOOKUP_SREG, NFTA_LOOKUP_FLAGS)
          || (flags & ~NFT_LOOKUP_F_INV) != 0) {
        return Optional.empty();
      }
      return Optional.of(
          new Lookup(data.string(NFTA_LOOKUP_SET), data.be32(NFTA_LOOKUP_SREG), flags != 0));
    }
  }

  /**
   * Matches while packets come no faster than this.
   *
   * @param rate packets per unit
   * @param unitSeconds 1, 60, 3600 and so on
   * @param burst packets let through above the rate; nft uses 5
   * @param inverted matches what is over the limit
   */
  public record Limit(long rate, long unitSeconds, int burst, boolean inverted)
      implements Expression.Match {
    static final String NAME = "limit";

    @Override
    public String name() {
      return NAME;
    }

    @Override
    public void encodeData(AttributeWriter out) {
      out.be64(NFTA_LIMIT_RATE, rate);
      out.be64(NFTA_LIMIT_UNIT, unitSeconds);
      out.be32(NFTA_LIMIT_BURST, burst);
      out.be32(NFTA_LIMIT_TYPE, NFT_LIMIT_PKTS);
      out.be32(NFTA_LIMIT_FLAGS, inverted ? NFT_LIMIT_F_INV : 0);
    }

    static Optional<Expression> decode(Attributes data) throws NftablesException {
      int flags = data.be32(NFTA_LIMIT_FLAGS, 0);
      if (!data.hasOnly(
              NFTA_LIMIT_RATE,
              NFTA_LIMIT_UNIT,
              NFTA_LIMIT_BURST,
              NFTA_LIMIT_TYPE,
              NFTA_LIMIT_FLAGS,
              NFTA_LIMIT_PAD)
          || data.be32(NFTA_LIMIT_TYPE, NFT_LIMIT_PKTS) != NFT_LIMIT_PKTS
          || (flags & ~NFT_LIMIT_F_INV) != 0) {
        return Optional.empty();
      }
      long rate = data.require(NFTA_LIMIT_RATE).be64();
      long unit = data.require(NFTA_LIMIT_UNIT).be64();
      return Optional.of(new Limit(rate, unit, data.be32(NFTA_LIMIT_BURST, 0), flags != 0));
    }
  }
}
