package org.postern.target.nftables.layout;

import static org.postern.target.nftables.netlink.NfTables.IPPROTO_TCP;
import static org.postern.target.nftables.netlink.NfTables.IP_CT_DIR_ORIGINAL;
import static org.postern.target.nftables.netlink.NfTables.NFT_CMP_LT;
import static org.postern.target.nftables.netlink.NfTables.NFT_CMP_NEQ;
import static org.postern.target.nftables.netlink.NfTables.NFT_CT_DIRECTION;
import static org.postern.target.nftables.netlink.NfTables.NFT_CT_DST_IP;
import static org.postern.target.nftables.netlink.NfTables.NFT_CT_DST_IP6;
import static org.postern.target.nftables.netlink.NfTables.NFT_CT_PROTO_DST;
import static org.postern.target.nftables.netlink.NfTables.NFT_CT_STATE;
import static org.postern.target.nftables.netlink.NfTables.NFT_DYNSET_OP_UPDATE;
import static org.postern.target.nftables.netlink.NfTables.NFT_META_IIFNAME;
import static org.postern.target.nftables.netlink.NfTables.NFT_META_L4PROTO;
import static org.postern.target.nftables.netlink.NfTables.NFT_META_OIFNAME;
import static org.postern.target.nftables.netlink.NfTables.NFT_META_TIME_NS;
import static org.postern.target.nftables.netlink.NfTables.NFT_PAYLOAD_TRANSPORT_HEADER;
import static org.postern.target.nftables.netlink.NfTables.NFT_REG_1;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.postern.address.Family;
import org.postern.address.Prefix;
import org.postern.host.ffm.PacketLog;
import org.postern.plan.AccessRule;
import org.postern.policy.LogRate;
import org.postern.target.nftables.netlink.Bytes;
import org.postern.target.nftables.netlink.NfTables;
import org.postern.target.nftables.wire.Expression;
import org.postern.target.nftables.wire.Keys;
import org.postern.target.nftables.wire.Loads;
import org.postern.target.nftables.wire.Matches;
import org.postern.target.nftables.wire.Statements;

/**
 * A condition or statement of a rule of ours: what it means, how nft(8) writes it, and the kernel's
 * expressions for it. A rule is a list of clauses, in the table, in a script, and read back alike.
 */
