package org.postern.target.nftables.wire;

import static org.postern.target.nftables.netlink.NfTables.NFTA_COUNTER_BYTES;
import static org.postern.target.nftables.netlink.NfTables.NFTA_COUNTER_PACKETS;
import static org.postern.target.nftables.netlink.NfTables.NFTA_COUNTER_PAD;
import static org.postern.target.nftables.netlink.NfTables.NFTA_DATA_VERDICT;
import static org.postern.target.nftables.netlink.NfTables.NFTA_DYNSET_EXPR;
import static org.postern.target.nftables.netlink.NfTables.NFTA_DYNSET_FLAGS;
import static org.postern.target.nftables.netlink.NfTables.NFTA_DYNSET_OP;
import static org.postern.target.nftables.netlink.NfTables.NFTA_DYNSET_PAD;
import static org.postern.target.nftables.netlink.NfTables.NFTA_DYNSET_SET_NAME;
import static org.postern.target.nftables.netlink.NfTables.NFTA_DYNSET_SREG_KEY;
import static org.postern.target.nftables.netlink.NfTables.NFTA_DYNSET_TIMEOUT;
import static org.postern.target.nftables.netlink.NfTables.NFTA_IMMEDIATE_DATA;
import static org.postern.target.nftables.netlink.NfTables.NFTA_IMMEDIATE_DREG;
import static org.postern.target.nftables.netlink.NfTables.NFTA_LOG_GROUP;
import static org.postern.target.nftables.netlink.NfTables.NFTA_LOG_LEVEL;
import static org.postern.target.nftables.netlink.NfTables.NFTA_LOG_PREFIX;
import static org.postern.target.nftables.netlink.NfTables.NFTA_LOG_QTHRESHOLD;
import static org.postern.target.nftables.netlink.NfTables.NFTA_LOG_SNAPLEN;
import static org.postern.target.nftables.netlink.NfTables.NFTA_OBJREF_IMM_NAME;
import static org.postern.target.nftables.netlink.NfTables.NFTA_OBJREF_IMM_TYPE;
import static org.postern.target.nftables.netlink.NfTables.NFTA_REJECT_ICMP_CODE;
import static org.postern.target.nftables.netlink.NfTables.NFTA_REJECT_TYPE;
import static org.postern.target.nftables.netlink.NfTables.NFTA_VERDICT_CHAIN;
import static org.postern.target.nftables.netlink.NfTables.NFTA_VERDICT_CODE;
import static org.postern.target.nftables.netlink.NfTables.NFT_OBJECT_COUNTER;
import static org.postern.target.nftables.netlink.NfTables.NFT_REG_VERDICT;
import static org.postern.target.nftables.netlink.NfTables.NFT_REJECT_TCP_RST;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.postern.target.nftables.netlink.Attribute;
import org.postern.target.nftables.netlink.AttributeWriter;
import org.postern.target.nftables.netlink.Attributes;
import org.postern.target.nftables.netlink.NftablesException;

/** The expressions that do something to the packet, or remember it. */
public final class Statements {
  private Statements() {}

  /** A verdict: {@code NF_…} or {@code NFT_…}; jumps name the chain. */
  public record ImmediateVerdict(int code, Optional<String> chain) implements Expression.Statement {
    static final String NAME = "immediate";

    public ImmediateVerdict(int code) {
      this(code, Optional.empty());
    }

    @Override
    public String name() {
      return NAME;
    }

    @Override
    public void encodeData(AttributeWriter out) {
      out.be32(NFTA_IMMEDIATE_DREG, NFT_REG_VERDICT);
      out.nested(
          NFTA_IMMEDIATE_DATA,
          data ->
              data.nested(
                  NFTA_DATA_VERDICT,
                  verdict -> {
                    verdict.be32(NFTA_VERDICT_CODE, code);
                    chain.ifPresent(name -> verdict.string(NFTA_VERDICT_CHAIN, name));
                  }));
    }

