package org.postern.target.nftables.foreign;

import static org.postern.target.nftables.netlink.NfTables.NFTA_MATCH_INFO;
import static org.postern.target.nftables.netlink.NfTables.NFTA_MATCH_NAME;
import static org.postern.target.nftables.netlink.NfTables.NFTA_MATCH_REV;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.postern.target.Match;
import org.postern.target.Opening;
import org.postern.target.nftables.netlink.Attributes;
import org.postern.target.nftables.netlink.Bytes;
import org.postern.target.nftables.netlink.NftablesException;

/**
 * The conditions that iptables writes into nf_tables as its own, by the structures in {@code
 * include/uapi/linux/netfilter}: those of them that ufw, Docker and the like use to tell a new
 * connection from others. Of all else it cannot be told whether it holds.
 */
final class XtMatch {
  /** The bits {@code XT_CONNTRACK_STATE_BIT}, one for each {@code enum ip_conntrack_info}. */
  private static final int NEW = 1 << 3;

  private static final int DNAT = 1 << 7;
  private static final int STATE_FLAG = 1;
  private static final int FLAGS_OF_CONNTRACK = 146;
  private static final int STATES_OF_CONNTRACK = 150;

  /** The bits {@code XT_ADDRTYPE_…} of {@code xt_addrtype.h}, one for each type of route. */
  private static final int UNICAST = 1 << 1;

  private static final int LOCAL = 1 << 2;
  private static final int INVERT_SOURCE = 1;
  private static final int INVERT_DESTINATION = 2;
  private static final int OF_INTERFACE = 12;

  private final Opening opening;

  XtMatch(Opening opening) {
    this.opening = opening;
  }

  /** Tells whether it holds; {@code data} is what stands inside the expression. */
  Match of(Bytes data) {
    try {
      byte[] bytes = data.toArray();
      Attributes attributes = Attributes.read(bytes, 0, bytes.length);
      ByteBuffer info =
          ByteBuffer.wrap(attributes.require(NFTA_MATCH_INFO).bytes().toArray())
              .order(ByteOrder.nativeOrder());
      return switch (attributes.string(NFTA_MATCH_NAME)) {
        case "comment" -> Match.YES;
        // An opening has no routing header, which RFC 5095 has done away with.
        case "rt" -> Match.NO;
        case "state" -> state(info.getInt(0));
        case "conntrack" -> conntrack(attributes.be32(NFTA_MATCH_REV), info);
        case "tcp" -> tcp(info);
        case "addrtype" -> addressType(attributes.be32(NFTA_MATCH_REV), info);
        case "multiport" -> multiport(attributes.be32(NFTA_MATCH_REV), info);
        default -> Match.MAYBE;
      };
    } catch (NftablesException | IndexOutOfBoundsException e) {
      return Match.MAYBE;
    }
  }

  /** Matches {@code struct xt_conntrack_mtinfo3}: of all that it can ask, only the state. */
  private Match conntrack(int revision, ByteBuffer info) {
    if (revision < 2 || info.getShort(FLAGS_OF_CONNTRACK) != STATE_FLAG) {
      return Match.MAYBE;
    }
    boolean inverted = (info.getShort(FLAGS_OF_CONNTRACK + Short.BYTES) & STATE_FLAG) != 0;
    return state(Short.toUnsignedInt(info.getShort(STATES_OF_CONNTRACK))).inverted(inverted);
  }

  /** An opening is new; to what was translated it may be more besides. */
  private Match state(int states) {
    if ((states & NEW) != 0) {
      return Match.YES;
    }
    return opening.translated() && (states & (DNAT | DNAT >> 1)) != 0 ? Match.MAYBE : Match.NO;
  }

  /** Matches {@code struct xt_tcp}: two source ports, two destination ports, option, flags. */
  private Match tcp(ByteBuffer info) {
    int inverted = Byte.toUnsignedInt(info.get(11));
    boolean anySource = info.getShort(0) == 0 && info.getShort(2) == -1;
    Match source = anySource ? Match.of((inverted & 1) == 0) : Match.MAYBE;
    Match port =
        opening
            .toPort(Short.toUnsignedInt(info.getShort(4)), Short.toUnsignedInt(info.getShort(6)))
            .inverted((inverted & 2) != 0);
    Match option = info.get(8) == 0 ? Match.YES : Match.MAYBE;
    Bytes mask = Bytes.of(info.get(9));
    Match flags =
        PacketFields.FLAGS
            .masked(mask, Bytes.zeros(1))
            .within(Bytes.of(info.get(10)), Bytes.of(info.get(10)))
            .inverted((inverted & 4) != 0);
    return source.and(port).and(option).and(flags);
  }

  /**
   * Matches {@code struct xt_addrtype_info_v1}. A connection goes to this host, or to one other.
   */
  private Match addressType(int revision, ByteBuffer info) {
    int source = Short.toUnsignedInt(info.getShort(0));
    int destination = Short.toUnsignedInt(info.getShort(2));
    int flags = revision == 1 ? info.getInt(4) : -1;
    if (source != 0 || revision != 1 || (flags & (INVERT_SOURCE | OF_INTERFACE)) != 0) {
      return Match.MAYBE;
    }
    return isOfType(opening, destination).inverted((flags & INVERT_DESTINATION) != 0);
  }

  private static Match isOfType(Opening opening, int types) {
    Match local = Match.of((types & LOCAL) != 0).and(opening.toThisHost());
    Match other = Match.of((types & UNICAST) != 0).and(opening.toThisHost().not());
    return (types & (LOCAL | UNICAST)) == (LOCAL | UNICAST) ? Match.YES : local.or(other);
  }

  /**
   * Matches {@code struct xt_multiport_v1}: which ports, how many, the ports, which begin a range.
   */
  private Match multiport(int revision, ByteBuffer info) {
    if (revision != 1 || info.get(0) != 1) {
      return Match.MAYBE;
    }
    int count = Byte.toUnsignedInt(info.get(1));
    Match match = Match.NO;
    for (int i = 0; i < count; i++) {
      int first = Short.toUnsignedInt(info.getShort(2 + 2 * i));
      boolean range = info.get(32 + i) != 0;
      int last = range ? Short.toUnsignedInt(info.getShort(4 + 2 * i)) : first;
      match = match.or(opening.toPort(first, last));
      i += range ? 1 : 0;
    }
    return match.inverted(info.get(47) != 0);
  }
}