public sealed interface Clause
    permits FragmentClause,
        Clause.Tcp,
        Clause.Opening,
        Clause.Port,
        Clause.DialledPort,
        Clause.OriginalDirection,
        Clause.Untracked,
        Clause.Interface,
        Clause.Server,
        Clause.DialledServer,
        Clause.Member,
        Clause.Remember,
        Clause.Before,
        Clause.Count,
        Clause.Log,
        Clause.Tell,
        Clause.Verdict,
        Clause.Foreign {
  /** Returns the clause in the words of nft(8). */
  String text();

  /** Returns the clause as expressions of the kernel, the same that nft makes of the text. */
  List<Expression> expressions();

  /** The packet is TCP; also with IPv6 extension headers before it. */
  record Tcp() implements Clause {
    @Override
    public String text() {
      return "meta l4proto tcp";
    }

    @Override
    public List<Expression> expressions() {
      return List.of(
          new Loads.Meta(NFT_META_L4PROTO, NFT_REG_1),
          Matches.Cmp.equal(NFT_REG_1, Bytes.of(IPPROTO_TCP)));
    }
  }

  /**
   * The packet opens a connection: SYN without ACK. Other flags do not matter, so that no odd
   * combination that some stack takes for an opening slips by.
   */
  record Opening() implements Clause {
    private static final int FLAGS_OFFSET = 13;
    private static final int SYN = 0x02;
    private static final int SYN_ACK = 0x12;

    @Override
    public String text() {
      return "tcp flags & (syn | ack) == syn";
    }

    @Override
    public List<Expression> expressions() {
      return List.of(
          new Loads.Payload(NFT_PAYLOAD_TRANSPORT_HEADER, FLAGS_OFFSET, 1, NFT_REG_1),
          Loads.Bitwise.and(NFT_REG_1, Bytes.of(SYN_ACK)),
          Matches.Cmp.equal(NFT_REG_1, Bytes.of(SYN)));
    }
  }

  /** The destination port as it stands in the packet now. */
  record Port(PortTest test) implements Clause {
    @Override
    public String text() {
      return "tcp dport " + test.text();
    }

    @Override
    public List<Expression> expressions() {
      return Keys.join(
          List.of(new Loads.Payload(NFT_PAYLOAD_TRANSPORT_HEADER, 2, 2, NFT_REG_1)),
          test.expressions());
    }
  }

  /** The destination port as the client dialled it, before translation. */
  record DialledPort(PortTest test) implements Clause {
    @Override
    public String text() {
      return "ct original proto-dst " + test.text();
    }

    @Override
    public List<Expression> expressions() {
      return Keys.join(
          List.of(new Loads.Ct(NFT_CT_PROTO_DST, OptionalInt.of(IP_CT_DIR_ORIGINAL), NFT_REG_1)),
          test.expressions());
    }
  }

  /** The packet goes the way of the opening one, so that replies to us are not judged. */
  record OriginalDirection() implements Clause {
    @Override
    public String text() {
      return "ct direction original";
    }

    @Override
    public List<Expression> expressions() {
      return List.of(
          new Loads.Ct(NFT_CT_DIRECTION, OptionalInt.empty(), NFT_REG_1),
          Matches.Cmp.equal(NFT_REG_1, Bytes.of(IP_CT_DIR_ORIGINAL)));
    }
  }

  /**
   * Matches a packet of which connection tracking knows nothing, so that nothing of it was
   * translated.
   */
  record Untracked() implements Clause {
    /** The bits {@code NF_CT_STATE_INVALID_BIT} and {@code NF_CT_STATE_UNTRACKED_BIT}. */
    private static final int STATES = 0x41;

    @Override
    public String text() {
      return "ct state invalid,untracked";
    }

    @Override
    public List<Expression> expressions() {
      return List.of(
          new Loads.Ct(NFT_CT_STATE, OptionalInt.empty(), NFT_REG_1),
          Loads.Bitwise.and(NFT_REG_1, Bytes.host32(STATES)),
          new Matches.Cmp(NFT_REG_1, NFT_CMP_NEQ, Bytes.zeros(Integer.BYTES)));
    }
  }

  /** The interface the packet came in by, or leaves by. */
  record Interface(boolean in, String name) implements Clause {
    @Override
    public String text() {
      return (in ? "iifname \"" : "oifname \"") + name + "\"";
    }

    @Override
    public List<Expression> expressions() {
      return List.of(
          new Loads.Meta(in ? NFT_META_IIFNAME : NFT_META_OIFNAME, NFT_REG_1),
          Matches.Cmp.equal(NFT_REG_1, Bytes.interfaceName(name)));
    }
  }

  /** The destination address as it stands in the packet now. */
  record Server(Prefix prefix) implements Clause {
    @Override
    public String text() {
      return Keys.header(prefix.base().family()) + " daddr " + prefix.text();
    }

    @Override
    public List<Expression> expressions() {
      Family family = prefix.base().family();
      return Keys.join(Keys.isFamily(family), Keys.compare(Keys.destination(family), prefix));
    }
  }

  /** The destination address as the client dialled it, before translation. */
  record DialledServer(Prefix prefix) implements Clause {
    @Override
    public String text() {
      return "ct original " + Keys.header(prefix.base().family()) + " daddr " + prefix.text();
    }

    @Override
    public List<Expression> expressions() {
      int key = prefix.base().family() == Family.IP ? NFT_CT_DST_IP : NFT_CT_DST_IP6;
      Expression load = new Loads.Ct(key, OptionalInt.of(IP_CT_DIR_ORIGINAL), NFT_REG_1);
      return Keys.compareStart(load, prefix);
    }
  }

  /**
   * The peer, cut to a prefix length, is in a set.
   *
   * @param source the peer is the packet's source, otherwise its destination
   */
  record Member(boolean source, Family family, int length, String set) implements Clause {
    @Override
    public String text() {
      String mask = length == family.bits() ? "" : "& " + Keys.maskText(family, length) + " ";
      return Keys.header(family) + (source ? " saddr " : " daddr ") + mask + "@" + set;
    }

    @Override
    public List<Expression> expressions() {
      Expression load = source ? Keys.source(family) : Keys.destination(family);
      Expression lookup = new Matches.Lookup(set, NFT_REG_1, false);
      List<Expression> found =
          length == family.bits()
              ? List.of(load, lookup)
              : List.of(load, Loads.Bitwise.and(NFT_REG_1, Keys.mask(family, length)), lookup);
      return Keys.join(Keys.isFamily(family), found);
    }
  }

  /** Puts the peer into a set that time empties, or renews its stay there. */
  record Remember(boolean source, Family family, String set) implements Clause {
    @Override
    public String text() {
      return "update @" + set + " { " + Keys.header(family) + (source ? " saddr }" : " daddr }");
    }

    @Override
    public List<Expression> expressions() {
      Expression load = source ? Keys.source(family) : Keys.destination(family);
      Expression update =
          new Statements.DynsetUpdate(
              NFT_DYNSET_OP_UPDATE, set, NFT_REG_1, Optional.empty(), Optional.empty());
      return Keys.join(Keys.isFamily(family), List.of(load, update));
    }
  }

  /**
   * The clock of the wall has not come to that time, a whole second (Linux 5.4, {@code
   * nft_meta_get_eval_time}). The kernel looks at every packet, so this ends by itself; and begins
   * again if the clock is put back. nft shows the time in the zone of its user; written so it is
   * the same in all.
   */
  record Before(Instant time) implements Clause {
    private static final long NANOS = 1_000_000_000L;

    /**
     * Returns the time that nanoseconds since 1970 stand for, if it is one that a rule can have.
     */
    static Optional<Before> of(long nanos) {
      Instant time =
          Instant.ofEpochSecond(Math.floorDiv(nanos, NANOS), Math.floorMod(nanos, NANOS));
      return AccessRule.isClosingTime(time) ? Optional.of(new Before(time)) : Optional.empty();
    }

    @Override
    public String text() {
      return "meta time < " + time.getEpochSecond();
    }

    @Override
    public List<Expression> expressions() {
      return List.of(
          new Loads.Meta(NFT_META_TIME_NS, NFT_REG_1),
          Loads.Byteorder.comparable(NFT_REG_1, Long.BYTES),
          new Matches.Cmp(NFT_REG_1, NFT_CMP_LT, Bytes.be64(time.getEpochSecond() * NANOS)));
    }
  }

  /** Counts in a named counter, which outlives the rule. */
  record Count(String counter) implements Clause {
    @Override
    public String text() {
      return "counter name \"" + counter + "\"";
    }

    @Override
    public List<Expression> expressions() {
      return List.of(Statements.Objref.counter(counter));
    }
  }

  /** Writes to the kernel's log, at most so often. */
  record Log(LogRate rate, String prefix) implements Clause {
    /** The burst that nft takes when none is written, in packets. */
    static final int BURST = 5;

    @Override
    public String text() {
      return "limit rate %d/%s burst %d packets log prefix \"%s\""
          .formatted(rate.count(), rate.unit().text(), BURST, prefix);
    }

    @Override
    public List<Expression> expressions() {
      return List.of(
          new Matches.Limit(rate.count(), rate.unit().seconds(), BURST, false),
          Statements.Log.warning(prefix));
    }
  }

  /**
   * Hands the begin of the packet to the program that listens, at most so often that a flood costs
   * little; what is not handed over comes again, since a client repeats what opens a connection.
   */
  record Tell() implements Clause {
    @Override
    public String text() {
      return "limit rate %d/second burst %d packets log group %d snaplen %d queue-threshold 1"
          .formatted(PacketLog.PER_SECOND, PacketLog.BURST, PacketLog.GROUP, PacketLog.BYTES);
    }

    @Override
    public List<Expression> expressions() {
      return List.of(
          new Matches.Limit(PacketLog.PER_SECOND, 1, PacketLog.BURST, false),
          new Statements.LogGroup(PacketLog.GROUP, PacketLog.BYTES, 1));
    }
  }

  /** The end of a rule: what happens to the packet. */
  record Verdict(Kind kind, String chain) implements Clause {
    /** The verdicts we use; {@code reset} is a refusal that the client notices at once. */
    public enum Kind {
      RETURN,
      DROP,
      RESET,
      JUMP,
      GOTO
    }

    static Verdict of(Kind kind) {
      return new Verdict(kind, "");
    }

    @Override
    public String text() {
      return switch (kind) {
        case RETURN -> "return";
        case DROP -> "drop";
        case RESET -> "reject with tcp reset";
        case JUMP -> "jump " + chain;
        case GOTO -> "goto " + chain;
      };
    }

    @Override
    public List<Expression> expressions() {
      return List.of(
          switch (kind) {
            case RETURN -> new Statements.ImmediateVerdict(NfTables.NFT_RETURN);
            case DROP -> new Statements.ImmediateVerdict(NfTables.NF_DROP);
            case RESET -> Statements.Reject.tcpReset();
            case JUMP -> new Statements.ImmediateVerdict(NfTables.NFT_JUMP, Optional.of(chain));
            case GOTO -> new Statements.ImmediateVerdict(NfTables.NFT_GOTO, Optional.of(chain));
          });
    }
  }

  /** Expressions that no clause of ours has. */
  record Foreign(List<Expression> expressions) implements Clause {
    public Foreign {
      expressions = List.copyOf(expressions);
    }

    @Override
    public String text() {
      return "# " + expressions;
    }
  }
}