    /**
     * Decodes a verdict. Into another register the expression loads a constant, which is not
     * understood here.
     */
    static Optional<Expression> decode(Attributes data) throws NftablesException {
      Attributes verdict = data.nested(NFTA_IMMEDIATE_DATA).nested(NFTA_DATA_VERDICT);
      if (!data.hasOnly(NFTA_IMMEDIATE_DREG, NFTA_IMMEDIATE_DATA)
          || data.be32(NFTA_IMMEDIATE_DREG) != NFT_REG_VERDICT
          || !verdict.hasOnly(NFTA_VERDICT_CODE, NFTA_VERDICT_CHAIN)) {
        return Optional.empty();
      }
      return Optional.of(
          new ImmediateVerdict(verdict.be32(NFTA_VERDICT_CODE), verdict.text(NFTA_VERDICT_CHAIN)));
    }
  }

  /** Counts packets and bytes in the rule itself. */
  public record Counter(long packets, long bytes) implements Expression.Statement {
    static final String NAME = "counter";

    /** A counter that starts at zero. */
    public static final Counter ZERO = new Counter(0, 0);

    @Override
    public String name() {
      return NAME;
    }

    @Override
    public void encodeData(AttributeWriter out) {
      out.be64(NFTA_COUNTER_BYTES, bytes);
      out.be64(NFTA_COUNTER_PACKETS, packets);
    }

    static Optional<Expression> decode(Attributes data) throws NftablesException {
      if (!data.hasOnly(NFTA_COUNTER_BYTES, NFTA_COUNTER_PACKETS, NFTA_COUNTER_PAD)) {
        return Optional.empty();
      }
      return Optional.of(
          new Counter(data.be64OrZero(NFTA_COUNTER_PACKETS), data.be64OrZero(NFTA_COUNTER_BYTES)));
    }
  }

  /** Uses a named object; {@code type} is an {@code NFT_OBJECT_…}. */
  public record Objref(int type, String object) implements Expression.Statement {
    static final String NAME = "objref";

    public static Objref counter(String object) {
      return new Objref(NFT_OBJECT_COUNTER, object);
    }

    @Override
    public String name() {
      return NAME;
    }

    @Override
    public void encodeData(AttributeWriter out) {
      out.be32(NFTA_OBJREF_IMM_TYPE, type);
      out.string(NFTA_OBJREF_IMM_NAME, object);
    }

    static Optional<Expression> decode(Attributes data) throws NftablesException {
      if (!data.hasOnly(NFTA_OBJREF_IMM_TYPE, NFTA_OBJREF_IMM_NAME)) {
        return Optional.empty();
      }
      return Optional.of(
          new Objref(data.be32(NFTA_OBJREF_IMM_TYPE), data.string(NFTA_OBJREF_IMM_NAME)));
    }
  }

  /**
   * Puts a register into a set. When the set is full the rule ends here, so a verdict belongs in
   * the next rule.
   *
   * @param op {@code NFT_DYNSET_OP_ADD}, or {@code …_UPDATE} to renew the timeout of an element
   * @param timeout the timeout in milliseconds; the kernel rounds it to its ticks; the set's own if
   *     absent
   * @param element state of each element, usually a counter. When the set declares one itself, the
   *     kernel reports none here
   */
  public record DynsetUpdate(
      int op, String set, int sreg, Optional<Duration> timeout, Optional<Expression> element)
      implements Expression.Statement {
    static final String NAME = "dynset";

    @Override
    public String name() {
      return NAME;
    }

    @Override
    public void encodeData(AttributeWriter out) {
      out.string(NFTA_DYNSET_SET_NAME, set);
      out.be32(NFTA_DYNSET_OP, op);
      out.be32(NFTA_DYNSET_SREG_KEY, sreg);
      timeout.ifPresent(value -> out.be64(NFTA_DYNSET_TIMEOUT, value.toMillis()));
      element.ifPresent(value -> value.encode(NFTA_DYNSET_EXPR, out));
    }

    static Optional<Expression> decode(Attributes data) throws NftablesException {
      if (!data.hasOnly(
              NFTA_DYNSET_SET_NAME,
              NFTA_DYNSET_OP,
              NFTA_DYNSET_SREG_KEY,
              NFTA_DYNSET_TIMEOUT,
              NFTA_DYNSET_EXPR,
              NFTA_DYNSET_FLAGS,
              NFTA_DYNSET_PAD)
          || data.be32(NFTA_DYNSET_FLAGS, 0) != 0) {
        return Optional.empty();
      }
      Optional<Attribute> nested = data.find(NFTA_DYNSET_EXPR);
      Optional<Expression> element =
          nested.isPresent() ? Optional.of(Expression.decode(nested.get())) : Optional.empty();
      return Optional.of(
          new DynsetUpdate(
              data.be32(NFTA_DYNSET_OP),
              data.string(NFTA_DYNSET_SET_NAME),
              data.be32(NFTA_DYNSET_SREG_KEY),
              data.millis(NFTA_DYNSET_TIMEOUT),
              element));
    }
  }

