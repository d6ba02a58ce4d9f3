package org.postern.target.nftables.wire;

import static org.postern.target.nftables.netlink.NfTables.NFTA_BITWISE_DREG;
import static org.postern.target.nftables.netlink.NfTables.NFTA_BITWISE_LEN;
import static org.postern.target.nftables.netlink.NfTables.NFTA_BITWISE_MASK;
import static org.postern.target.nftables.netlink.NfTables.NFTA_BITWISE_OP;
import static org.postern.target.nftables.netlink.NfTables.NFTA_BITWISE_SREG;
import static org.postern.target.nftables.netlink.NfTables.NFTA_BITWISE_XOR;
import static org.postern.target.nftables.netlink.NfTables.NFTA_BYTEORDER_DREG;
import static org.postern.target.nftables.netlink.NfTables.NFTA_BYTEORDER_LEN;
import static org.postern.target.nftables.netlink.NfTables.NFTA_BYTEORDER_OP;
import static org.postern.target.nftables.netlink.NfTables.NFTA_BYTEORDER_SIZE;
import static org.postern.target.nftables.netlink.NfTables.NFTA_BYTEORDER_SREG;
import static org.postern.target.nftables.netlink.NfTables.NFTA_CT_DIRECTION;
import static org.postern.target.nftables.netlink.NfTables.NFTA_CT_DREG;
import static org.postern.target.nftables.netlink.NfTables.NFTA_CT_KEY;
import static org.postern.target.nftables.netlink.NfTables.NFTA_EXTHDR_DREG;
import static org.postern.target.nftables.netlink.NfTables.NFTA_EXTHDR_FLAGS;
import static org.postern.target.nftables.netlink.NfTables.NFTA_EXTHDR_LEN;
import static org.postern.target.nftables.netlink.NfTables.NFTA_EXTHDR_OFFSET;
import static org.postern.target.nftables.netlink.NfTables.NFTA_EXTHDR_OP;
import static org.postern.target.nftables.netlink.NfTables.NFTA_EXTHDR_TYPE;
import static org.postern.target.nftables.netlink.NfTables.NFTA_META_DREG;
import static org.postern.target.nftables.netlink.NfTables.NFTA_META_KEY;
import static org.postern.target.nftables.netlink.NfTables.NFTA_PAYLOAD_BASE;
import static org.postern.target.nftables.netlink.NfTables.NFTA_PAYLOAD_DREG;
import static org.postern.target.nftables.netlink.NfTables.NFTA_PAYLOAD_LEN;
import static org.postern.target.nftables.netlink.NfTables.NFTA_PAYLOAD_OFFSET;
import static org.postern.target.nftables.netlink.NfTables.NFT_BYTEORDER_HTON;

import java.util.Optional;
import java.util.OptionalInt;
import org.postern.target.nftables.netlink.AttributeWriter;
import org.postern.target.nftables.netlink.Attributes;
import org.postern.target.nftables.netlink.Bytes;
import org.postern.target.nftables.netlink.NftablesException;

/** The expressions that fill a register. Registers are {@code NFT_REG_1} to {@code NFT_REG_4}. */
public final class Loads {
  private Loads() {}

  /** Loads packet metadata: {@code key} is an {@code NFT_META_…}. */
  public record Meta(int key, int dreg) implements Expression.Load {
    static final String NAME = "meta";

    @Override
    public String name() {
      return NAME;
    }

    @Override
    public void encodeData(AttributeWriter out) {
      out.be32(NFTA_META_KEY, key);
      out.be32(NFTA_META_DREG, dreg);
    }

    static Optional<Expression> decode(Attributes data) throws NftablesException {
      if (!data.hasOnly(NFTA_META_KEY, NFTA_META_DREG)) {
        return Optional.empty();
      }
      return Optional.of(new Meta(data.be32(NFTA_META_KEY), data.be32(NFTA_META_DREG)));
    }
  }

