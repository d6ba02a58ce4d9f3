package org.postern.target.nftables.foreign;

import static org.postern.target.nftables.netlink.NfTables.ETH_P_IP;
import static org.postern.target.nftables.netlink.NfTables.ETH_P_IPV6;
import static org.postern.target.nftables.netlink.NfTables.IPPROTO_TCP;
import static org.postern.target.nftables.netlink.NfTables.IPS_DST_NAT;
import static org.postern.target.nftables.netlink.NfTables.IPS_SRC_NAT;
import static org.postern.target.nftables.netlink.NfTables.IP_CT_DIR_ORIGINAL;
import static org.postern.target.nftables.netlink.NfTables.IP_CT_NEW_BIT;
import static org.postern.target.nftables.netlink.NfTables.NFPROTO_IPV4;
import static org.postern.target.nftables.netlink.NfTables.NFPROTO_IPV6;
import static org.postern.target.nftables.netlink.NfTables.NFTA_FIB_DREG;
import static org.postern.target.nftables.netlink.NfTables.NFTA_FIB_FLAGS;
import static org.postern.target.nftables.netlink.NfTables.NFTA_FIB_F_DADDR;
import static org.postern.target.nftables.netlink.NfTables.NFTA_FIB_RESULT;
import static org.postern.target.nftables.netlink.NfTables.NFT_CT_DIRECTION;
import static org.postern.target.nftables.netlink.NfTables.NFT_CT_DST_IP;
import static org.postern.target.nftables.netlink.NfTables.NFT_CT_DST_IP6;
import static org.postern.target.nftables.netlink.NfTables.NFT_CT_PROTOCOL;
import static org.postern.target.nftables.netlink.NfTables.NFT_CT_PROTO_DST;
import static org.postern.target.nftables.netlink.NfTables.NFT_CT_STATE;
import static org.postern.target.nftables.netlink.NfTables.NFT_CT_STATUS;
import static org.postern.target.nftables.netlink.NfTables.NFT_FIB_RESULT_ADDRTYPE;
import static org.postern.target.nftables.netlink.NfTables.NFT_META_IIF;
import static org.postern.target.nftables.netlink.NfTables.NFT_META_IIFNAME;
import static org.postern.target.nftables.netlink.NfTables.NFT_META_L4PROTO;
import static org.postern.target.nftables.netlink.NfTables.NFT_META_NFPROTO;
import static org.postern.target.nftables.netlink.NfTables.NFT_META_OIF;
import static org.postern.target.nftables.netlink.NfTables.NFT_META_OIFNAME;
import static org.postern.target.nftables.netlink.NfTables.NFT_META_PROTOCOL;
import static org.postern.target.nftables.netlink.NfTables.NFT_PAYLOAD_NETWORK_HEADER;
import static org.postern.target.nftables.netlink.NfTables.NFT_PAYLOAD_TRANSPORT_HEADER;
import static org.postern.target.nftables.netlink.NfTables.RTN_LOCAL;
import static org.postern.target.nftables.netlink.NfTables.RTN_UNICAST;

import java.util.OptionalInt;
import org.postern.address.Family;
import org.postern.target.Match;
import org.postern.target.Opening;
import org.postern.target.nftables.layout.Field;
import org.postern.target.nftables.netlink.Attributes;
import org.postern.target.nftables.netlink.Bytes;
import org.postern.target.nftables.netlink.NfTables;
import org.postern.target.nftables.netlink.NftablesException;
import org.postern.target.nftables.wire.Expression;
import org.postern.target.nftables.wire.Loads;

/**
 * The fields of openings that are known where expressions load a part of a packet into a register.
 */
final class PacketFields {
  /**
   * The flags of an opening: SYN without ACK, RST and FIN; the other flags of RFC 9293 3.1 may be
   * anything.
   */
  static final Field.Bits FLAGS = new Field.Bits(Bytes.of(0x02), Bytes.of(0x17));

  /** A connection of which nothing was seen before: neither confirmed nor answered. */
  private static final int STATUS = 0x0f;

  private static final int FLAGS_OFFSET = 13;
  private static final int PORTS = 4;

  private PacketFields() {}

  /** Puts what an expression loads into its register. */
  static void load(Expression.Load load, Opening opening, Registers registers) {
    switch (load) {
      case Loads.Meta meta -> meta(meta, opening, registers);
      case Loads.Payload payload -> payload(payload, opening, registers);
      case Loads.Exthdr header -> registers.put(header.dreg(), new Field.Untold(), header.length());
      case Loads.Ct ct -> ct(ct, opening, registers);
      case Loads.Bitwise bitwise -> {
        Field field = registers.field(bitwise.sreg(), bitwise.mask().length());
        registers.put(
            bitwise.dreg(), field.masked(bitwise.mask(), bitwise.xor()), bitwise.mask().length());
      }
      case Loads.Byteorder order -> registers.put(order.dreg(), new Field.Untold(), order.length());
    }
  }

