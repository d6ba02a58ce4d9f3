package org.postern.target.nftables.wire;

import static org.postern.target.nftables.netlink.NfTables.NFPROTO_IPV4;
import static org.postern.target.nftables.netlink.NfTables.NFPROTO_IPV6;
import static org.postern.target.nftables.netlink.NfTables.NFT_META_NFPROTO;
import static org.postern.target.nftables.netlink.NfTables.NFT_PAYLOAD_NETWORK_HEADER;
import static org.postern.target.nftables.netlink.NfTables.NFT_REG_1;

import java.util.ArrayList;
import java.util.List;
import org.postern.address.Address;
import org.postern.address.AddressSet;
import org.postern.address.Family;
import org.postern.address.Prefix;
import org.postern.target.nftables.netlink.Bytes;

/** Makes addresses and masks in the kernel's expressions. */
public final class Keys {
  private Keys() {}

  /** Returns the header of a family, as nft names it. */
  public static String header(Family family) {
    return family.text();
  }

  /** Returns the expressions that a packet of this family matches. */
  public static List<Expression> isFamily(Family family) {
    int protocol = family == Family.IP ? NFPROTO_IPV4 : NFPROTO_IPV6;
    return List.of(
        new Loads.Meta(NFT_META_NFPROTO, NFT_REG_1),
        Matches.Cmp.equal(NFT_REG_1, Bytes.of(protocol)));
  }

  public static Loads.Payload source(Family family) {
    return new Loads.Payload(
        NFT_PAYLOAD_NETWORK_HEADER, sourceOffset(family), bytes(family), NFT_REG_1);
  }

  public static Loads.Payload destination(Family family) {
    int offset = sourceOffset(family) + bytes(family);
    return new Loads.Payload(NFT_PAYLOAD_NETWORK_HEADER, offset, bytes(family), NFT_REG_1);
  }

  /** Loads as few bytes as a prefix of whole bytes needs, as nft does. */
  public static List<Expression> compare(Loads.Payload load, Prefix prefix) {
    int whole = prefix.length() / Byte.SIZE;
    if (prefix.length() % Byte.SIZE != 0 || whole == 0) {
      return maskAndCompare(load, prefix);
    }
    return List.of(
        new Loads.Payload(load.base(), load.offset(), whole, load.dreg()),
        Matches.Cmp.equal(NFT_REG_1, start(prefix, whole)));
  }

  /** Compares as many bytes of what is loaded whole as a prefix of whole bytes has, as nft does. */
  public static List<Expression> compareStart(Expression load, Prefix prefix) {
    int whole = prefix.length() / Byte.SIZE;
    return prefix.length() % Byte.SIZE != 0 || whole == 0
        ? maskAndCompare(load, prefix)
        : List.of(load, Matches.Cmp.equal(NFT_REG_1, start(prefix, whole)));
  }

  private static Bytes start(Prefix prefix, int bytes) {
    return Bytes.copyOf(prefix.base().toBytes(), 0, bytes);
  }

  /** Loads an address, cuts it to the prefix length and compares. */
  static List<Expression> maskAndCompare(Expression load, Prefix prefix) {
    Family family = prefix.base().family();
    Expression compare = Matches.Cmp.equal(NFT_REG_1, bytes(prefix.base()));
    return prefix.length() == family.bits()
        ? List.of(load, compare)
        : List.of(load, Loads.Bitwise.and(NFT_REG_1, mask(family, prefix.length())), compare);
  }

  /** Returns the mask of a prefix length. */
  public static Bytes mask(Family family, int length) {
    return bytes(maskAddress(family, length));
  }

  /** Returns the mask of a prefix length, as nft writes it. */
  public static String maskText(Family family, int length) {
    return maskAddress(family, length).toString();
  }

  static Bytes bytes(Address address) {
    byte[] bytes = address.toBytes();
    return Bytes.copyOf(bytes, 0, bytes.length);
  }

  public static KeyType type(Family family) {
    return family == Family.IP ? KeyType.IPV4_ADDR : KeyType.IPV6_ADDR;
  }

  /** Returns the members of a set as keys, one a member. */
  public static ElementKeys elements(AddressSet members, Family family) {
    int words = family == Family.IP ? 1 : 2;
    long[] keys = new long[members.size(family).intValueExact() * words];
    int[] at = new int[1];
    members.forEachInterval(
        family,
        (high, low, lastHigh, lastLow) -> {
          long upper = high;
          for (long lower = low; ; lower++) {
            if (words == 2) {
              keys[at[0]++] = upper;
            }
            keys[at[0]++] = lower;
            if (lower == lastLow && upper == lastHigh) {
              return;
            }
            upper += lower == -1L ? 1 : 0;
          }
        });
    return family == Family.IP ? ElementKeys.ipv4(keys) : ElementKeys.ipv6(keys);
  }

  public static List<Expression> join(List<Expression> first, List<Expression> second) {
    List<Expression> all = new ArrayList<>(first);
    all.addAll(second);
    return all;
  }

  /**
   * Returns the offset of the source address in the network header (RFC 791 3.1 and RFC 8200 3).
   */
  private static int sourceOffset(Family family) {
    return family == Family.IP ? 12 : 8;
  }

  private static int bytes(Family family) {
    return family.bits() / Byte.SIZE;
  }

  private static Address maskAddress(Family family, int length) {
    byte[] mask = new byte[bytes(family)];
    for (int bit = 0; bit < length; bit++) {
      mask[bit / Byte.SIZE] |= (byte) (0x80 >>> (bit % Byte.SIZE));
    }
    return Address.ofBytes(mask);
  }
}