  /** Loads {@code length} bytes at {@code offset} of the header {@code base}. */
  public record Payload(int base, int offset, int length, int dreg) implements Expression.Load {
    static final String NAME = "payload";

    @Override
    public String name() {
      return NAME;
    }

    @Override
    public void encodeData(AttributeWriter out) {
      out.be32(NFTA_PAYLOAD_DREG, dreg);
      out.be32(NFTA_PAYLOAD_BASE, base);
      out.be32(NFTA_PAYLOAD_OFFSET, offset);
      out.be32(NFTA_PAYLOAD_LEN, length);
    }

    static Optional<Expression> decode(Attributes data) throws NftablesException {
      if (!data.hasOnly(
          NFTA_PAYLOAD_DREG, NFTA_PAYLOAD_BASE, NFTA_PAYLOAD_OFFSET, NFTA_PAYLOAD_LEN)) {
        return Optional.empty();
      }
      return Optional.of(
          new Payload(
              data.be32(NFTA_PAYLOAD_BASE),
              data.be32(NFTA_PAYLOAD_OFFSET),
              data.be32(NFTA_PAYLOAD_LEN),
              data.be32(NFTA_PAYLOAD_DREG)));
    }
  }

  /**
   * Loads {@code length} bytes at {@code offset} of the first IPv6 extension header of a type. A
   * packet without such a header does not match.
   *
   * @param type the number of the type, as the header before it has it
   */
  public record Exthdr(int type, int offset, int length, int dreg) implements Expression.Load {
    static final String NAME = "exthdr";

    @Override
    public String name() {
      return NAME;
    }

    @Override
    public void encodeData(AttributeWriter out) {
      out.be32(NFTA_EXTHDR_DREG, dreg);
      out.u8(NFTA_EXTHDR_TYPE, type);
      out.be32(NFTA_EXTHDR_OFFSET, offset);
      out.be32(NFTA_EXTHDR_LEN, length);
    }

    /**
     * Decodes a load of an extension header. With the flag it loads whether there is such a header;
     * other operations read TCP options.
     */
    static Optional<Expression> decode(Attributes data) throws NftablesException {
      if (!data.hasOnly(
              NFTA_EXTHDR_DREG,
              NFTA_EXTHDR_TYPE,
              NFTA_EXTHDR_OFFSET,
              NFTA_EXTHDR_LEN,
              NFTA_EXTHDR_FLAGS,
              NFTA_EXTHDR_OP)
          || data.be32(NFTA_EXTHDR_FLAGS, 0) != 0
          || data.be32(NFTA_EXTHDR_OP, 0) != 0) {
        return Optional.empty();
      }
      return Optional.of(
          new Exthdr(
              data.require(NFTA_EXTHDR_TYPE).u8(),
              data.be32(NFTA_EXTHDR_OFFSET),
              data.be32(NFTA_EXTHDR_LEN),
              data.be32(NFTA_EXTHDR_DREG)));
    }
  }

  /**
   * Loads from connection tracking: {@code key} is an {@code NFT_CT_…}, some of which have a
   * direction.
   */
  public record Ct(int key, OptionalInt direction, int dreg) implements Expression.Load {
    static final String NAME = "ct";

    @Override
    public String name() {
      return NAME;
    }

    @Override
    public void encodeData(AttributeWriter out) {
      out.be32(NFTA_CT_KEY, key);
      out.be32(NFTA_CT_DREG, dreg);
      direction.ifPresent(value -> out.u8(NFTA_CT_DIRECTION, value));
    }

    static Optional<Expression> decode(Attributes data) throws NftablesException {
      if (!data.hasOnly(NFTA_CT_KEY, NFTA_CT_DREG, NFTA_CT_DIRECTION)) {
        return Optional.empty();
      }
      OptionalInt direction = data.u8IfPresent(NFTA_CT_DIRECTION);
      return Optional.of(new Ct(data.be32(NFTA_CT_KEY), direction, data.be32(NFTA_CT_DREG)));
    }
  }