  private static void meta(Loads.Meta meta, Opening opening, Registers registers) {
    boolean ip = opening.family() == Family.IP;
    switch (meta.key()) {
      case NFT_META_L4PROTO -> registers.put(meta.dreg(), bits(Bytes.of(IPPROTO_TCP)), 1);
      case NFT_META_NFPROTO ->
          registers.put(meta.dreg(), bits(Bytes.of(ip ? NFPROTO_IPV4 : NFPROTO_IPV6)), 1);
      case NFT_META_PROTOCOL ->
          registers.put(meta.dreg(), bits(Bytes.be16(ip ? ETH_P_IP : ETH_P_IPV6)), Short.BYTES);
      case NFT_META_IIFNAME, NFT_META_OIFNAME ->
          registers.put(
              meta.dreg(),
              new Field.InterfaceName(opening, meta.key() == NFT_META_IIFNAME),
              NfTables.IFNAMSIZ);
      case NFT_META_IIF, NFT_META_OIF ->
          registers.put(meta.dreg(), new Field.InterfaceNumber(), Integer.BYTES);
      default -> registers.put(meta.dreg(), new Field.Untold(), NfTables.IFNAMSIZ);
    }
  }

  private static Field bits(Bytes value) {
    return Field.Bits.of(value);
  }

  private static void payload(Loads.Payload load, Opening opening, Registers registers) {
    Field field = new Field.Untold();
    if (load.base() == NFT_PAYLOAD_NETWORK_HEADER) {
      field = network(load, opening);
    } else if (load.base() == NFT_PAYLOAD_TRANSPORT_HEADER
        && load.offset() == 0
        && load.length() == PORTS) {
      registers.put(load.dreg(), new Field.Untold(), Short.BYTES);
      registers.put(load.dreg(), Short.BYTES, new Field.Port(opening, false), Short.BYTES);
      return;
    } else if (load.base() == NFT_PAYLOAD_TRANSPORT_HEADER) {
      field = transport(load, opening);
    }
    registers.put(load.dreg(), field, load.length());
  }

  /** Returns a field of the network header (RFC 791 3.1 and RFC 8200 3). */
  private static Field network(Loads.Payload load, Opening opening) {
    boolean ip = opening.family() == Family.IP;
    int whole = opening.family().bits() / Byte.SIZE;
    int source = ip ? 12 : 8;
    if (load.offset() == source) {
      return Field.address(opening, Field.Addresses.Kind.SOURCE, load.length());
    }
    if (load.offset() == source + whole) {
      return Field.address(opening, Field.Addresses.Kind.DESTINATION, load.length());
    }
    return load.offset() == (ip ? 9 : 6) && load.length() == 1
        ? bits(Bytes.of(IPPROTO_TCP))
        : new Field.Untold();
  }

  private static Field transport(Loads.Payload load, Opening opening) {
    if (load.offset() == Short.BYTES && load.length() == Short.BYTES) {
      return new Field.Port(opening, false);
    }
    return load.offset() == FLAGS_OFFSET && load.length() == 1 ? FLAGS : new Field.Untold();
  }

  private static void ct(Loads.Ct ct, Opening opening, Registers registers) {
    boolean original = ct.direction().equals(OptionalInt.of(IP_CT_DIR_ORIGINAL));
    boolean ip = opening.family() == Family.IP;
    int addresses = opening.family().bits() / Byte.SIZE;
    if (ct.key() == NFT_CT_STATE) {
      registers.put(ct.dreg(), bits(Bytes.host32(IP_CT_NEW_BIT)), Integer.BYTES);
    } else if (ct.key() == NFT_CT_DIRECTION) {
      registers.put(ct.dreg(), bits(Bytes.of(IP_CT_DIR_ORIGINAL)), 1);
    } else if (ct.key() == NFT_CT_STATUS) {
      int known = STATUS | (opening.translated() ? 0 : IPS_SRC_NAT | IPS_DST_NAT);
      registers.put(
          ct.dreg(),
          new Field.Bits(Bytes.zeros(Integer.BYTES), Bytes.host32(known)),
          Integer.BYTES);
    } else if (ct.key() == NFT_CT_PROTOCOL) {
      registers.put(ct.dreg(), bits(Bytes.of(IPPROTO_TCP)), 1);
    } else if (original && ct.key() == NFT_CT_PROTO_DST) {
      registers.put(ct.dreg(), new Field.Port(opening, true), Short.BYTES);
    } else if (original && ct.key() == (ip ? NFT_CT_DST_IP : NFT_CT_DST_IP6)) {
      registers.put(
          ct.dreg(), Field.address(opening, Field.Addresses.Kind.DIALLED, addresses), addresses);
    } else {
      registers.put(ct.dreg(), new Field.Untold(), NfTables.IFNAMSIZ);
    }
  }

  /**
   * Puts the kind of route to the destination into a register, where that is asked.
   *
   * @return whether it is known
   */
  static boolean route(Attributes data, Opening opening, Registers registers)
      throws NftablesException {
    int register = data.be32(NFTA_FIB_DREG);
    boolean destination =
        data.be32(NFTA_FIB_RESULT) == NFT_FIB_RESULT_ADDRTYPE
            && data.be32(NFTA_FIB_FLAGS) == NFTA_FIB_F_DADDR;
    Match local = opening.toThisHost();
    boolean known = destination && local != Match.MAYBE;
    Field field =
        known
            ? bits(Bytes.host32(local == Match.YES ? RTN_LOCAL : RTN_UNICAST))
            : new Field.Untold();
    registers.put(register, field, Integer.BYTES);
    return known;
  }
}