  /** Refuses and says so: {@code type} is an {@code NFT_REJECT_…}; a TCP reset has no code. */
  public record Reject(int type, OptionalInt icmpCode) implements Expression.Statement {
    static final String NAME = "reject";

    public static Reject tcpReset() {
      return new Reject(NFT_REJECT_TCP_RST, OptionalInt.empty());
    }

    @Override
    public String name() {
      return NAME;
    }

    @Override
    public void encodeData(AttributeWriter out) {
      out.be32(NFTA_REJECT_TYPE, type);
      icmpCode.ifPresent(code -> out.u8(NFTA_REJECT_ICMP_CODE, code));
    }

    static Optional<Expression> decode(Attributes data) throws NftablesException {
      if (!data.hasOnly(NFTA_REJECT_TYPE, NFTA_REJECT_ICMP_CODE)) {
        return Optional.empty();
      }
      return Optional.of(
          new Reject(data.be32(NFTA_REJECT_TYPE), data.u8IfPresent(NFTA_REJECT_ICMP_CODE)));
    }
  }

  /**
   * Hands the packet to the program that listens to a group (nfnetlink_log); where none does, this
   * is nothing.
   *
   * @param snaplen how much of it, in bytes
   * @param threshold how many packets are handed over together
   */
  public record LogGroup(int group, int snaplen, int threshold) implements Expression.Statement {
    @Override
    public String name() {
      return Log.NAME;
    }

    @Override
    public void encodeData(AttributeWriter out) {
      out.be16(NFTA_LOG_GROUP, group);
      out.be32(NFTA_LOG_SNAPLEN, snaplen);
      out.be16(NFTA_LOG_QTHRESHOLD, threshold);
    }

    static Optional<Expression> decode(Attributes data) throws NftablesException {
      if (!data.hasOnly(NFTA_LOG_GROUP, NFTA_LOG_SNAPLEN, NFTA_LOG_QTHRESHOLD)) {
        return Optional.empty();
      }
      return Optional.of(
          new LogGroup(
              data.be16(NFTA_LOG_GROUP),
              data.be32(NFTA_LOG_SNAPLEN),
              data.be16(NFTA_LOG_QTHRESHOLD)));
    }
  }

  /** Writes to the kernel's log, at a level of syslog(3); nft uses 4, a warning. */
  public record Log(Optional<String> prefix, int level) implements Expression.Statement {
    static final String NAME = "log";
    private static final int WARNING = 4;

    public static Log warning(String prefix) {
      return new Log(Optional.of(prefix), WARNING);
    }

    @Override
    public String name() {
      return NAME;
    }

    @Override
    public void encodeData(AttributeWriter out) {
      prefix.ifPresent(text -> out.string(NFTA_LOG_PREFIX, text));
      out.be32(NFTA_LOG_LEVEL, level);
    }

    static Optional<Expression> decode(Attributes data) throws NftablesException {
      if (data.find(NFTA_LOG_GROUP).isPresent()) {
        return LogGroup.decode(data);
      }
      if (!data.hasOnly(NFTA_LOG_PREFIX, NFTA_LOG_LEVEL)) {
        return Optional.empty();
      }
      return Optional.of(new Log(data.text(NFTA_LOG_PREFIX), data.be32(NFTA_LOG_LEVEL, WARNING)));
    }
  }
}