  /**
   * Turns numbers round where the machine keeps them the other way: {@code op} is an {@code
   * NFT_BYTEORDER_…}.
   *
   * @param length the length of all of them together, in bytes
   * @param size the size of each, in bytes
   */
  public record Byteorder(int sreg, int dreg, int op, int length, int size)
      implements Expression.Load {
    static final String NAME = "byteorder";

    /**
     * Returns the expression that turns a number into the form in which it is compared: the greater
     * end first.
     */
    public static Byteorder comparable(int register, int size) {
      return new Byteorder(register, register, NFT_BYTEORDER_HTON, size, size);
    }

    @Override
    public String name() {
      return NAME;
    }

    @Override
    public void encodeData(AttributeWriter out) {
      out.be32(NFTA_BYTEORDER_SREG, sreg);
      out.be32(NFTA_BYTEORDER_DREG, dreg);
      out.be32(NFTA_BYTEORDER_OP, op);
      out.be32(NFTA_BYTEORDER_LEN, length);
      out.be32(NFTA_BYTEORDER_SIZE, size);
    }

    static Optional<Expression> decode(Attributes data) throws NftablesException {
      if (!data.hasOnly(
          NFTA_BYTEORDER_SREG,
          NFTA_BYTEORDER_DREG,
          NFTA_BYTEORDER_OP,
          NFTA_BYTEORDER_LEN,
          NFTA_BYTEORDER_SIZE)) {
        return Optional.empty();
      }
      return Optional.of(
          new Byteorder(
              data.be32(NFTA_BYTEORDER_SREG),
              data.be32(NFTA_BYTEORDER_DREG),
              data.be32(NFTA_BYTEORDER_OP),
              data.be32(NFTA_BYTEORDER_LEN),
              data.be32(NFTA_BYTEORDER_SIZE)));
    }
  }

  /**
   * Computes {@code dreg = (sreg & mask) ^ xor}; both constants have the length of the operation.
   */
  public record Bitwise(int sreg, int dreg, Bytes mask, Bytes xor) implements Expression.Load {
    static final String NAME = "bitwise";

    public Bitwise {
      if (mask.length() != xor.length()) {
        throw new IllegalArgumentException("mask and xor differ in length");
      }
    }

    public static Bitwise and(int register, Bytes mask) {
      return new Bitwise(register, register, mask, Bytes.zeros(mask.length()));
    }

    @Override
    public String name() {
      return NAME;
    }

    @Override
    public void encodeData(AttributeWriter out) {
      out.be32(NFTA_BITWISE_SREG, sreg);
      out.be32(NFTA_BITWISE_DREG, dreg);
      out.be32(NFTA_BITWISE_LEN, mask.length());
      out.data(NFTA_BITWISE_MASK, mask);
      out.data(NFTA_BITWISE_XOR, xor);
    }

    /**
     * Decodes a bitwise operation. Without an operation, or with operation 0, it is the boolean
     * one.
     */
    static Optional<Expression> decode(Attributes data) throws NftablesException {
      if (!data.hasOnly(
              NFTA_BITWISE_SREG,
              NFTA_BITWISE_DREG,
              NFTA_BITWISE_LEN,
              NFTA_BITWISE_MASK,
              NFTA_BITWISE_XOR,
              NFTA_BITWISE_OP)
          || data.be32(NFTA_BITWISE_OP, 0) != 0) {
        return Optional.empty();
      }
      Bytes mask = data.require(NFTA_BITWISE_MASK).data();
      Bytes xor = data.require(NFTA_BITWISE_XOR).data();
      int length = data.be32(NFTA_BITWISE_LEN);
      if (mask.length() != length || xor.length() != length) {
        return Optional.empty();
      }
      return Optional.of(
          new Bitwise(data.be32(NFTA_BITWISE_SREG), data.be32(NFTA_BITWISE_DREG), mask, xor));
    }
  }
}
